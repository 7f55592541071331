// Package identity is the part of the course about AgentCore Identity itself: workload identities and their tokens, the user's consent with
// session binding, the labs, API keys and the audit trail.
//
// Rule of this layer: nothing here completes a consent for another person than the one who began it, except to show that it is refused.
package identity

import (
	"context"
	"strings"
	"time"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/script"
	"agentcore-workshop/steps/text"
)

// workload brings about the agent's own identity.
type workload struct{ env *steps.Env }

// Workload is the step about workload identities.
func Workload(env *steps.Env) flow.Step { return workload{env} }

const docsWorkload = "https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/identity-manage-agent-ids.html"

func (workload) Info() flow.Info {
	return flow.Info{
		ID: "workload", Typical: 3 * time.Second,
		Title: text.T{En: "Workload identity", Ko: "Workload Identity (Agent 아이덴티티)"},
		Why: text.T{
			En: "Before anybody can say what an agent may have, the agent needs a name. A workload identity is that name in AgentCore; the vault keeps everything under it, and its list of return URLs says where users may be sent back to.",
			Ko: "에이전트에 무엇을 허용할지 정하려면 먼저 에이전트의 이름이 있어야 합니다. Workload Identity가 AgentCore에서의 그 이름이며, Token Vault는 모든 것을 이 이름 아래에 보관하고, return URL 목록은 사용자를 돌려보낼 수 있는 주소를 정합니다."},
		Picture: text.T{En: workloadEn, Ko: workloadKo},
		Will: []flow.Plan{
			{Call: "bedrock-agentcore-control:CreateWorkloadIdentity", Does: text.T{En: "makes the identity agentcore-workshop, if it is not there", Ko: "agentcore-workshop이라는 identity가 없으면 만듭니다"}, Creates: true},
			{Call: "bedrock-agentcore-control:GetWorkloadIdentity", Does: text.T{En: "reads its return URLs", Ko: "return URL 목록을 읽습니다"}},
			{Call: "bedrock-agentcore-control:UpdateWorkloadIdentity", Does: text.T{En: "sends the whole list again with ours in it: an update replaces", Ko: "우리 주소를 더한 전체 목록을 다시 보냅니다(갱신은 목록 전체를 바꿉니다)"}, Creates: true},
			{Call: "bedrock-agentcore-control:ListWorkloadIdentities", Does: text.T{En: "lists all agents of the account, page by page", Ko: "계정의 모든 에이전트를 페이지별로 나열합니다"}},
		},
		Terms: []flow.Term{
			{Word: "ARN", Meaning: text.T{En: "a resource's full name in AWS; here …:workload-identity-directory/default/workload-identity/NAME, and not …:workload-identity/ID as older texts have it",
				Ko: "AWS 리소스의 전체 이름이며, 여기서는 …:workload-identity-directory/default/workload-identity/이름입니다. 이전 문서의 …:workload-identity/{id} 형식이 아닙니다"}},
			{Word: "linked identity", Meaning: text.T{En: "one that a runtime or a gateway brings with it: its return URLs can be changed, but nobody can mint tokens for it by hand",
				Ko: "Runtime이나 Gateway가 함께 만드는 identity이며, return URL은 바꿀 수 있지만 직접 토큰을 받을 수는 없습니다"}},
		},
		Documents: []flow.Document{{Title: text.T{En: "Claims that you will meet", Ko: "다른 문서와 다른 점"}, Body: workloadClaims()}},
		Console:   []string{"agentcore"},
	}
}

const (
	workloadEn = `  workload identity  agentcore-workshop
     |- ARN            who the agent is
     |- return URLs    where users may come back to
     '- in the vault   all lies under agent + user`
	workloadKo = `  Workload Identity  agentcore-workshop
     |- ARN            에이전트가 누구인지
     |- return URL     사용자가 돌아올 수 있는 주소
     '- Token Vault    모든 것을 Agent+사용자별로 보관`
)

// workloadClaims says where the second seed document is out of date.
func workloadClaims() text.T {
	return text.T{
		En: "- `create_workload_identity(description=…)`: the API has no description.\n- `get_workload_access_token_for_jwt(workload_identity_id=…, jwt_token=…)`: the members are `workloadName` and `userToken`.\n" +
			"- `allowed_oauth2_return_urls`: the member is `allowedResourceOauth2ReturnUrls`, and an update **replaces** the list.\n- 100 identities per account: 11,000 per account and Region, adjustable.\n- A workload access token lives 15 minutes, not an hour.\n",
		Ko: "- `create_workload_identity(description=…)`: API에 description이 없습니다.\n- `get_workload_access_token_for_jwt(workload_identity_id=…, jwt_token=…)`: 실제 이름은 `workloadName`과 `userToken`입니다.\n" +
			"- `allowed_oauth2_return_urls`: 실제 이름은 `allowedResourceOauth2ReturnUrls`이며, 갱신하면 목록 전체가 **바뀝니다**.\n- 계정당 100개: 실제로는 계정과 리전마다 11,000개이며 늘릴 수 있습니다.\n- Workload Access Token의 수명은 1시간이 아니라 15분입니다.\n",
	}
}

