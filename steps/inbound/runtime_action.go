package inbound

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// runtimeActions are what the step about runtimes can be asked for besides.
func runtimeActions() []flow.Action {
	id := flow.Param{Name: "id", Positional: true, Help: text.T{En: "a runtime's id; without one the course's", Ko: "Runtime ID(생략하면 이 과정의 Runtime)"}}
	return []flow.Action{
		steps.Verb("runtime create", true, text.T{En: "make the runtime of an image, or bring it up to date", Ko: "이미지로 Runtime을 만들거나 갱신합니다"}, []flow.Param{
			{Name: "image", Help: text.T{En: "the agent's container image in ECR, for linux/arm64", Ko: "ECR에 있는 에이전트의 컨테이너 이미지(linux/arm64)"}},
			{Name: "role", Help: text.T{En: "its execution role; without one the stack's", Ko: "실행 역할(생략하면 스택의 역할)"}},
		}, createRuntime),
		steps.Verb("runtime list", false, text.T{En: "list all runtimes of the account", Ko: "계정의 Runtime을 모두 보여 줍니다"}, nil, listRuntimes),
		steps.Verb("runtime get", false, text.T{En: "show one, compared with the stack", Ko: "하나를 스택과 비교해 보여 줍니다"}, []flow.Param{id}, getRuntime),
		steps.Verb("runtime delete", true, text.T{En: "delete this program's runtime", Ko: "이 프로그램의 Runtime을 지웁니다"}, nil, deleteRuntime),
		steps.Verb("runtime invoke", false, text.T{En: "ask the agent as the user; signs in first", Ko: "로그인한 다음 사용자로서 에이전트를 호출합니다"}, []flow.Param{
			{Name: "prompt", Positional: true, Default: "Who am I?", Help: text.T{En: "what to say; - reads standard input", Ko: "보낼 말(-는 표준 입력)"}},
			{Name: "session", Help: text.T{En: "a session id of 33 to 256 characters, to go on with a conversation", Ko: "대화를 이어 갈 세션 ID(33~256자)"}},
			{Name: "id", Help: text.T{En: "another runtime than the course's", Ko: "이 과정의 것이 아닌 다른 Runtime"}},
		}, invokeRuntime),
	}
}

// runtimeWire is a runtime as JSON.
type runtimeWire struct {
	Name         string            `json:"name"`
	ID           string            `json:"id"`
	ARN          string            `json:"arn"`
	Status       string            `json:"status"`
	DiscoveryURL string            `json:"discovery_url,omitempty"`
	Clients      []string          `json:"allowed_clients,omitempty"`
	Headers      []string          `json:"request_headers,omitempty"`
	RoleARN      string            `json:"role_arn,omitempty"`
	URL          string            `json:"invocation_url,omitempty"`
	Differences  map[string]string `json:"differences,omitempty"`
}

func showRuntime(e *steps.Env, found aws.Runtime, s steps.Setup) flow.Result {
	w := runtimeWire{Name: found.Name, ID: found.ID, ARN: found.ARN, Status: found.Status, DiscoveryURL: found.DiscoveryURL, Clients: found.AllowedClients,
		Headers: found.Headers, RoleARN: found.RoleARN, URL: e.Cloud.InvocationURL(found.ARN)}
	var differences []flow.Difference
	if s.PoolID() != "" {
		differences = runtimeDifferences(s, found)
	}
	w.Differences = steps.DifferencesWire(differences)
	return flow.Result{JSON: w, Text: func(l text.Lang, _ int) string {
		var b strings.Builder
		fmt.Fprintf(&b, "%s  %s\n", w.Name, w.Status)
		for _, f := range runtimeFacts(found) {
			fmt.Fprintf(&b, "  %s: %s\n", f.Label.In(l), f.Value)
		}
		for _, d := range differences {
			fmt.Fprintf(&b, "! %s: %s → %s\n", d.Field, cmp.Or(d.Is, "-"), cmp.Or(d.Want, "-"))
		}
		return b.String()
	}}
}

func createRuntime(ctx context.Context, e *steps.Env, r *flow.Report, args flow.Args) (flow.Result, error) {
	s, err := e.Look(ctx)
	if err == nil {
		err = s.Ready()
	}
	if err != nil {
		return flow.Result{}, err
	}
	wish := runtimeWish{args.Get("image"), args.Get("role")}
	if err := wish.check(); err != nil {
		return flow.Result{}, err
	}
	found, err := bringRuntime(ctx, e, r, s, wish)
	return showRuntime(e, found, s), err
}

