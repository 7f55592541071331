package steps_test

import (
	"strings"
	"testing"

	"agentcore-workshop/aws/sandbox/core"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

const (
	trustOfNobody = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"bedrock-agentcore.amazonaws.com"},"Action":"sts:AssumeRole","Condition":{"StringEquals":{"aws:SourceAccount":"999999999999"}}}]}`
	allowAll      = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}`
	denyAll       = `{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}`
)

func (w *world) roleParameter(arn string) {
	w.t.Helper()
	w.call("ssm", "PutParameter", core.Object{"Name": steps.PublishedPrefix + "gateway_iam_role", "Value": arn, "Overwrite": true})
}

func (w *world) wantStatus(want flow.CheckStatus, ids ...string) {
	w.t.Helper()
	v := w.verify()
	for _, id := range ids {
		if got := status(v, id); got != want {
			w.t.Errorf("%s: %s, want %s", id, got, want)
			show(w.t, v, false)
		}
	}
}

// A role that somebody else made, under a name that only the parameter says, is not the stack's: gateway and runtime would work
// with it.
func TestSecuritySomebodyElsesRoleDoesNotPass(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.must("deploy", "provider")
	w.call("iam", "CreateRole", core.Object{"RoleName": "someone-elses-role", "AssumeRolePolicyDocument": trustOfNobody})
	w.call("iam", "PutRolePolicy", core.Object{"RoleName": "someone-elses-role", "PolicyName": "a", "PolicyDocument": allowAll})
	w.call("iam", "PutRolePolicy", core.Object{"RoleName": "someone-elses-role", "PolicyName": "b", "PolicyDocument": denyAll})
	w.roleParameter("arn:aws:iam::" + account + ":role/someone-elses-role")
	w.wantStatus(flow.Fail, "parameter.gateway_iam_role", "role.trust")
	w.wantStatus(flow.Warn, "role.deputy", "role.permissions")

	// A perfect copy of the stack's role is not the stack's role either.
	role, err := w.env.Cloud.Role(t.Context(), roleName)
	if err != nil {
		t.Fatal(err)
	}
	w.call("iam", "CreateRole", core.Object{"RoleName": "copy", "AssumeRolePolicyDocument": role.Trust.Text})
	for name, p := range role.Inline {
		w.call("iam", "PutRolePolicy", core.Object{"RoleName": "copy", "PolicyName": name, "PolicyDocument": p.Text})
	}
	w.roleParameter("arn:aws:iam::" + account + ":role/copy")
	w.wantStatus(flow.Pass, "role.trust", "role.deputy", "role.permissions")
	w.wantStatus(flow.Fail, "parameter.gateway_iam_role")
	w.roleParameter(roleARN)
	w.wantStatus(flow.Pass, "parameter.gateway_iam_role")
}

// A denial is named with the policy that holds it, and the advice says how to get out, since nothing that is added would help.
func TestADenialIsNamed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.must("deploy", "provider")
	w.call("iam", "PutRolePolicy", core.Object{"RoleName": roleName, "PolicyName": "Guardrail", "PolicyDocument": denyAll})
	for _, r := range w.verify().Results {
		if r.Check.ID == "role.permissions" && (r.Verdict.Evidence["denied_by"] != "Guardrail" || !strings.Contains(r.Verdict.Detail.In(text.Korean), "정책 Guardrail이 거부합니다")) {
			t.Errorf("%v %s", r.Verdict.Evidence, r.Verdict.Detail.In(text.Korean))
		}
	}
	if _, said := w.fix(w, flow.Args{"check": {"role.permissions"}}); !strings.Contains(said, "delete-role-policy --role-name "+roleName+" --policy-name Guardrail") {
		t.Errorf("the way out: %s", said)
	}
	w.call("iam", "DeleteRolePolicy", core.Object{"RoleName": roleName, "PolicyName": "Guardrail"})
	w.wantStatus(flow.Pass, "role.permissions")
}

// What an adopted stack has is what counts, whatever its template calls it.
func TestARoleOfAnAdoptedStackPasses(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.publishedStack()
	w.wantStatus(flow.Pass, "parameter.gateway_iam_role", "role.trust")
	w.wantStatus(flow.Warn, "role.deputy") // the published template has no condition
	w.roleParameter(strings.Replace(roleARN, account, "999999999999", 1))
	w.wantStatus(flow.Fail, "parameter.gateway_iam_role")
}

// Without the parameter nobody knows which scope the token must carry: that is no pass.
func TestATokenWithNothingToCompareIsNoPass(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.must("deploy", "provider")
	w.call("ssm", "DeleteParameter", core.Object{"Name": steps.PublishedPrefix + "cognito_auth_scope"})
	for _, r := range w.verify().Results {
		if r.Check.ID == "token.scope" && (r.Verdict.Status != flow.Skip || r.Verdict.Cause != "parameter.cognito_auth_scope") {
			t.Errorf("%s because of %q", r.Verdict.Status, r.Verdict.Cause)
		}
	}
}
