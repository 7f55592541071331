package steps_test

import (
	"slices"
	"strings"
	"testing"

	"agentcore-workshop/aws"
	"agentcore-workshop/aws/sandbox/core"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/inbound"
)

// gatewayOf is the live gateway of a name, or an empty one.
func (w *world) gatewayOf(name string) aws.Gateway {
	w.t.Helper()
	all, err := w.env.Cloud.Gateways(w.t.Context())
	if err != nil {
		w.t.Fatal(err)
	}
	for _, g := range all {
		if g.Name == name {
			full, err := w.env.Cloud.Gateway(w.t.Context(), g.ID)
			if err != nil {
				w.t.Fatal(err)
			}
			return full
		}
	}
	return aws.Gateway{}
}

func (w *world) parameter(short string) string {
	w.t.Helper()
	name := strings.TrimSuffix(w.env.Prefix, "/") + "/" + short
	found, _, err := w.env.Cloud.Parameters(w.t.Context(), name)
	if err != nil {
		w.t.Fatal(err)
	}
	return found[name].Value
}

func TestGatewayFromNothingAndAgain(t *testing.T) {
	w := newWorld(t)
	step := inbound.Gateway(w.env)
	s := w.course(step)
	w.does(s, "gateway")
	machine, user := w.gatewayOf("troubleshooting-gateway"), w.gatewayOf(inbound.UserGateway)
	for name, test := range map[string]struct {
		gateway aws.Gateway
		client  string
	}{"machine": {machine, w.output("MachineClientId")}, "user": {user, w.output("WebClientId")}} {
		g := test.gateway
		if !g.Ready() || !slices.Equal(g.AllowedClients, []string{test.client}) || g.AllowedAudience != nil || g.RoleARN != w.parameter("gateway_iam_role") ||
			!strings.Contains(g.DiscoveryURL, w.output("UserPoolId")) {
			t.Errorf("%s: %+v", name, g)
		}
		targets, err := w.env.Cloud.GatewayTargets(t.Context(), g.ID)
		if err != nil || len(targets) != 2 || !targets[0].Ready() || !targets[1].Ready() {
			t.Errorf("%s: targets %v %v", name, targets, err)
		}
	}
	if w.parameter("gateway_id") != machine.ID || w.parameter("gateway_url") != machine.URL || machine.URL == "" {
		t.Errorf("parameters %q %q", w.parameter("gateway_id"), w.parameter("gateway_url"))
	}
	seen := map[string]bool{}
	for _, e := range w.events {
		if row, ok := e.Body.(flow.Resource); ok && strings.Contains(row.ResourceType, "Gateway") {
			seen[row.Status] = true
		}
	}
	if !seen["READY"] {
		t.Errorf("live statuses %v", seen)
	}
	if !strings.Contains(w.said(), "allowedAudience") {
		t.Error("nothing about the audience is said")
	}

	w.since()
	w.does(s, "gateway")
	if err := w.apply(step); err != nil {
		t.Fatal(err)
	}
	if changed := w.changes(); len(changed) != 0 {
		t.Errorf("the second time changed %v", changed)
	}
	if err := step.(flow.Undoer).Undo(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if w.gatewayOf("troubleshooting-gateway").ID+w.gatewayOf(inbound.UserGateway).ID+w.parameter("gateway_id")+w.parameter("gateway_url") != "" {
		t.Error("something is left after undoing")
	}
}

func TestGatewayChecksNoticeAndTheStepRepairs(t *testing.T) {
	w := newWorld(t)
	step := inbound.Gateway(w.env)
	w.does(w.course(step), "gateway")
	all := []string{"ready", "discovery", "clients", "audience", "role", "targets", "parameters", "tools", "user.ready", "user.discovery", "user.clients", "user.audience", "user.role", "user.targets"}
	v := w.verify()
	for _, name := range all {
		if got := status(v, "gateway."+name); got != flow.Pass {
			t.Errorf("%s is %s", name, got)
		}
	}
	if !v.OK() {
		show(t, v, false)
		t.Fatal("not green")
	}
	machine := w.gatewayOf("troubleshooting-gateway")
	w.control("UpdateGateway", core.Object{
		"gatewayIdentifier": machine.ID, "name": machine.Name, "roleArn": machine.RoleARN, "protocolType": "MCP", "authorizerType": "CUSTOM_JWT", "description": "mine",
		"authorizerConfiguration": core.Object{"customJWTAuthorizer": core.Object{
			"discoveryUrl": machine.DiscoveryURL, "allowedClients": []string{w.output("WebClientId")}, "allowedAudience": []string{"web"}}},
	})
	w.call("ssm", "PutParameter", core.Object{"Name": "/app/troubleshooting/agentcore/gateway_url", "Value": "https://elsewhere.example/mcp", "Overwrite": true})
	v = w.verify()
	for _, name := range []string{"clients", "audience", "parameters", "tools"} {
		if got := status(v, "gateway."+name); got != flow.Fail {
			t.Errorf("%s is %s", name, got)
		}
	}
	for _, r := range v.Results {
		if r.Check.ID == "gateway.tools" && r.Verdict.Cause != "gateway.audience" {
			t.Errorf("the tools' cause is %q", r.Verdict.Cause)
		}
	}
	if state, err := step.State(t.Context()); err != nil || state.State != flow.Drifted || len(state.Differences) != 3 {
		t.Errorf("%v %+v", err, state)
	}
	w.since()
	if err := w.apply(step); err != nil {
		t.Fatal(err)
	}
	question := w.asked[0]
	if len(question.Shown) != 2 || !strings.Contains(question.Shown[1].Value, "web → ") || !strings.Contains(w.said(), "aud") {
		t.Errorf("asked %+v", question)
	}
	if v := w.verify(); !v.OK() || status(v, "gateway.tools") != flow.Pass {
		show(t, v, false)
		t.Error("not repaired")
	}
	if got := w.control("GetGateway", core.Object{"gatewayIdentifier": machine.ID}); got["description"] != "mine" {
		t.Errorf("the update lost %v", got)
	}
	w.control("DeleteGatewayTarget", core.Object{"gatewayIdentifier": machine.ID, "targetId": w.target(machine.ID, "whoami")})
	w.control("DeleteGatewayTarget", core.Object{"gatewayIdentifier": machine.ID, "targetId": w.target(machine.ID, "dns-resolve-tool")})
	if v := w.verify(); status(v, "gateway.targets") != flow.Fail || status(v, "gateway.tools") != flow.Fail {
		show(t, v, false)
		t.Error("no targets are not noticed")
	}
	if err := w.apply(step); err != nil || w.target(machine.ID, "whoami") == "" {
		t.Errorf("the targets are not made again: %v", err)
	}
}

func (w *world) target(gateway, name string) string {
	w.t.Helper()
	all, err := w.env.Cloud.GatewayTargets(w.t.Context(), gateway)
	if err != nil {
		w.t.Fatal(err)
	}
	for _, t := range all {
		if t.Name == name {
			return t.ID
		}
	}
	return ""
}

// TestSomebodyElsesGatewayIsUsed adopts a gateway that the published script made, with a target of its own.
func TestSomebodyElsesGatewayIsUsed(t *testing.T) {
	w := newWorld(t)
	w.must("provider")
	made := w.control("CreateGateway", core.Object{
		"name": "theirs", "roleArn": w.parameter("gateway_iam_role"), "protocolType": "MCP", "authorizerType": "CUSTOM_JWT",
		"authorizerConfiguration": core.Object{"customJWTAuthorizer": core.Object{
			"discoveryUrl": w.parameter("cognito_discovery_url"), "allowedClients": []string{w.parameter("machine_client_id")}}},
	})
	id := made["gatewayId"].(string)
	w.control("CreateGatewayTarget", core.Object{
		"gatewayIdentifier": id, "name": "DnsResolveTool", "credentialProviderConfigurations": []any{core.Object{"credentialProviderType": "GATEWAY_IAM_ROLE"}},
		"targetConfiguration": core.Object{"mcp": core.Object{"lambda": core.Object{
			"lambdaArn":  "arn:aws:lambda:us-east-1:123456789012:function:dns-resolve-tool",
			"toolSchema": core.Object{"inlinePayload": []any{core.Object{"name": "dns", "description": "d", "inputSchema": core.Object{"type": "object"}}}},
		}}},
	})
	w.call("ssm", "PutParameter", core.Object{"Name": "/app/troubleshooting/agentcore/gateway_id", "Value": id, "Type": "String"})
	w.since()
	w.does(w.course(inbound.Gateway(w.env)), "gateway")
	if w.gatewayOf("troubleshooting-gateway").ID != "" || w.parameter("gateway_id") != id || w.parameter("gateway_url") != made["gatewayUrl"] {
		t.Error("a second gateway was made")
	}
	if targets, err := w.env.Cloud.GatewayTargets(t.Context(), id); err != nil || len(targets) != 1 {
		t.Errorf("targets %v %v", targets, err)
	}
	if !strings.Contains(w.said(), "somebody else's") {
		t.Errorf("said %s", w.said())
	}
}

// TestWhatAGatewayNeedsIsSaid begins where something is missing.
func TestWhatAGatewayNeedsIsSaid(t *testing.T) {
	w := newWorld(t)
	w.must("provider")
	w.call("ssm", "DeleteParameter", core.Object{"Name": "/app/troubleshooting/agentcore/gateway_iam_role"})
	f := flow.AsFailure(w.apply(inbound.Gateway(w.env)))
	if f == nil || f.Code != "NoGatewayRole" || f.Fix.Empty() || f.Cause.Empty() {
		t.Errorf("without a role: %+v", f)
	}
	if f := flow.AsFailure(w.apply(inbound.Tools(w.env))); f == nil || f.Code != "NoGateway" || !strings.Contains(f.Fix.String(), "gateway create --pattern machine") {
		t.Errorf("without a gateway: %+v", f)
	}
}

// TestAGatewayThatGotHalfItsToolsIsNotDone is what somebody finds who stopped the step between two targets.
func TestAGatewayThatGotHalfItsToolsIsNotDone(t *testing.T) {
	w := newWorld(t)
	step := inbound.Gateway(w.env)
	s := w.course(step)
	w.does(s, "gateway")
	for _, name := range []string{"troubleshooting-gateway", inbound.UserGateway} {
		for _, half := range []string{"whoami", "dns-resolve-tool"} {
			id := w.gatewayOf(name).ID
			w.control("DeleteGatewayTarget", core.Object{"gatewayIdentifier": id, "targetId": w.target(id, half)})
			if state, err := step.State(t.Context()); err != nil || state.State != flow.Absent || !strings.Contains(state.Summary.String(), half) {
				t.Errorf("%s without %s: %v %+v", name, half, err, state)
			}
			w.does(s, "gateway")
			if w.target(id, half) == "" {
				t.Errorf("%s: %s was not made again", name, half)
			}
		}
	}
}
