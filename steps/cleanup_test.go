package steps_test

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"strings"
	"testing"

	"agentcore-workshop/aws/sandbox/core"
	"agentcore-workshop/steps/cleanup"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

type cleaned struct {
	DryRun  bool `json:"dry_run"`
	Removed int
	Things  []struct{ Type, Name, State string }
	Unseen  []string
}

func readCleaned(t *testing.T, r flow.Result) cleaned {
	t.Helper()
	raw, err := json.Marshal(r.JSON)
	if err != nil {
		t.Fatal(err)
	}
	var c cleaned
	if err := json.Unmarshal(raw, &c); err != nil {
		t.Fatal(err)
	}
	return c
}

func TestCleanupLeavesNothingForReset(t *testing.T) {
	t.Parallel()
	w := everything(t)
	result, err := w.cleanup(nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	c := readCleaned(t, result)
	for _, thing := range c.Things {
		if thing.State != "absent" {
			t.Errorf("%+v", thing)
		}
	}
	if c.DryRun || c.Removed != len(c.Things) || c.Removed < 50 || len(c.Unseen) > 0 {
		t.Errorf("%+v", c)
	}
	if !strings.Contains(w.said(), "aws lambda delete-function --function-name arn:aws:lambda:us-east-1:1:function:x") {
		t.Error("nobody says what is beyond this program's reach")
	}
	words := result.Text(text.Korean, 100)
	if !strings.Contains(words, "AmazonSSMReadOnlyAccess") || !strings.Contains(words, "없음을 확인했습니다") {
		t.Error(words)
	}
	if asked := len(w.asked); asked != 2 || !w.asked[0].Explicit || !strings.Contains(w.asked[1].Title.String(), "protection") {
		t.Errorf("asked %d: %+v", asked, w.asked)
	}
	if removed := w.cloud.StartAfresh(""); removed != 0 {
		t.Errorf("reset removed %d more", removed)
	}
}

// TestCleanupIsResumedAnywhere interrupts after calls all along the way, and runs it again. With ALL_CALLS set, after every one.
func TestCleanupIsResumedAnywhere(t *testing.T) {
	t.Parallel()
	first := everything(t)
	state := stateOf(t, first.cloud)
	total := 0
	if _, err := first.cleanup(nil, func(n int) bool { total = n; return false }); err != nil {
		t.Fatal(err)
	}
	step := 5
	if os.Getenv("ALL_CALLS") != "" { // a longer run
		step = 1
	} else if raced {
		step = 30
	}
	for n := 1; n < total; n += step {
		w := first
		w.cloud.Restore(state)
		interrupted := false
		_, err := w.cleanup(nil, func(calls int) bool { interrupted = calls >= n; return interrupted })
		if err == nil && interrupted && n < total-1 || err != nil && !errors.Is(err, context.Canceled) {
			t.Fatalf("stopped after %d calls: %v", n, err)
		}
		if _, err := w.cleanup(nil, nil); err != nil {
			t.Fatalf("stopped after %d calls, again: %v", n, err)
		}
		if removed := w.cloud.StartAfresh(""); removed != 0 {
			t.Fatalf("stopped after %d calls: %d were left", n, removed)
		}
	}
}

// TestCleanupTouchesNothingOfOthers puts beside the set-up what looks like it and is not.
func TestCleanupTouchesNothingOfOthers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	theirs := w.call("cognito-idp", "CreateUserPool", core.Object{"PoolName": "CustomerPool"})["UserPool"].(map[string]any)["Id"].(string)
	w.call("cognito-idp", "CreateUserPoolDomain", core.Object{"UserPoolId": theirs, "Domain": "customers-" + account})
	w.call("iam", "CreateRole", core.Object{"RoleName": roleName + "-prod", "AssumeRolePolicyDocument": `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"bedrock-agentcore.amazonaws.com"},"Action":"sts:AssumeRole"}]}`})
	w.put("/app/troubleshooting/agentcore-other/userpool_id", theirs)
	w.put("/app/other/agentcore/cognito_provider", "x")
	w.makeProvider("troubleshooting-connectivity-analyzer", theirs)
	w.makeProvider("troubleshooting-connectivity-"+account+"9", theirs)
	w.makeProvider("troubleshooting-connectivity-"+account+"-2", theirs) // our name, but it serves a pool that stands and is not ours
	w.makeProvider("netops-resource-server-x", theirs)
	w.makeProvider("github", theirs)
	w.control("CreateApiKeyCredentialProvider", core.Object{"name": "agentcore-workshops", "apiKey": "k"})
	w.control("CreateWorkloadIdentity", core.Object{"name": "agentcore-workshopper"})
	w.control("CreateWorkloadIdentity", core.Object{"name": "their-agent", "tags": core.Object{"Application": "theirs"}})
	before := stateOf(t, w.cloud)
	w.must("deploy", "provider", "token")
	w.makeGateway("troubleshooting-gateway-prod", theirs, "dns")
	w.makeGateway("shop", w.output("UserPoolId")) // trusts our pool, and is an application of its own
	w.makeRuntime("troubleshooting_agent_runtime_prod")
	if _, err := w.cleanup(nil, nil); err != nil {
		t.Fatal(err)
	}
	for _, list := range []struct {
		operation, items string
		want             int
	}{{"ListGateways", "items", 2}, {"ListAgentRuntimes", "agentRuntimes", 1}, {"ListOauth2CredentialProviders", "credentialProviders", 5},
		{"ListApiKeyCredentialProviders", "apiKeyProviders", 1}, {"ListWorkloadIdentities", "workloadIdentities", 5}} {
		out := w.control(list.operation, core.Object{})
		if key := list.items; out[key] == nil {
			out[key] = out["credentialProviders"]
		}
		if items, _ := out[list.items].([]any); len(items) != list.want {
			t.Errorf("%s: %d, want %d: %v", list.operation, len(items), list.want, items)
		}
	}
	for _, g := range w.control("ListGateways", core.Object{})["items"].([]any) {
		id := g.(map[string]any)["gatewayId"]
		for _, target := range w.control("ListGatewayTargets", core.Object{"gatewayIdentifier": id})["items"].([]any) {
			w.control("DeleteGatewayTarget", core.Object{"gatewayIdentifier": id, "targetId": target.(map[string]any)["targetId"]})
		}
		w.control("DeleteGateway", core.Object{"gatewayIdentifier": id})
	}
	for _, a := range w.control("ListAgentRuntimes", core.Object{})["agentRuntimes"].([]any) {
		w.control("DeleteAgentRuntime", core.Object{"agentRuntimeId": a.(map[string]any)["agentRuntimeId"]})
	}
	for _, part := range []string{"cognito-idp", "iam", "ssm"} {
		for place, was := range pieces(t, before) {
			if strings.Contains(place, part) {
				if now := pieces(t, stateOf(t, w.cloud))[place]; asText(now) != asText(was) {
					t.Errorf("%s changed:\n%s\n%s", place, asText(was), asText(now))
				}
			}
		}
	}
}

