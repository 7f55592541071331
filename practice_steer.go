package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"agentcore-workshop/aws/sandbox/trouble"
	"agentcore-workshop/steps/diagnose"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
	"agentcore-workshop/ui/cli"
)

// Faults implements cli.Cloud.
func (practice) Faults() []cli.Fault {
	var all []cli.Fault
	for _, f := range diagnose.Faults() {
		all = append(all, cli.Fault{Name: f.Name, Title: f.Title, Symptom: f.Symptom, Breaks: f.Breaks, Repairable: f.Repairable})
	}
	return all
}

// Break implements cli.Cloud.
func (p practice) Break(ctx context.Context, o cli.PlaceOptions, names []string) ([]string, error) {
	for _, name := range names {
		if _, _, err := trouble.Parse(name, ""); err != nil {
			return nil, noSuchFault(name, err)
		}
	}
	var broken []string
	err := p.steer(ctx, o, func(s steering) error {
		for _, name := range names {
			if err := s.ask(ctx, http.MethodPost, "faults", map[string]string{"name": name}, nil); err != nil {
				return err
			}
			broken = append(broken, name)
		}
		return nil
	})
	return broken, err
}

// Repair implements cli.Cloud.
func (p practice) Repair(ctx context.Context, o cli.PlaceOptions, name string) ([]string, error) {
	var lifted []string
	err := p.steer(ctx, o, func(s steering) error {
		var inForce []struct{ Name, Arg string }
		if err := s.ask(ctx, http.MethodGet, "faults", nil, &inForce); err != nil {
			return err
		}
		for _, f := range inForce {
			whole := strings.TrimSuffix(f.Name+":"+f.Arg, ":")
			if (name == "" || f.Name == name || whole == name) && !slices.Contains(lifted, whole) {
				lifted = append(lifted, whole)
			}
		}
		path := "faults"
		if name != "" {
			path += "/" + url.PathEscape(name)
		}
		return s.ask(ctx, http.MethodDelete, path, nil, nil)
	})
	return lifted, err
}

// Reset implements cli.Cloud.
func (p practice) Reset(ctx context.Context, o cli.PlaceOptions) (int, error) {
	var answer struct{ Removed int }
	err := p.steer(ctx, o, func(s steering) error { return s.ask(ctx, http.MethodPost, "reset", nil, &answer) })
	return answer.Removed, err
}

// steer attaches to the cloud for the time of some admin requests. What they change is saved when it is released.
func (p practice) steer(ctx context.Context, o cli.PlaceOptions, do func(steering) error) error {
	e, release, err := p.attach(ctx, o)
	if err != nil {
		return err
	}
	return errors.Join(do(steering{e.URL}), release())
}

// steering asks the practice cloud's own paths.
type steering struct{ endpoint string }

const steerTimeout = 10 * time.Second

func (s steering) ask(ctx context.Context, method, path string, in, out any) error {
	ctx, cancel := context.WithTimeout(ctx, steerTimeout)
	defer cancel()
	var body io.Reader = http.NoBody
	if in != nil {
		data, err := json.Marshal(in)
		if err != nil {
			return err
		}
		body = bytes.NewReader(data)
	}
	r, err := http.NewRequestWithContext(ctx, method, strings.TrimSuffix(s.endpoint, "/")+"/_sandbox/"+path, body)
	if err != nil {
		return err
	}
	transport := &http.Transport{DisableKeepAlives: true} // no proxy, and nothing left open
	answer, err := transport.RoundTrip(r)
	if err != nil {
		return notPractice(s.endpoint, err)
	}
	defer answer.Body.Close()
	data, err := io.ReadAll(io.LimitReader(answer.Body, 1<<20))
	if err != nil {
		return notPractice(s.endpoint, err)
	}
	if answer.StatusCode == http.StatusConflict {
		return notNow(data)
	}
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("the practice cloud answered %s to %s %s: %s", answer.Status, method, path, data)
	}
	if out == nil {
		return nil
	}
	return json.Unmarshal(data, out)
}

