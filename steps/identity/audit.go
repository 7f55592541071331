package identity

import (
	"cmp"
	"context"
	"strconv"
	"time"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/script"
	"agentcore-workshop/steps/text"
)

// audit finds in CloudTrail what this session has done.
type audit struct{ env *steps.Env }

// Audit is the step about CloudTrail.
func Audit(env *steps.Env) flow.Step { return audit{env} }

const (
	AuditSource = "bedrock-agentcore.amazonaws.com"
	// auditShown is how many rows are told.
	auditShown = 60
	// auditEvery is how often what is missing is looked for, and auditLooks how many times after the first.
	auditEvery, auditLooks = 10 * time.Second, 6
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

// State is what this session's last look found.
func (a audit) State(context.Context) (flow.Status, error) {
	return a.env.LabStatus("audit", text.T{En: "The trace of this session was looked up.", Ko: "이번 세션의 기록을 조회했습니다."}), nil
}

// Apply lays what CloudTrail has beside what was done here. What is not delivered yet stands there as such, and fills in while the
// step goes on looking, for a minute.
func (a audit) Apply(ctx context.Context, r *flow.Report) error {
	e := a.env
	own := e.MadeCalls()
	calls := e.Expected(own)
	shown := calls[max(0, len(calls)-auditShown):]
	told := map[string]bool{}
	var events []aws.AuditEvent
	delivered := 0
	for look := 0; ; look++ {
		var err error
		if events, err = e.Cloud.AuditEvents(ctx, AuditSource, e.Cloud.Now().Add(-time.Hour)); err != nil {
			return steps.Explain(err)
		}
		byRequest := map[string]aws.AuditEvent{}
		for _, event := range events {
			byRequest[event.RequestID] = event
		}
		delivered = found(calls, byRequest)
		for _, call := range shown {
			if _, there := byRequest[call.RequestID]; !told[call.RequestID] && (there || look == 0) {
				r.Emit(auditRow(call, byRequest))
				told[call.RequestID] = there
			}
		}
		r.Emit(flow.Progress{Done: delivered, Total: len(calls)})
		if found(own, byRequest) == len(own) || look == auditLooks { // those of earlier commands are not waited for
			break
		}
		if look == 0 {
			r.Say(text.T{En: "%d of %d calls are not delivered yet: the rows fill in as they come. This looks for a minute.", Ko: "호출 %[2]d개 중 %[1]d개가 아직 전달되지 않았습니다. 도착하는 대로 행이 채워지며 1분 동안 확인합니다."}.With(len(calls)-delivered, len(calls)))
		}
		if err := e.Clock.Sleep(ctx, auditEvery); err != nil {
			return err
		}
	}
	r.Emit(flow.Fact{Key: "audit.delivered", Value: strconv.Itoa(delivered) + "/" + strconv.Itoa(len(calls)), Label: text.T{En: "Found in CloudTrail", Ko: "CloudTrail에서 찾은 호출"}})
	tellWatched(r, events)
	if delivered < len(calls) {
		r.Say(text.T{En: "CloudTrail delivers late, up to %s. Run `audit` again: the rows fill in.", Ko: "CloudTrail은 최대 %s 늦게 전달합니다. `audit`를 다시 실행하면 빈 행이 채워집니다."}.With(steps.DeliveredWithin.String()))
	}
	e.LabDone("audit")
	return nil
}

// found counts the calls that have been delivered.
func found(calls []steps.MadeCall, byRequest map[string]aws.AuditEvent) int {
	n := 0
	for _, call := range calls {
		if _, ok := byRequest[call.RequestID]; ok {
			n++
		}
	}
	return n
}

// auditRow is one call with its event, or with the gap where the event will be.
func auditRow(call steps.MadeCall, byRequest map[string]aws.AuditEvent) flow.Fact {
	f := flow.Fact{Key: "audit." + call.RequestID, Label: text.T{En: call.Operation, Ko: call.Operation}, Source: text.Plain("request id " + call.RequestID)}
	event, ok := byRequest[call.RequestID]
	if !ok {
		f.Says = text.T{En: "%s: not delivered yet", Ko: "%s: 아직 전달되지 않음"}.With(call.Operation)
		f.Value = f.Says.In(text.English)
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
		r.Emit(flow.Fact{Key: "audit.count." + name, Value: strconv.Itoa(count[name]), Label: text.T{En: name, Ko: name},
			Source: text.T{En: "in the last hour", Ko: "최근 한 시간"}.With()})
	}
	r.Emit(flow.Fact{Key: "audit.refused", Value: strconv.Itoa(refused), Label: text.T{En: "Refused calls: what to set an alarm on", Ko: "거부된 호출(알람을 걸 대상)"},
		Source: text.T{En: "in the last hour", Ko: "최근 한 시간"}.With()})
}

// Code is the question to CloudTrail.
func (a audit) Code(_ context.Context, as flow.Dialect) (string, error) {
	return a.env.Script(as, script.Call{Why: "who opened the vault", Service: "cloudtrail", Operation: "LookupEvents", Params: []script.Param{
		{Name: "LookupAttributes", Value: []map[string]string{{"AttributeKey": "EventSource", "AttributeValue": AuditSource}},
			Go: "[]types.LookupAttribute{{AttributeKey: types.LookupAttributeKeyEventSource, AttributeValue: aws.String(\"" + AuditSource + "\")}}"}}}), nil
}