func said(w *world) string {
	all := ""
	for _, e := range w.events {
		if r, ok := e.Body.(flow.Resource); ok && strings.HasSuffix(r.Status, "FAILED") {
			all += r.LogicalID + " " + r.Reason + "; "
		}
	}
	return all
}

func asText(v any) string { raw, _ := json.Marshal(v); return string(raw) }

// TestCleanupOfAnotherStack leaves alone the set-up that stands beside it under the published names.
func TestCleanupOfAnotherStack(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.must("deploy", "provider")
	state := stateOf(t, w.cloud)
	w.env.Stack = "somebody-elses"
	result, err := w.cleanup(nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, thing := range readCleaned(t, result).Things {
		if thing.Type != "AWS::BedrockAgentCore::WorkloadIdentity" { // this program's own identity, which all its set-ups share
			t.Errorf("found %+v", thing)
		}
	}
	for _, part := range []string{"cognito-idp", "ssm", "iam", "cloudformation"} {
		for place, was := range pieces(t, state) {
			if strings.Contains(place, part) && asText(pieces(t, stateOf(t, w.cloud))[place]) != asText(was) {
				t.Errorf("%s changed", place)
			}
		}
	}
}

func TestCleanupRefusesAStrangeStack(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.env.Stack = "shop"
	w.call("cloudformation", "CreateStack", core.Object{"StackName": "shop", "TemplateBody": `{"Resources":{"P":{"Type":"AWS::SSM::Parameter","Properties":{"Type":"String","Value":"v"}}}}`})
	_, err := w.cleanup(nil, nil)
	if f := flow.AsFailure(err); err == nil || f.Code != "NotTheWorkshop" || f.Exit != flow.ExitUsage {
		t.Fatal(err)
	}
	if removed := w.cloud.StartAfresh(""); removed != 2 {
		t.Errorf("%d were left", removed)
	}
}

// TestCleanupNamesWhatImportsFromTheStack: CloudFormation gives such a deletion up in silence, with the reason in the stack's status.
func TestCleanupNamesWhatImportsFromTheStack(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.must("deploy")
	w.call("cloudformation", "CreateStack", core.Object{"StackName": "importer", "TemplateBody": `{"Resources":{"P":{"Type":"AWS::SSM::Parameter",
		"Properties":{"Type":"String","Value":{"Fn::ImportValue":"` + w.env.Stack + `-UserPoolId"}}}}}`})
	_, err := w.cleanup(nil, nil)
	f := flow.AsFailure(err)
	if err == nil || !strings.Contains(f.Cause.In(text.Korean), "as it is in use by importer.") {
		t.Fatalf("%v: %s", err, f.Cause)
	}
	w.call("cloudformation", "DeleteStack", core.Object{"StackName": "importer"})
	if _, err := w.cleanup(nil, nil); err != nil {
		t.Error(err)
	}
}

// TestCleanupWithoutConsent only lists.
func TestCleanupWithoutConsent(t *testing.T) {
	t.Parallel()
	w := everything(t)
	s := w.session()
	s.World = w.env
	r := flow.NewReport(flow.SystemClock{}, func(e flow.Event) { w.events = append(w.events, e) }, nil, nil)
	result, err := cleanup.Action().Do(r.With(t.Context()), s, r, nil)
	if err != nil {
		t.Fatal(err)
	}
	c := readCleaned(t, result)
	if !c.DryRun || c.Removed != 0 || len(c.Things) < 50 || len(w.changes()) > 0 {
		t.Errorf("%+v %v", c, w.changes())
	}
	w.since()
	if result, err = w.cleanup(func(s *flow.Session) { s.Place.ReadOnly = true }, nil); err != nil || !readCleaned(t, result).DryRun || len(w.asked) > 0 {
		t.Errorf("%v %v", err, w.asked)
	}
	w.answer = func(flow.Question) flow.Answer { return flow.Answer{} }
	if _, err = w.cleanup(nil, nil); flow.AsFailure(err).Code != "Declined" || len(w.changes()) > 0 {
		t.Errorf("%v %v", err, w.changes())
	}
}

// TestCleanupAfterMishaps: a deletion that failed, a stack that went and left everything, a stack that cannot be updated.
func TestCleanupAfterMishaps(t *testing.T) {
	t.Parallel()
	state := deployed(t)
	for _, fault := range []string{"stack-delete-failed", "stack-missing", "stack-rollback-complete", "stack-update-rollback-failed", "stack-protected", "pool-missing", "provider-missing"} {
		t.Run(fault, func(t *testing.T) {
			t.Parallel()
			w := restored(t, state)
			if _, err := w.cloud.BreakNamed("", fault, ""); err != nil {
				t.Fatal(err)
			}
			if _, err := w.cleanup(nil, nil); err != nil {
				t.Fatal(err, flow.AsFailure(err).Cause, said(w))
			}
			if removed := w.cloud.StartAfresh(""); removed != 0 {
				t.Errorf("%d were left", removed)
			}
		})
	}
}
