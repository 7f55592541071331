package checkup

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"time"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/diagnose"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// LabScenarios are the faults that a lab may choose among: they show on a set-up, and a person can repair them.
func LabScenarios() []string {
	var names []string
	for _, f := range diagnose.Faults() {
		if f.Repairable && len(f.Breaks) > 0 {
			names = append(names, f.Name)
		}
	}
	return names
}

// LabHints are what a participant is told about faults: one hint for each, up to the nth of three.
func LabHints(names []string, n int) []text.Msg {
	var told []text.Msg
	for step := range n {
		for _, name := range names {
			told = append(told, labHint(name, step))
		}
	}
	return told
}

// labHint is the area, the place, or the check to run.
func labHint(name string, step int) text.Msg {
	fault, check := faultAndCheck(name)
	switch step {
	case 0:
		return text.T{En: "Hint 1, the area: %s", Ko: "힌트 1, 영역: %s"}.With(areas()[check.Group])
	case 1:
		return text.T{En: "Hint 2, the place: what is wrong with this? %s — %s", Ko: "힌트 2, 위치: 이것이 어떻게 잘못되었나요? %s — %s"}.With(check.Title, check.Why)
	}
	return text.T{En: "Hint 3, what a person sees: %s `verify %s` shows it, `fix %s` repairs it.", Ko: "힌트 3, 증상: %s `verify %s`로 확인하고 `fix %s`로 고칩니다."}.With(fault.Symptom, check.ID, check.ID)
}

// LabAnswer is what a fault was.
func LabAnswer(name string) text.Msg {
	fault, check := faultAndCheck(name)
	return text.T{En: "It was %s: %s (%s)", Ko: "정답은 %s: %s (%s)"}.With(name, fault.Title, check.ID)
}

func faultAndCheck(name string) (diagnose.Fault, flow.Check) {
	var fault diagnose.Fault
	for _, f := range diagnose.Faults() {
		if f.Name == name {
			fault = f
		}
	}
	for _, c := range Checks(nil) {
		if len(fault.Breaks) > 0 && c.ID == fault.Breaks[0] {
			return fault, c
		}
	}
	return fault, flow.Check{}
}

func areas() map[string]text.T {
	return map[string]text.T{
		groupPlace:     {En: "credentials, clock and region", Ko: "자격 증명, 시계, 리전"},
		groupStack:     {En: "the CloudFormation stack itself", Ko: "CloudFormation 스택"},
		groupPool:      {En: "the user pool: groups, scopes, keys, sign-up", Ko: "User Pool: 그룹, 스코프, 키, 가입"},
		groupClients:   {En: "the two app clients", Ko: "두 앱 클라이언트"},
		groupDomain:    {En: "the domain, and what is published under it", Ko: "도메인과 그 아래에 공개되는 문서"},
		groupParameter: {En: "the SSM parameters", Ko: "SSM 파라미터"},
		groupRole:      {En: "the execution role", Ko: "실행 역할"},
		groupUser:      {En: "the test user", Ko: "테스트 사용자"},
		groupProvider:  {En: "the credential provider and its secret", Ko: "Provider와 시크릿"},
		groupTokens:    {En: "tokens, and the workload identity", Ko: "토큰과 Workload Identity"},
		groupConsent:   {En: "users' consent (3LO)", Ko: "사용자 동의(3LO)"},
	}
}

// breakLab is the lab on a session's practice cloud.
type breakLab struct {
	env   *steps.Env
	mu    sync.Mutex
	state flow.LabState
}

// Lab is the place's break-and-fix lab, or nil where nothing may be broken.
func Lab(e *steps.Env) flow.Lab {
	if !e.Practice() || e.Cloud.Place().ReadOnly {
		return nil
	}
	return e.TheLab(func() flow.Lab { return &breakLab{env: e} })
}

func (l *breakLab) State() flow.LabState {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.state
}

func (l *breakLab) Begin(ctx context.Context, faults int) error {
	return l.ask(ctx, "begin", LabScenarios(), faults)
}
func (l *breakLab) Hint(ctx context.Context) error   { return l.ask(ctx, "hint", nil, 0) }
func (l *breakLab) Reveal(ctx context.Context) error { return l.ask(ctx, "reveal", nil, 0) }
func (l *breakLab) Look(ctx context.Context) error   { return l.ask(ctx, "", nil, 0) }

// Judge ends an open lab when nothing fails, and no check that its faults break warns.
func (l *breakLab) Judge(ctx context.Context, v flow.Verification) error {
	if !v.OK() {
		return nil
	}
	account, err := l.env.AccountID(ctx)
	if err != nil {
		return err
	}
	asked, err := l.env.Cloud.Lab(ctx, account, "judge", nil, 0)
	if err != nil {
		return nil // none is open
	}
	for _, name := range asked.Names {
		fault, _ := faultAndCheck(name)
		if slices.ContainsFunc(v.Results, func(r flow.CheckResult) bool {
			return slices.Contains(fault.Breaks, r.Check.ID) && r.Verdict.Status != flow.Pass
		}) {
			return nil
		}
	}
	return l.ask(ctx, "solve", nil, 0)
}

func (l *breakLab) ask(ctx context.Context, what string, from []string, count int) error {
	account, err := l.env.AccountID(ctx)
	if err != nil {
		return err
	}
	s, err := l.env.Cloud.Lab(ctx, account, what, from, count)
	if err != nil {
		return labRefused(what, err)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	told := l.state.Told
	if !s.Open || what == "begin" || s.Hints == 0 {
		told = nil
	}
	l.state = LabStateOf(s)
	l.state.Ended = l.state.Ended && what != "" // one that had ended before this session is no news
	if l.state.Told == nil {
		l.state.Told = told
	}
	return nil
}

// LabStateOf puts what the practice cloud says of a lab into words: hints where it tells the faults of an open one, else the answer.
func LabStateOf(s aws.LabState) flow.LabState {
	state := flow.LabState{Open: s.Open, Ended: !s.Open && s.Faults > 0, Solved: s.Solved, Took: time.Duration(s.Seconds) * time.Second, Faults: s.Faults, Hints: s.Hints}
	switch {
	case s.Open && len(s.Names) > 0:
		state.Told = LabHints(s.Names, s.Hints)
	case state.Ended:
		state.Names = s.Names
		for _, name := range s.Names {
			state.Told = append(state.Told, LabAnswer(name))
		}
	}
	return state
}

func labRefused(what string, err error) error {
	fix := text.T{En: "`sandbox break --random` begins one.", Ko: "`sandbox break --random`으로 시작할 수 있습니다."}
	message := text.T{En: "No lab is open.", Ko: "진행 중인 실습이 없습니다."}
	if what == "begin" {
		message = text.T{En: "Nothing can be broken now.", Ko: "지금은 장애를 만들 수 없습니다."}
		fix = text.T{En: "A lab needs a set-up that is deployed and at rest: `run` first.", Ko: "실습에는 배포가 끝난 환경이 필요합니다. 먼저 `run`을 실행하세요."}
	}
	return &flow.Failure{Code: "NotNow", Exit: flow.ExitService, Err: err, Message: message.With(), Cause: text.Plain(cmp.Or(labCause(err), err.Error())), Fix: fix.With()}
}

// labCause is the practice cloud's own sentence.
func labCause(err error) string {
	_, said, _ := aws.Details(err)
	return said
}