func listRuntimes(ctx context.Context, e *steps.Env, _ *flow.Report, _ flow.Args) (flow.Result, error) {
	all, err := e.Cloud.Runtimes(ctx)
	rows := []runtimeWire{}
	for _, one := range all {
		rows = append(rows, runtimeWire{Name: one.Name, ID: one.ID, ARN: one.ARN, Status: one.Status})
	}
	return flow.Result{JSON: map[string]any{"runtimes": rows}, Text: func(l text.Lang, _ int) string {
		var b strings.Builder
		for _, row := range rows {
			fmt.Fprintf(&b, "%s  %s\n  %s\n", row.ID, row.Status, row.ARN)
		}
		return b.String() + steps.Counted(l, text.T{En: "runtimes", Ko: "Runtime"}, len(rows))
	}}, err
}

// namedRuntime is the one that was asked for, or the course's.
func namedRuntime(ctx context.Context, e *steps.Env, id string) (aws.Runtime, error) {
	if id == "" {
		return readyRuntime(ctx, e)
	}
	found, err := e.Cloud.Runtime(ctx, id)
	if kind := aws.KindOf(err); kind == aws.NotFound || kind == aws.Validation {
		_, said, _ := aws.Details(err)
		err = noRuntime(text.Plain(said))
	}
	return found, err
}

func getRuntime(ctx context.Context, e *steps.Env, _ *flow.Report, args flow.Args) (flow.Result, error) {
	s, err := e.Look(ctx)
	if err != nil {
		return flow.Result{}, err
	}
	found, err := namedRuntime(ctx, e, args.Get("id"))
	return showRuntime(e, found, s), err
}

func deleteRuntime(ctx context.Context, e *steps.Env, r *flow.Report, _ flow.Args) (flow.Result, error) {
	found, err := FindRuntime(ctx, e)
	if err != nil {
		return flow.Result{}, err
	}
	if found == nil || found.Name != steps.PublishedRuntime {
		result, _ := steps.Deleted(steps.PublishedRuntime, &aws.Error{Kind: aws.NotFound})
		return result, removeRuntime(ctx, e)
	}
	err = steps.Agreed(r.Ask(ctx, flow.Question{Kind: flow.Confirm, TypeName: found.Name,
		Title: text.T{En: "Delete the runtime %s with all its versions?", Ko: "Runtime %s{을/를} 모든 버전과 함께 지울까요?"}.With(found.Name)}))
	if err != nil {
		return flow.Result{}, err
	}
	return steps.Deleted(found.Name, removeRuntime(ctx, e))
}

// invokeRuntime signs the person in where this session has not, and asks the agent.
func invokeRuntime(ctx context.Context, e *steps.Env, r *flow.Report, args flow.Args) (flow.Result, error) {
	found, err := namedRuntime(ctx, e, args.Get("id"))
	if err != nil {
		return flow.Result{}, err
	}
	if err := e.BringSignIn(ctx, r); err != nil {
		return flow.Result{}, err
	}
	token, err := userToken(e)
	if err != nil {
		return flow.Result{}, err
	}
	session := cmp.Or(args.Get("session"), newSessionID())
	t, err := talkTo(ctx, e, r, aws.Invocation{ARN: found.ARN, Token: token.Access, Session: session, Payload: PromptOf(args.Get("prompt"))}, nil)
	if err != nil {
		return flow.Result{}, err
	}
	words := []any{}
	for _, w := range t.Words {
		var event any
		if json.Unmarshal([]byte(w.raw), &event) != nil {
			event = w.raw
		}
		words = append(words, event)
	}
	out := struct {
		Runtime string `json:"runtime"`
		Session string `json:"session_id"`
		Turn    int    `json:"turn,omitempty"`
		User    string `json:"user,omitempty"`
		Events  []any  `json:"events"`
	}{found.ARN, t.Session, t.Turn, e.Called(t.who()), words}
	return flow.Result{JSON: out, Text: func(l text.Lang, _ int) string {
		return text.T{En: "session %s", Ko: "세션 %s"}.With(t.Session).In(l) + "\n"
	}}, nil
}
