package steps

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"time"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// audit finds in CloudTrail what this session has done.
type audit struct{ env *Env }

// Audit is the step about CloudTrail.
func Audit(env *Env) flow.Step { return audit{env} }

const (
	auditSource = "bedrock-agentcore.amazonaws.com"
	// auditLate is how late CloudTrail may deliver.
	auditLate = 15 * time.Minute
	// auditKept bounds what a session remembers of its own calls, and auditShown how many rows are told.
	auditKept, auditShown = 500, 60
)

func (audit) Info() flow.Info {
	return flow.Info{
		ID: "audit", Ephemeral: true, Needs: []string{"deploy", "provider", "signin", "workload", "workload-token"}, Typical: 5 * time.Second,
		Title: text.T{En: "Audit with CloudTrail", Ko: "CloudTrail 감사"},
		Why: text.T{
			En: "Whoever opens the vault leaves a trace: each call of AgentCore Identity is a management event in CloudTrail, with caller, time and request id, and without any secret. Here the trace of what you just did is found again by its request ids.",
			Ko: "Token Vault를 여는 모든 호출은 CloudTrail에 관리 이벤트로 남습니다. 호출자, 시각, 요청 ID가 기록되고 비밀 값은 기록되지 않습니다. 여기서는 방금 한 일의 기록을 요청 ID로 다시 찾습니다."},
		Will: []flow.Plan{
			{Call: "cloudtrail:LookupEvents", Does: text.T{En: "the event history of the last hours: free, and two calls a second", Ko: "최근 몇 시간의 이벤트 기록을 조회합니다(무료, 초당 2회)"}},
		},
		Terms: []flow.Term{
			{Word: "management event", Meaning: text.T{En: "a call that CloudTrail's event history keeps for 90 days without being set up", Ko: "설정 없이 CloudTrail 이벤트 기록에 90일 동안 남는 호출"}},
			{Word: "request id", Meaning: text.T{En: "the number of one call, in the answer's header and in the event: it ties the two", Ko: "호출 하나의 번호이며 응답 헤더와 이벤트에 모두 있어 둘을 연결합니다"}},
		},
	}
}

// madeCall is a call that this session made, as the audit expects to find it.
type madeCall struct{ Operation, RequestID string }

// memory keeps the last calls of a session to AgentCore.
type memory struct {
	mu    sync.Mutex
	calls []madeCall
}

// note keeps a call that the event history will have: an invocation is a data event, which it leaves out.
func (m *memory) note(c aws.Call) {
	if c.RequestID == "" || c.Operation == "InvokeAgentRuntime" || c.Service != "bedrock-agentcore" && c.Service != "bedrock-agentcore-control" {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.calls = append(m.calls, madeCall{c.Operation, c.RequestID})
	if len(m.calls) > auditKept {
		m.calls = slices.Delete(m.calls, 0, len(m.calls)-auditKept)
	}
}

// calls are those that this session made, oldest first.
func (e *Env) calls() []madeCall {
	r, ok := e.Cloud.Recorder().(*recorder)
	if !ok {
		return nil
	}
	r.memory.mu.Lock()
	defer r.memory.mu.Unlock()
	return slices.Clone(r.memory.calls)
}

// State is what this session's last look found.
func (a audit) State(context.Context) (flow.Status, error) {
	return a.env.labStatus("audit", text.T{En: "The trace of this session was looked up.", Ko: "이번 세션의 기록을 조회했습니다."}), nil
}

// Apply looks once, and lays what CloudTrail has beside what this session did. What is not delivered yet stands there as such.
func (a audit) Apply(ctx context.Context, r *flow.Report) error {
	e := a.env
	calls := e.calls()
	since := e.Cloud.Now().Add(-time.Hour)
	events, err := e.Cloud.AuditEvents(ctx, auditSource, since)
	if err != nil {
		return explain(err)
	}
	byRequest := map[string]aws.AuditEvent{}
	for _, event := range events {
		byRequest[event.RequestID] = event
	}
	delivered := 0
	shown := calls[max(0, len(calls)-auditShown):]
	for _, call := range calls {
		if _, ok := byRequest[call.RequestID]; ok {
			delivered++
		}
	}
	for _, call := range shown {
		r.Emit(auditRow(call, byRequest))
	}
	r.Emit(flow.Fact{Key: "audit.delivered", Value: itoa(delivered) + "/" + itoa(len(calls)), Label: text.T{En: "Found in CloudTrail", Ko: "CloudTrail에서 찾은 호출"}})
	tellWatched(r, events)
	if delivered < len(calls) {
		r.Say(text.T{En: "CloudTrail delivers late, up to %s. Run `audit` again: the rows fill in.", Ko: "CloudTrail은 최대 %s 늦게 전달합니다. `audit`를 다시 실행하면 빈 행이 채워집니다."}.With(auditLate.String()))
	}
	e.labDone("audit")
	return nil
}

// auditRow is one call with its event, or with the gap where the event will be.
func auditRow(call madeCall, byRequest map[string]aws.AuditEvent) flow.Fact {
	f := flow.Fact{Key: "audit." + call.RequestID, Label: text.T{En: call.Operation, Ko: call.Operation}, Source: text.Plain("request id " + call.RequestID)}
	event, ok := byRequest[call.RequestID]
	if !ok {
		f.Value = call.Operation + ": not delivered yet"
		return f
	}
	f.Value = call.Operation + " " + event.Time.UTC().Format(time.RFC3339) + " " + event.User + cmp.Or(prefixed(" ", event.ErrorCode), " ok")
	return f
}

func prefixed(prefix, s string) string {
	if s == "" {
		return ""
	}
	return prefix + s
}

// tellWatched counts the three operations that the second document wants watched, and those that were refused.
func tellWatched(r *flow.Report, events []aws.AuditEvent) {
	count := map[string]int{}
	refused := 0
	for _, e := range events {
		count[e.Name]++
		if e.ErrorCode != "" {
			refused++
		}
	}
	for _, name := range []string{"GetWorkloadAccessToken", "GetWorkloadAccessTokenForUserId", "GetWorkloadAccessTokenForJWT", "GetResourceOauth2Token", "CompleteResourceTokenAuth", "GetResourceApiKey"} {
		r.Emit(flow.Fact{Key: "audit.count." + name, Value: itoa(count[name]), Label: text.T{En: name, Ko: name},
			Source: text.T{En: "in the last hour", Ko: "최근 한 시간"}.With()})
	}
	r.Emit(flow.Fact{Key: "audit.refused", Value: itoa(refused), Label: text.T{En: "Refused calls: what to set an alarm on", Ko: "거부된 호출(알람을 걸 대상)"},
		Source: text.T{En: "in the last hour", Ko: "최근 한 시간"}.With()})
}

// Code is the question to CloudTrail.
func (a audit) Code(_ context.Context, as flow.Dialect) (string, error) {
	return a.env.script(as, apiCall{"who opened the vault", "cloudtrail", "LookupEvents", []param{
		{Name: "LookupAttributes", Value: []map[string]string{{"AttributeKey": "EventSource", "AttributeValue": auditSource}},
			Go: "[]types.LookupAttribute{{AttributeKey: types.LookupAttributeKeyEventSource, AttributeValue: aws.String(\"" + auditSource + "\")}}"}}}), nil
}