// State reads the identity and compares its return URLs with ours.
func (w workload) State(ctx context.Context) (flow.Status, error) {
	found, err := w.env.Cloud.WorkloadIdentity(ctx, steps.Workload)
	switch {
	case aws.IsNotFound(err):
		return flow.Status{State: flow.Absent, Summary: text.T{En: "The identity %s is not there yet.", Ko: "Workload Identity %s{이/가} 아직 없습니다."}.With(steps.Workload)}, nil
	case err != nil:
		return flow.Status{}, steps.Explain(err)
	}
	status := flow.Status{State: flow.Present, Facts: workloadFacts(found),
		Summary: text.T{En: "%s is there with our return URLs.", Ko: "%s{이/가} 있고 우리 return URL이 등록되어 있습니다."}.With(steps.Workload)}
	if less := steps.Lacking(found.ReturnURLs, w.env.ReturnURLs()); len(less) > 0 {
		status.State, status.Summary = flow.Drifted, text.T{En: "The identity lacks %d of our return URLs.", Ko: "우리 return URL %d개가 등록되어 있지 않습니다."}.With(len(less))
		status.Differences = []flow.Difference{{Field: "allowedResourceOauth2ReturnUrls", Is: strings.Join(found.ReturnURLs, " "), Want: strings.Join(steps.Union(found.ReturnURLs, less), " ")}}
	}
	return status, nil
}

// Apply makes the identity, adds our return URLs to those that are there, and shows the account's others.
func (w workload) Apply(ctx context.Context, r *flow.Report) error {
	found, err := bringReturnURLs(ctx, w.env, r)
	if err != nil {
		return steps.Explain(err)
	}
	for _, f := range workloadFacts(found) {
		r.Emit(f)
	}
	all, err := w.env.Cloud.WorkloadIdentities(ctx)
	if err != nil {
		return steps.Explain(err)
	}
	r.Say(text.T{En: "The account has %d workload identities here. A runtime or a gateway makes its own, named like itself; no tokens can be minted for those by hand.",
		Ko: "이 리전에는 Workload Identity가 %d개 있습니다. Runtime과 Gateway는 자신의 이름으로 identity를 만들며, 그 identity로는 직접 토큰을 받을 수 없습니다."}.With(len(all)))
	return nil
}

// Undo deletes the identity, and with it what the vault keeps under it.
func (w workload) Undo(ctx context.Context, _ *flow.Report) error {
	for _, name := range []string{steps.Workload, LabWorkload} {
		if err := w.env.Cloud.DeleteWorkloadIdentity(ctx, name); err != nil && !aws.IsNotFound(err) {
			return steps.Explain(err)
		}
	}
	return nil
}

func workloadFacts(found aws.WorkloadIdentity) []flow.Fact {
	source := text.Plain("bedrock-agentcore-control:GetWorkloadIdentity")
	facts := []flow.Fact{{Key: "workload_identity_arn", Value: found.ARN, Label: text.T{En: "Workload identity", Ko: "Workload Identity"}, Source: source}}
	for _, url := range found.ReturnURLs {
		facts = append(facts, flow.Fact{Key: "return_url", Value: url, Label: text.T{En: "Allowed return URL", Ko: "허용된 return URL"}, Source: source})
	}
	return facts
}

// Code is the step as calls.
func (w workload) Code(_ context.Context, as flow.Dialect) (string, error) {
	e := w.env
	name := script.Param{Name: "name", Value: steps.Workload}
	urls := script.Param{Name: "allowedResourceOauth2ReturnUrls", Value: e.ReturnURLs()}
	return e.Script(as,
		script.Call{Why: "the agent's identity", Service: "bedrock-agentcore-control", Operation: "CreateWorkloadIdentity", Params: []script.Param{name, urls}},
		script.Call{Why: "what it has now", Service: "bedrock-agentcore-control", Operation: "GetWorkloadIdentity", Params: []script.Param{name}},
		script.Call{Why: "the list is replaced: send what was there as well", Service: "bedrock-agentcore-control", Operation: "UpdateWorkloadIdentity", Params: []script.Param{name, urls}},
		script.Call{Why: "all agents", Service: "bedrock-agentcore-control", Operation: "ListWorkloadIdentities", Params: nil},
	), nil
}
