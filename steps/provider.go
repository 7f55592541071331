package steps

import (
	"context"
	"time"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// provider brings about the credential provider.
type provider struct{ env *Env }

// Provider is the second step: what cognito_credentials_provider.py create-provider does on the workshop page.
func Provider(env *Env) flow.Step { return provider{env} }

func (provider) Info() flow.Info {
	return flow.Info{
		ID: "provider", Main: true, Needs: []string{"deploy"}, Typical: 10 * time.Second,
		Original: "python3 scripts/cognito_credentials_provider.py create-provider",
		Title:    text.T{En: "Create the Amazon Cognito provider", Ko: "Amazon Cognito Provider 생성"},
		Why: text.T{
			En: "An agent should call tools without ever holding a client secret. The provider gives the secret to AgentCore Identity, which keeps it in Secrets Manager and hands the agent nothing but short-lived tokens.",
			Ko: "에이전트가 클라이언트 시크릿을 직접 갖지 않고도 도구를 호출할 수 있어야 합니다. Provider는 시크릿을 AgentCore Identity에 맡기고, AgentCore는 이를 Secrets Manager에 보관한 채 에이전트에는 수명이 짧은 토큰만 건넵니다."},
		Will: []flow.Plan{
			{Call: "ssm:GetParameters", Does: text.T{En: "reads the provider's name and the client's id", Ko: "Provider 이름과 client id를 읽습니다"}},
			{Call: "cognito-idp:DescribeUserPoolClient", Does: text.T{En: "fetches the machine client's secret, which is not in any parameter", Ko: "파라미터에는 없는 Machine Client의 시크릿을 가져옵니다"}},
			{Call: "bedrock-agentcore-control:CreateOauth2CredentialProvider", Does: text.T{En: "registers it, or updates one that differs, after showing how", Ko: "등록합니다. 값이 다른 것이 있으면 차이를 보여 준 다음 갱신합니다"}, Creates: true,
				Billed: text.T{En: "one Secrets Manager secret, paid by AgentCore Identity; tokens cost fractions of a cent", Ko: "Secrets Manager 시크릿 하나가 만들어지며, 토큰 요청 비용은 아주 적습니다"}},
			{Call: "bedrock-agentcore-control:CreateWorkloadIdentity", Does: text.T{En: "makes the identity with which this program asks for tokens", Ko: "이 프로그램이 토큰을 요청할 때 쓰는 Workload Identity를 만듭니다"}, Creates: true},
		},
		Terms: []flow.Term{
			{Word: "client secret", Meaning: text.T{En: "a program's password, by which Cognito knows that it is the registered client", Ko: "프로그램의 암호이며, Cognito는 이것으로 등록된 클라이언트인지 확인합니다"}},
			{Word: "credential provider", Meaning: text.T{En: "AgentCore's record of where tokens come from and which client fetches them", Ko: "토큰을 어디에서 어떤 클라이언트로 받을지 AgentCore에 등록한 정보"}},
			{Word: "issuer", Meaning: text.T{En: "the name of whoever signs the tokens; it must equal the tokens' iss", Ko: "토큰에 서명하는 발급자의 이름이며, 토큰의 iss와 같아야 합니다"}},
			{Word: "workload identity", Meaning: text.T{En: "an agent's own identity in AgentCore", Ko: "AgentCore에서 에이전트가 갖는 고유한 신원"}},
		},
		Console: []string{"agentcore"},
	}
}

// State compares the provider with what the stack says now.
func (p provider) State(ctx context.Context) (flow.Status, error) {
	s, err := p.env.Look(ctx)
	if err != nil {
		return flow.Status{}, Explain(err)
	}
	found, err := p.env.Cloud.Provider(ctx, s.Provider())
	switch {
	case aws.IsNotFound(err):
		return flow.Status{State: flow.Absent, Summary: text.T{En: "The provider %s is not there yet.", Ko: "Provider %s{이/가} 아직 없습니다."}.With(s.Provider())}, nil
	case err != nil:
		return flow.Status{}, Explain(err)
	case !found.Settled():
		return flow.Status{State: flow.InProgress, Summary: text.T{En: "The provider is in %s.", Ko: "Provider가 %s 상태입니다."}.With(found.Status)}, nil
	}
	status := flow.Status{State: flow.Present, Facts: providerFacts(found), Differences: s.Differences(found),
		Summary: text.T{En: "The provider %s is READY and as the stack says.", Ko: "Provider %s{은/는} READY 상태이며 스택의 값과 같습니다."}.With(found.Name)}
	switch {
	case s.PoolID() == "":
		status.State, status.Summary = flow.Blocked, text.T{En: "There is a provider, but no user pool that it could be compared with.", Ko: "Provider는 있지만 비교할 User Pool이 없습니다."}.With()
		status.Differences = nil
	case len(s.needed(found)) > 0:
		status.State, status.Summary = flow.Drifted, text.T{En: "The provider differs from the stack in %d places.", Ko: "Provider의 값 %d개가 스택과 다릅니다."}.With(len(status.Differences))
	case len(status.Differences) > 0:
		status.Summary = text.T{En: "The provider %s is READY. Its issuer is the discovery document's address, as the published script has it.", Ko: "Provider %s{은/는} READY 상태입니다. 발급자에는 공개된 스크립트처럼 discovery 문서 주소가 들어 있습니다."}.With(found.Name)
	}
	if status.State == flow.Present {
		p.lookAtClient(ctx, s, found, &status)
	}
	return status, nil
}

// lookAtClient tells what the provider alone does not show: a client that is gone, or that has another secret by now.
func (p provider) lookAtClient(ctx context.Context, s Setup, found aws.Provider, status *flow.Status) {
	client, err := p.env.Cloud.AppClient(ctx, s.PoolID(), s.MachineClient())
	switch {
	case aws.IsNotFound(err):
		status.State, status.Summary = flow.Blocked, text.T{En: "The provider's machine client is gone from the user pool; `fix client.machine.exists` says what can be done.", Ko: "Provider가 쓰는 Machine Client가 User Pool에 없습니다. `fix client.machine.exists`로 고칠 방법을 볼 수 있습니다."}.With()
	case err == nil && p.env.staleSecret(ctx, s, client, found):
		status.State, status.Differences = flow.Drifted, append(status.Differences, secretDiffers())
		status.Summary = text.T{En: "The machine client has another secret by now, so that AgentCore gets no token.", Ko: "Machine Client의 시크릿이 바뀌어 AgentCore가 토큰을 받지 못합니다."}.With()
	}
}

// Apply creates the provider, or updates one that differs once the difference has been seen.
func (p provider) Apply(ctx context.Context, r *flow.Report) error {
	s, err := p.env.Look(ctx)
	if err == nil {
		err = s.Ready()
	}
	if err != nil {
		return Explain(err)
	}
	if _, err := p.env.bringProvider(ctx, r, s, false); err != nil {
		return Explain(err)
	}
	return Explain(p.env.BringWorkload(ctx, r))
}

// Undo deletes the provider; AgentCore deletes its secret.
func (p provider) Undo(ctx context.Context, _ *flow.Report) error {
	s, err := p.env.Look(ctx)
	if err != nil {
		return Explain(err)
	}
	if err := p.env.Cloud.DeleteProvider(ctx, s.Provider()); err != nil && !aws.IsNotFound(err) {
		return Explain(err)
	}
	return nil
}
