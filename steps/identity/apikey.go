package identity

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"strings"
	"time"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/oauth"
	"agentcore-workshop/steps/script"
	"agentcore-workshop/steps/secret"
	"agentcore-workshop/steps/text"
)

// apiKey keeps a tool's API key in the vault and uses it.
type apiKey struct{ env *steps.Env }

// APIKey is the step about API key credential providers.
func APIKey(env *steps.Env) flow.Step { return apiKey{env} }

const docsAPIKey = "https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/obtain-api-key.html"

func (apiKey) Info() flow.Info {
	return flow.Info{
		ID: "apikey", Ephemeral: true, Needs: []string{"workload"}, Typical: 5 * time.Second,
		Title: text.T{En: "API key provider", Ko: "API Key Provider"},
		Why: text.T{
			En: "Many tools know no OAuth, only a key. Given to AgentCore, the key lies in Secrets Manager; an agent gets it with its workload access token at the moment of the call, and it stands in no environment variable and no image.",
			Ko: "OAuth 없이 키만 쓰는 도구가 많습니다. 키를 AgentCore에 맡기면 Secrets Manager에 보관되고, 에이전트는 호출하는 순간에 Workload Access Token으로 키를 받습니다. 환경 변수나 이미지에 키를 둘 필요가 없습니다."},
		Will: []flow.Plan{
			{Call: "bedrock-agentcore-control:CreateApiKeyCredentialProvider", Does: text.T{En: "keeps the key under a name", Ko: "키를 이름으로 보관합니다"}, Creates: true,
				Billed: text.T{En: "one Secrets Manager secret, paid by AgentCore Identity", Ko: "AgentCore Identity가 부담하는 Secrets Manager 시크릿 하나"}},
			{Call: "bedrock-agentcore:GetResourceApiKey", Does: text.T{En: "the key, for an agent that can say who it is", Ko: "신원을 밝힌 에이전트에 키를 내줍니다"}},
			{Call: "GET /forecast", Does: text.T{En: "a small tool on this machine that wants the key in X-API-Key", Ko: "X-API-Key 헤더로 키를 요구하는 이 컴퓨터의 작은 도구를 호출합니다"}},
		},
		Terms:   []flow.Term{{Word: "API key", Meaning: text.T{En: "a secret that names a program and never a person; whoever has it is the program", Ko: "사람이 아니라 프로그램을 나타내는 비밀 값이며, 가진 쪽이 곧 그 프로그램이 됩니다"}}},
		Console: []string{"agentcore"},
	}
}

// State says whether the provider is there; the key is never shown.
func (a apiKey) State(ctx context.Context) (flow.Status, error) {
	found, err := a.env.Cloud.APIKeyProvider(ctx, APIKeyProvider)
	switch _, used := a.env.Kept("apikey"); {
	case aws.IsNotFound(err):
		return flow.Status{State: flow.Absent, Summary: text.T{En: "The API key provider is not there yet.", Ko: "API Key Provider가 아직 없습니다."}.With()}, nil
	case err != nil:
		return flow.Status{}, steps.Explain(err)
	case !used:
		return flow.Status{State: flow.Absent, Summary: text.T{En: "The provider is there; its key was not used in this session yet.", Ko: "Provider는 있고, 이번 세션에서 키를 아직 쓰지 않았습니다."}.With()}, nil
	}
	return flow.Status{State: flow.Present, Summary: text.T{En: "The key came through the vault and the tool accepted it.", Ko: "Token Vault에서 받은 키를 도구가 받아들였습니다."}.With(), Facts: apiKeyFacts(found)}, nil
}

// Apply keeps a key, gets it back through the vault, and calls a tool that wants it.
func (a apiKey) Apply(ctx context.Context, r *flow.Report) error {
	e := a.env
	found, err := bringAPIKey(ctx, e, r)
	if err != nil {
		return steps.Explain(err)
	}
	for _, f := range apiKeyFacts(found) {
		r.Emit(f)
	}
	wat, err := e.Cloud.WorkloadToken(steps.AsHop(ctx, "apikey", "agent", "agentcore", text.T{En: "I am the workload agentcore-workshop: a workload access token, please", Ko: "workload agentcore-workshop입니다. Workload Access Token을 주세요"}), steps.Workload)
	if err != nil {
		return steps.Explain(err)
	}
	key, err := e.Cloud.APIKey(steps.AsHop(ctx, "apikey", "agent", "agentcore", text.T{En: "With it: the tool's API key, please", Ko: "이것으로 도구의 API 키를 요청합니다"}), wat, APIKeyProvider)
	if err != nil {
		return steps.Explain(err)
	}
	r.Emit(flow.Fact{Key: "apikey.retrieved", Value: fingerprint(key), Label: text.T{En: "The key, through the vault", Ko: "Token Vault에서 받은 키"}, Source: text.Plain("bedrock-agentcore:GetResourceApiKey")})
	if err := callTool(ctx, e, r, key); err != nil {
		return steps.Explain(err)
	}
	e.Keep("apikey", oauth.Token{Access: key})
	label := text.T{En: "The key asked for without a workload access token", Ko: "Workload Access Token 없이 키를 요청"}
	_, err = e.Cloud.APIKey(steps.AsHop(ctx, "apikey", "attacker", "agentcore", label), secret.New("not-a-workload-token"), APIKeyProvider)
	return steps.Explain(RefusedOnly(r, "lesson.no_workload_token", label, err))
}