// noSuchFault is a name that no fault has, or one with an argument that it cannot have.
func noSuchFault(name string, err error) *flow.Failure {
	fault, _, _ := strings.Cut(name, ":")
	f := &flow.Failure{
		Code: "WrongUse", Exit: flow.ExitUsage, Err: err,
		Message: text.T{En: "There is no fault named %q.", Ko: "이름이 %q인 장애는 없습니다."}.With(fault),
		Fix:     text.T{En: "`sandbox faults` lists them.", Ko: "`sandbox faults`로 목록을 볼 수 있습니다."}.With(),
	}
	switch {
	case errors.Is(err, trouble.ErrUnknown):
	case fault == "access-denied":
		f.Message = text.T{En: "This fault needs the action that is denied.", Ko: "이 장애에는 거부할 작업의 이름이 필요합니다."}.With()
		f.Fix = text.T{En: "Write it like `access-denied:ssm:GetParameter`.", Ko: "`access-denied:ssm:GetParameter`처럼 쓰세요."}.With()
	case fault == "slow" || fault == "clock-skew":
		f.Message = text.T{En: "This fault takes a duration; a delay is a minute at most.", Ko: "이 장애에는 시간을 적습니다. 지연은 최대 1분입니다."}.With()
		f.Fix = text.T{En: "Write it like `slow:800ms` or `clock-skew:1h`.", Ko: "`slow:800ms`나 `clock-skew:1h`처럼 쓰세요."}.With()
	default:
		f.Message = text.T{En: "The fault %s takes no argument.", Ko: "%s 장애에는 인자가 없습니다."}.With(fault)
		f.Fix = text.T{En: "Give the name alone.", Ko: "이름만 적으세요."}.With()
	}
	return f
}

// notNow is a fault that cannot be brought about as things stand.
func notNow(answer []byte) *flow.Failure {
	var refused struct{ Error struct{ Message string } }
	_ = json.Unmarshal(answer, &refused) // without words, the advice must do
	return &flow.Failure{
		Code: "NotNow", Exit: flow.ExitService,
		Message: text.T{En: "The fault cannot be brought about now.", Ko: "지금은 이 장애를 만들 수 없습니다."}.With(),
		Cause:   whyNotNow(refused.Error.Message),
		Fix:     text.T{En: "Run `deploy` and `provider` first, or `sandbox repair` what is broken already.", Ko: "먼저 `deploy`와 `provider`를 실행하거나, 이미 만든 장애를 `sandbox repair`로 되돌리세요."}.With(),
	}
}

// whyNotNow says the usual reasons in the reader's language. The practice cloud speaks English alone, and the rare ones stay in
// its words.
func whyNotNow(said string) text.Msg {
	for _, reason := range []struct {
		mark string
		text text.T
	}{
		{"needs a set-up that is deployed", text.T{En: "It needs a set-up that is deployed and at rest, and there is none.", Ko: "배포를 마친 환경이 있어야 하는데, 아직 없습니다."}},
		{"is in the middle of something", text.T{En: "The stack is in the middle of something: wait until it has ended.", Ko: "스택 작업이 아직 끝나지 않았습니다. 끝난 뒤에 다시 하세요."}},
		{"in that state already", text.T{En: "The set-up is in that state already.", Ko: "환경이 이미 그 상태입니다."}},
		{"no credential provider yet", text.T{En: "The set-up has no credential provider yet.", Ko: "아직 Credential Provider가 없습니다."}},
		{"nothing was made for users' consents", text.T{En: "Nothing was made for users' consents yet: do the step `3lo` first.", Ko: "사용자 동의에 쓸 것이 아직 없습니다. 먼저 `3lo` 단계를 진행하세요."}},
	} {
		if strings.Contains(said, reason.mark) {
			return reason.text.With()
		}
	}
	return text.Plain(said)
}
