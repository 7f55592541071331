package steps_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"agentcore-workshop/aws/sandbox"
	"agentcore-workshop/aws/sandbox/core"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/identity"
)

// sleeper is a clock whose waits pass at once, on the practice cloud's clock too.
type sleeper struct {
	flow.SystemClock
	cloud *sandbox.Cloud
}

func (s sleeper) Sleep(ctx context.Context, d time.Duration) error {
	s.cloud.Clock.SetOffset(s.cloud.Clock.Offset() + d)
	return ctx.Err()
}

// TestTheAuditsRowsFillIn has CloudTrail deliver late: rows stand as expected first, fill in while the step looks, and say so where they
// do not come in time. The second look finds the calls of the first.
func TestTheAuditsRowsFillIn(t *testing.T) {
	w := identityWorld(t)
	s := w.identityCourse()
	w.does(s, "workload", "workload-token")
	w.cloud.SetPace(core.Lesson) // CloudTrail comes after 12 to 40 seconds
	w.env.Clock = sleeper{cloud: w.cloud}
	if _, err := w.env.Cloud.WorkloadToken(t.Context(), steps.Workload); err != nil {
		t.Fatal(err)
	}
	w.since()
	if err := w.apply(identity.Audit(w.env)); err != nil {
		t.Fatal(err)
	}
	waited, came := "", ""
	for _, e := range w.events {
		f, ok := e.Body.(flow.Fact)
		switch {
		case !ok || !strings.HasPrefix(f.Key, "audit.") || !strings.HasPrefix(f.Value, "GetWorkloadAccessToken"):
		case strings.HasSuffix(f.Value, "not delivered yet"):
			waited = f.Key
		case f.Key == waited:
			came = f.Value
		}
	}
	if waited == "" || !strings.HasSuffix(came, " ok") {
		t.Errorf("waited for %q, and then came %q", waited, came)
	}
	if done, all, _ := strings.Cut(w.fact("audit.delivered"), "/"); done != all {
		t.Errorf("found %s of %s", done, all)
	}
	w.cloud.SetPace(core.Realistic) // after 90 seconds at least: the step does not wait so long
	if _, err := w.env.Cloud.WorkloadToken(t.Context(), steps.Workload); err != nil {
		t.Fatal(err)
	}
	w.since()
	if err := w.apply(identity.Audit(w.env)); err != nil {
		t.Fatal(err)
	}
	if done, all, _ := strings.Cut(w.fact("audit.delivered"), "/"); done == all || !strings.Contains(w.said(), "Run `audit` again") {
		t.Errorf("found %s of %s\n%s", done, all, w.said())
	}
}

// TestTheAuditRemembersEarlierCommands lays the journal's calls beside the history.
func TestTheAuditRemembersEarlierCommands(t *testing.T) {
	w := identityWorld(t)
	w.does(w.identityCourse(), "provider")
	entry := func(ago time.Duration, request string) flow.Entry {
		return flow.Entry{Type: "call", Time: time.Now().Add(-ago), Raw: []byte(`{"service":"bedrock-agentcore","operation":"GetResourceOauth2Token","request_id":"` + request + `"}`)}
	}
	w.env.Past = func() ([]flow.Entry, error) {
		return []flow.Entry{entry(time.Hour, "old"), entry(time.Minute, "earlier"), {Type: "fact", Raw: []byte(`{}`)}}, nil
	}
	w.env.Clock = sleeper{cloud: w.cloud}
	if err := w.apply(identity.Audit(w.env)); err != nil {
		t.Fatal(err)
	}
	if got := w.fact("audit.earlier"); got != "GetResourceOauth2Token: not delivered yet" || w.fact("audit.old") != "" {
		t.Errorf("the earlier call is %q, the old one %q", got, w.fact("audit.old"))
	}
}
