package uitest

import (
	"context"
	"errors"
	"sync"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// Account is the account of the scripted places.
const Account = "123456789012"

// Script is how a scripted workshop behaves.
type Script struct {
	// AWS opens the doors to AWS; without it they show what is missing.
	AWS bool
	// Consent adds the step of a 3LO flow.
	Consent bool
	// Asks makes that step wait for the person's browser.
	Asks bool
	// Fail makes a step fail in the way that its name says: "deploy", "network", "verify", "denied".
	Fail string
	// Done makes durable results exist from the beginning.
	Done bool
	// Warns is what is warned of while a place is entered; Forgets makes a place that keeps nothing.
	Warns   text.Msg
	Forgets bool
	// Elsewhere makes the first step be under way without the program, until Arrive.
	Elsewhere bool
	// NoBrowser makes opening an address fail.
	NoBrowser bool
	// Labs gives the practice cloud a break-and-fix lab.
	Labs bool
	// DoorsError is what asking for the doors ends with.
	DoorsError error
}

// Workshop is a scripted one: three doors, five steps, no cloud.
type Workshop struct {
	Script
	// Extra adds a step that does not belong to the main job.
	Extra bool
	// More are further steps, behind the scripted ones.
	More   []flow.Step
	mu     sync.Mutex
	opened []string
	door   flow.DoorID
	step   string
	// arrived says that what was under way elsewhere has ended.
	arrived bool
	lab     *Lab
}

// Remember sets what Resume tells.
func (w *Workshop) Remember(door flow.DoorID, step string) { w.door, w.step = door, step }

// Resume is where the person was last.
func (w *Workshop) Resume() (flow.DoorID, string) { return w.door, w.step }

// Arrive ends what is under way elsewhere.
func (w *Workshop) Arrive() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.arrived = true
}

// underWay reports whether the first step is under way elsewhere, and whether it has arrived.
func (w *Workshop) underWay() (now, arrived bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.Elsewhere && !w.arrived, w.arrived
}

// Opened are the addresses that were to be shown in a browser.
func (w *Workshop) Opened() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return append([]string(nil), w.opened...)
}

// Open takes an address.
func (w *Workshop) Open(url string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.NoBrowser {
		return errors.New("no browser")
	}
	w.opened = append(w.opened, url)
	return nil
}

// Doors are the three.
func (w *Workshop) Doors(context.Context) ([]flow.Door, error) {
	if w.DoorsError != nil {
		return nil, w.DoorsError
	}
	doors := []flow.Door{
		{
			ID: flow.DoorPractice, Title: text.T{En: "Practice in the cloud inside this program", Ko: "이 프로그램 안의 연습용 클라우드에서 해 보기"}, Preselected: !w.AWS,
			Detail: text.T{En: "No AWS account and no cost: everything happens on this computer.", Ko: "AWS 계정도 비용도 없이 모든 일이 이 컴퓨터 안에서 일어납니다."}.With(),
			Facts:  []flow.Fact{fact("account", text.T{En: "Account", Ko: "계정"}, Account, text.T{En: "the practice cloud's", Ko: "연습용"})},
		},
		{ID: flow.DoorBuild, Title: text.T{En: "Build in my AWS account", Ko: "내 AWS 계정에 만들기"}, Facts: awsFacts()},
		{ID: flow.DoorCheck, Title: text.T{En: "Check an existing set-up (read-only)", Ko: "이미 만든 구성을 점검하기(읽기 전용)"}, Facts: awsFacts(), Preselected: w.AWS && w.Done},
	}
	if !w.AWS {
		missing := &flow.Failure{
			Code:    "CredentialsMissing",
			Message: text.T{En: "No AWS credentials were found.", Ko: "AWS 자격 증명을 찾지 못했습니다."}.With(),
			Cause:   text.T{En: "Neither the environment nor the shared config has any.", Ko: "환경 변수와 공유 설정 어디에도 없습니다."}.With(),
			Fix:     text.T{En: "Run `aws configure` or `aws sso login`, then look again.", Ko: "`aws configure`나 `aws sso login`을 실행한 뒤 다시 확인하세요."}.With(),
		}
		for i := range doors[1:] {
			doors[i+1].Facts, doors[i+1].Problem = nil, missing
		}
	}
	return doors, nil
}

func awsFacts() []flow.Fact {
	return []flow.Fact{
		fact("profile", text.T{En: "Profile", Ko: "프로필"}, "workshop", text.T{En: "AWS_PROFILE", Ko: "AWS_PROFILE"}),
		fact("region", text.T{En: "Region", Ko: "리전"}, "us-east-1", text.T{En: "where the stack is", Ko: "스택이 있는 곳"}),
		fact("caller", text.T{En: "Caller", Ko: "호출자"}, "arn:aws:iam::"+Account+":user/kim", text.T{En: "STS", Ko: "STS"}),
	}
}

func fact(key string, label text.T, value string, source text.T) flow.Fact {
	return flow.Fact{Key: key, Label: label, Value: value, Source: source.With()}
}

// Enter opens a session on a scripted place.
func (w *Workshop) Enter(ctx context.Context, door flow.DoorID) (*flow.Session, error) {
	place := flow.Place{Mode: flow.AWS, Account: Account, Region: "us-east-1", ReadOnly: door == flow.DoorCheck}
	if door == flow.DoorPractice {
		place.Mode = flow.Sandbox
	}
	if r := flow.From(ctx); r != nil && !w.Warns.Empty() {
		r.Warn(w.Warns)
	}
	journal := &flow.Journal{} // one without a file takes events and keeps nothing
	if w.Forgets {
		journal = nil
	}
	session := &flow.Session{
		Journal: journal,
		Place:   place, Steps: w.steps(), Checks: checks(w.Fail == "verify"), Clock: flow.SystemClock{}, Gate: &flow.Gate{},
		Console: func(page string) string { return "https://us-east-1.console.aws.amazon.com/" + page },
	}
	if w.Labs && door == flow.DoorPractice {
		w.lab = &Lab{}
		session.Lab = w.lab
	}
	return session, nil
}