// bringAPIKey makes the provider with a key that the person gives, or with a drawn one.
func bringAPIKey(ctx context.Context, e *steps.Env, r *flow.Report) (aws.APIKeyProvider, error) {
	found, err := e.Cloud.APIKeyProvider(ctx, APIKeyProvider)
	if !aws.IsNotFound(err) {
		return found, err
	}
	answer, err := r.Ask(ctx, flow.Question{Kind: flow.Secret,
		Title:  text.T{En: "The tool's API key (empty: one is drawn)", Ko: "도구의 API 키(비워 두면 새로 만듭니다)"}.With(),
		Detail: text.T{En: "It goes to AgentCore and nowhere else. This lab's tool takes any key that is kept here.", Ko: "AgentCore에만 전달됩니다. 이 실습의 도구는 여기에 보관한 키를 그대로 받아들입니다."}.With()})
	if err != nil {
		return aws.APIKeyProvider{}, err
	}
	key := answer.Text
	if key.Empty() {
		if key, err = drawKey(); err != nil {
			return aws.APIKeyProvider{}, err
		}
	}
	_, err = e.Cloud.CreateAPIKeyProvider(ctx, APIKeyProvider, aws.APIKeySource{Key: key}, steps.OwnTags())
	if err != nil && aws.KindOf(err) != aws.Exists { // made by someone else in this second
		return aws.APIKeyProvider{}, err
	}
	return e.Cloud.APIKeyProvider(ctx, APIKeyProvider)
}

// drawKey is 160 random bits.
func drawKey() (secret.Text, error) {
	raw := make([]byte, 20)
	if _, err := rand.Read(raw); err != nil {
		return secret.Text{}, err
	}
	return secret.New("lab-" + strings.ToLower(base32.StdEncoding.EncodeToString(raw))), nil
}

func apiKeyFacts(p aws.APIKeyProvider) []flow.Fact {
	source := text.Plain("bedrock-agentcore-control:GetApiKeyCredentialProvider")
	return []flow.Fact{
		{Key: "apikey_provider_arn", Value: p.ARN, Label: text.T{En: "API key provider", Ko: "API Key Provider"}, Source: source},
		{Key: "apikey_secret_arn", Value: p.SecretARN, Label: text.T{En: "Secret ARN", Ko: "시크릿 ARN"}, Source: source},
	}
}

// Undo deletes the provider with its secret.
func (a apiKey) Undo(ctx context.Context, _ *flow.Report) error {
	if err := a.env.Cloud.DeleteAPIKeyProvider(ctx, APIKeyProvider); err != nil && !aws.IsNotFound(err) {
		return steps.Explain(err)
	}
	return nil
}

// Code is the step as calls; in Python, AWS's own decorator.
func (a apiKey) Code(ctx context.Context, as flow.Dialect) (string, error) {
	e := a.env
	s, err := e.Look(ctx)
	if err != nil {
		return "", steps.Explain(err)
	}
	needs := least{region: e.Region(), account: s.AccountID, workload: steps.Workload, provider: APIKeyProvider, key: true}
	if as == flow.Python {
		return strings.NewReplacer("$PROVIDER", script.JSON(APIKeyProvider), "$WORKLOAD", script.JSON(steps.Workload), "$REGION", script.JSON(e.Region())).Replace(`import requests
from bedrock_agentcore.identity.auth import requires_api_key
from bedrock_agentcore.runtime import BedrockAgentCoreContext
from bedrock_agentcore.services.identity import IdentityClient

# in AgentCore Runtime the workload token is there already
BedrockAgentCoreContext.set_workload_access_token(
    IdentityClient($REGION).get_workload_access_token(workload_name=$WORKLOAD)["workloadAccessToken"]
)


@requires_api_key(provider_name=$PROVIDER, into="api_key")
def call_tool(city: str, *, api_key: str):
    # tool.example stands for your tool
    return requests.get("https://tool.example/forecast", params={"city": city}, headers={"X-API-Key": api_key}, timeout=10).json()


if __name__ == "__main__":
    print(call_tool("Seoul"))
`) + needs.comment(commentMark(false)), nil
	}
	return e.Program(as,
		script.Call{Why: "keep the key", Service: "bedrock-agentcore-control", Operation: "CreateApiKeyCredentialProvider",
			Params: []script.Param{{Name: "name", Value: APIKeyProvider}, {Name: "apiKey", Value: script.Var("API_KEY"), Secret: true}}}.Move(),
		script.Call{Why: "who the agent is", Service: "bedrock-agentcore", Operation: "GetWorkloadAccessToken", Params: []script.Param{{Name: "workloadName", Value: steps.Workload}}}.Saving("WORKLOAD_TOKEN", "workloadAccessToken"),
		script.Call{Why: "the key", Service: "bedrock-agentcore", Operation: "GetResourceApiKey", Params: []script.Param{{Name: "workloadIdentityToken", Value: script.Var("WORKLOAD_TOKEN"), Secret: true}, {Name: "resourceCredentialProviderName", Value: APIKeyProvider}}}.Saving("KEY", "apiKey"),
		script.Move{Call: script.Call{Why: "the tool, with the key; tool.example stands for yours"}, Code: toolCode(as), Imports: only(as, flow.Golang, `"fmt"`, `"net/http"`)},
	) + needs.comment(commentMark(as == flow.Golang)), nil
}

// toolCode calls a tool with the key in its header. curl takes it from a pipe.
func toolCode(as flow.Dialect) string {
	if as == flow.Golang {
		return "req, err := http.NewRequestWithContext(ctx, http.MethodGet, \"https://tool.example/forecast?city=Seoul\", nil)\n" + script.GoReturn + "\nreq.Header.Set(\"X-API-Key\", key)\n" +
			"resp, err := http.DefaultClient.Do(req)\n" + script.GoReturn + "\ndefer resp.Body.Close()\nfmt.Println(resp.Status)"
	}
	return "printf 'header = \"X-API-Key: %s\"\\n' \"$KEY\" |\n  curl -sS --fail-with-body -K - 'https://tool.example/forecast?city=Seoul'\necho"
}
