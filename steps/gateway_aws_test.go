package steps_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"agentcore-workshop/aws/sandbox/core"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/inbound"
	"agentcore-workshop/steps/secret"
)

// TestGatewayStatusesAreShownAsTheyCome lets the cloud take its time, which passes while the step waits.
func TestGatewayStatusesAreShownAsTheyCome(t *testing.T) {
	w := newWorld(t)
	w.must("provider")
	w.env.Clock = sleeper{cloud: w.cloud}
	w.cloud.SetPace(core.Realistic)
	w.since()
	if err := w.apply(inbound.Gateway(w.env)); err != nil {
		t.Fatal(err)
	}
	rows := map[string][]string{}
	for _, e := range w.events {
		if row, ok := e.Body.(flow.Resource); ok {
			rows[row.LogicalID] = append(rows[row.LogicalID], row.Status)
		}
	}
	for _, name := range []string{"troubleshooting-gateway", inbound.UserGateway} {
		if got := strings.Join(rows[name], " "); got != "CREATING READY" {
			t.Errorf("%s: %s", name, got)
		}
	}
	targets := strings.Join(append(rows["whoami"], rows["dns-resolve-tool"]...), " ")
	if strings.Count(targets, "READY") != 4 || strings.Count(targets, "CREATING") < 2 { // while one of a gateway is waited for, its other may become READY
		t.Errorf("targets: %s", targets)
	}
	if err := inbound.Gateway(w.env).(flow.Undoer).Undo(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	made := w.control("CreateGateway", core.Object{
		"name": "troubleshooting-gateway", "roleArn": w.parameter("gateway_iam_role"), "protocolType": "MCP", "authorizerType": "CUSTOM_JWT",
		"authorizerConfiguration": core.Object{"customJWTAuthorizer": core.Object{
			"discoveryUrl": w.parameter("cognito_discovery_url"), "allowedClients": []string{w.parameter("machine_client_id")}}},
	})
	f := flow.AsFailure(w.apply(inbound.Tools(w.env)))
	if f == nil || f.Code != "GatewayNotReady" || !strings.Contains(f.Message.String(), "CREATING") || f.Fix.Empty() {
		t.Errorf("while it is CREATING: %+v", f)
	}
	if state, err := inbound.Gateway(w.env).State(t.Context()); err != nil || state.State != flow.InProgress {
		t.Errorf("state %v %v", state.State, err)
	}
	w.cloud.Clock.SetOffset(w.cloud.Clock.Offset() + time.Minute)
	f = flow.AsFailure(w.apply(inbound.Tools(w.env)))
	if f == nil || f.Code != "NoTools" || !strings.Contains(f.Fix.String(), "gateway create") {
		t.Errorf("without targets: %+v", f)
	}
	if err := w.apply(inbound.Gateway(w.env)); err != nil || w.target(made["gatewayId"].(string), "whoami") == "" {
		t.Errorf("not joined: %v", err)
	}
}

// TestAWSAsksForAFunction is on AWS, where this program makes no Lambda function.
func TestAWSAsksForAFunction(t *testing.T) {
	const mine = "arn:aws:lambda:us-east-1:123456789012:function:dns-resolve-tool"
	for _, test := range []struct {
		name, parameter, typed, choice string
		targets                        int
		code                           string
	}{
		{name: "done without", targets: 1},
		{name: "typed", typed: mine, targets: 2},
		{name: "typed wrongly", typed: "my-function", code: "NoFunctionARN"},
		{name: "found", parameter: mine, choice: "use", targets: 2},
		{name: "found and not wanted", parameter: mine, choice: "skip", targets: 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			w := newWorld(t)
			s := onAWS(t, w, func(o *steps.Options) {
				o.Course = func(e *steps.Env) []flow.Step { return append(course(e), inbound.Gateway(e)) }
			})
			asked := 0
			w.answer = func(q flow.Question) flow.Answer {
				a := flow.Answer{Yes: true}
				if len(q.Options) > 0 {
					a.Choice = q.Options[0].ID
				}
				if strings.Contains(q.Title.String(), "Lambda") {
					asked++
					a.Text, a.Choice = secret.New(test.typed), test.choice
					if q.Detail.Empty() || !strings.Contains(q.Detail.String(), "makes no Lambda function") {
						t.Errorf("asked %s: %s", q.Title, q.Detail)
					}
				}
				return a
			}
			if f := s.Run(t.Context(), flow.RunOptions{Steps: []string{"provider"}, Asker: w, Yes: true}); f != nil {
				t.Fatal(f, f.Err)
			}
			if test.parameter != "" {
				w.call("ssm", "PutParameter", core.Object{"Name": "/app/troubleshooting/agentcore/dns_lambda_arn", "Value": test.parameter, "Type": "String"})
			}
			f := s.Run(t.Context(), flow.RunOptions{Steps: []string{"gateway"}, Asker: w, Yes: true})
			if test.code != "" {
				if f == nil || f.Code != test.code || f.Fix.Empty() {
					t.Errorf("%v", f)
				}
				return
			}
			if f != nil {
				t.Fatal(f, errors.Unwrap(f))
			}
			id := w.parameter("gateway_id")
			if targets := w.control("ListGatewayTargets", core.Object{"gatewayIdentifier": id}); len(targets["items"].([]any)) != test.targets || asked != 1 {
				t.Errorf("%d targets, asked %d times", len(targets["items"].([]any)), asked)
			}
			if f := s.Run(t.Context(), flow.RunOptions{Steps: []string{"gateway"}, Asker: w, Yes: true}); f != nil || asked != 1 {
				t.Errorf("again: %v, asked %d times", f, asked)
			}
		})
	}
}
