package diagnose

import "agentcore-workshop/steps/text"

// knownOfProviders are those of the credential provider.
func knownOfProviders() []Known {
	return []Known{
		{
			ID: "provider-exists", Docs: docsOutbound, Checks: []string{"provider.client", "provider.issuer"},
			Says: [][]string{form("credential provider with name", "already exists"), form("createoauth2credentialprovider", "already exists"), form("createoauth2credentialprovider", "conflictexception"),
				form("already exists", "created successfully"), form("provider", "already exists"), form("conflictexception", "already exists")},
			Generic: true,
			Cause:   text.T{En: "A provider of this name is there. AWS says so with ValidationException; the script knows ConflictException only, or takes it for a success. It may still hold the client of a stack that is gone: the name stays, the client changes.", Ko: "같은 이름의 Provider가 이미 있습니다. AWS는 ValidationException으로 답하지만 스크립트는 ConflictException만 처리하거나 성공으로 여깁니다. 이름은 같아도 사라진 스택의 클라이언트를 갖고 있을 수 있습니다."},
			Fix:     text.T{En: "Run `provider`: it compares the provider with the stack and updates what differs.", Ko: "`provider`를 실행하면 스택과 비교해 다른 값을 갱신합니다."},
			Near:    "provider exists conflict name create",
		},
		{
			ID: "client-credentials-hidden", Docs: docsOutbound, Checks: []string{"token.endpoint", "token.agentcore", "provider.client"},
			Says:  [][]string{form("error parsing clientcredentials response")},
			Cause: text.T{En: "Cognito refused AgentCore's request, and AgentCore hides Cognito's words. Usually the provider has an old client id or secret after the stack was made again.", Ko: "Cognito가 AgentCore의 요청을 거부했지만 AgentCore는 그 이유를 숨깁니다. 대개 스택을 다시 만든 뒤 Provider에 이전 client id나 시크릿이 남아 있는 경우입니다."},
			Proof: text.T{En: "Ask Cognito directly with the live client: `token` does, and `verify token.endpoint token.agentcore` compares the two.", Ko: "현재 클라이언트로 Cognito에 직접 요청해 보세요. `token`이 그렇게 하고, `verify token.endpoint token.agentcore`가 둘을 비교합니다."},
			Fix:   text.T{En: "`provider update` sends the live id, secret and endpoints again.", Ko: "`provider update`로 현재 id, 시크릿, 엔드포인트를 다시 보냅니다."},
			Near:  "parsing client credentials response token provider",
		},
		{
			ID: "provider-missing", Docs: docsOutbound, Checks: []string{"provider.exists", "parameter.cognito_provider"},
			Says: [][]string{form("provider not found"), form("credential provider", "not found"), form("credential provider", "does not exist"), form("resourcenotfoundexception", "credentialprovider"), form("missing resource credential provider"),
				form("resourcenotfoundexception", "getresourceoauth2token")},
			Cause: text.T{En: "No provider has the name that cognito_provider says: it was never made in this region, or the parameter was overwritten.", Ko: "cognito_provider가 가리키는 이름의 Provider가 없습니다. 이 리전에 만든 적이 없거나 파라미터가 덮어써졌습니다."},
			Fix:   text.T{En: "`fix parameter.cognito_provider` if the parameter is wrong; else run `provider`.", Ko: "파라미터가 틀렸다면 `fix parameter.cognito_provider`, 아니면 `provider`를 실행하세요."},
			Near:  "provider missing 424 dependency",
		},
		{
			ID: "provider-renamed", Docs: docsOutbound, Checks: []string{"parameter.cognito_provider"},
			Says:  [][]string{form("netops-resource-server"), form("fix-ssm"), form("fix_ssm")},
			Cause: text.T{En: "fix-ssm wrote a resource server's id into cognito_provider. The agent now asks for a provider that is not there, and the next create-provider makes a second one.", Ko: "fix-ssm이 cognito_provider에 Resource Server의 ID를 썼습니다. 에이전트는 없는 Provider를 요청하고, 다음 create-provider는 두 번째 Provider를 만듭니다."},
			Fix:   text.T{En: "`fix parameter.cognito_provider` writes the provider's name again; delete the second provider.", Ko: "`fix parameter.cognito_provider`로 Provider 이름을 다시 쓰고, 두 번째 Provider는 지우세요."},
			Near:  "fix ssm resource server provider parameter",
		},
		{
			ID: "issuer-is-discovery", Docs: docsOutbound, Checks: []string{"provider.issuer"},
			Says: [][]string{form("issuer set to discovery url"), form("issuer = discovery url"), form("issuer did not match the issuer returned by provider"), form("issuer", "does not match", ".well-known/openid-configuration"),
				form(`"issuer":"https://cognito-idp.`, ".well-known/openid-configuration\"", `"tokenendpoint"`), form("issuer mismatch", "well-known")},
			Cause: text.T{En: "The provider's issuer is the address of the discovery document. The issuer is that address without /.well-known/openid-configuration; AWS takes either, and no token's iss ever equals this one.", Ko: "Provider의 issuer에 discovery 문서 주소가 들어 있습니다. 올바른 issuer는 /.well-known/openid-configuration을 뺀 주소입니다. AWS는 둘 다 받아들이지만 토큰의 iss와 같아질 수 없습니다."},
			Fix:   text.T{En: "`fix provider.issuer`.", Ko: "`fix provider.issuer`를 실행하세요."},
			Near:  "issuer discovery well-known openid",
		},
		{
			ID: "provider-list-cut", Docs: docsOutbound, Checks: []string{"provider.exists"},
			Says:  [][]string{form("0 provider(s) found"), form("20 provider(s) found"), form("past the first 20"), form("provider", "missing", "first 20")},
			Cause: text.T{En: "The script reads only the first page of twenty providers, and shows an error as an empty list.", Ko: "스크립트는 Provider 20개의 첫 페이지만 읽고, 오류도 빈 목록으로 보여 줍니다."},
			Proof: text.T{En: "`provider list` reads all pages, and says so when it may not.", Ko: "`provider list`는 모든 페이지를 읽고, 권한이 없으면 그렇다고 알려 줍니다."},
			Fix:   text.T{En: "Use `provider list`; if it is refused, the caller lacks bedrock-agentcore:ListOauth2CredentialProviders.", Ko: "`provider list`를 쓰세요. 거부되면 호출자에게 bedrock-agentcore:ListOauth2CredentialProviders 권한이 없는 것입니다."},
			Near:  "list providers page found zero",
		},
	}
}

// knownOfWorkloads are those of workload identities and sessions.
func knownOfWorkloads() []Known {
	return []Known{
		{
			ID: "return-url-unregistered", Docs: docsBinding, Checks: []string{"workload.return_urls"},
			Says:  [][]string{form("you must register and use at least one resourceoauth2returnurl"), form("allowedresourceoauth2returnurls")},
			Cause: text.T{En: "The workload identity lists no address that users may be sent back to, or another one than the call names.", Ko: "Workload Identity에 사용자를 돌려보낼 주소가 없거나 호출에 쓴 주소와 다릅니다."},
			Fix:   text.T{En: "`fix workload.return_urls` adds this program's addresses and keeps the others.", Ko: "`fix workload.return_urls`로 다른 주소는 그대로 두고 이 프로그램의 주소를 추가합니다."},
			Near:  "return url workload identity register",
		},
		{
			ID: "return-url-differs", Docs: docsBinding, Checks: []string{"workload.return_urls"},
			Says:  [][]string{form("resourceoauth2returnurl is not registered on your workload identity")},
			Cause: text.T{En: "The return URL is compared letter by letter with the workload identity's list: a slash at the end, 127.0.0.1 for localhost, or another port make it another address.", Ko: "return URL은 Workload Identity의 목록과 글자 그대로 비교됩니다. 끝의 슬래시, localhost 대신 127.0.0.1, 다른 포트는 모두 다른 주소입니다."},
			Proof: text.T{En: "`workload get` prints the list; `3lo` tries all three and shows the answers.", Ko: "`workload get`이 목록을 출력하고, `3lo`가 세 가지를 모두 시도해 응답을 보여 줍니다."},
			Fix:   text.T{En: "Send one of the listed addresses, or add yours: `workload update --return-url ADDRESS` keeps the others.", Ko: "목록에 있는 주소를 그대로 보내거나, 다른 주소를 유지하며 추가하는 `workload update --return-url 주소`를 쓰세요."},
			Near:  "return url slash localhost 127.0.0.1 registered",
		},
		{
			ID: "return-url-not-sent", Docs: docsBinding,
			Says:  [][]string{form("you must provide a resourceoauth2returnurl")},
			Cause: text.T{En: "The call does not name the return URL. It must be sent every time, also while polling.", Ko: "호출에 return URL이 없습니다. 결과를 확인하는 호출을 포함해 매번 보내야 합니다."},
			Proof: text.T{En: "The call inspector (F4) of `3lo` shows the member in each request.", Ko: "`3lo`의 호출 화면(F4)에서 요청마다 이 값이 들어 있는 것을 볼 수 있습니다."},
			Fix:   text.T{En: "Send resourceOauth2ReturnUrl in each GetResourceOauth2Token.", Ko: "GetResourceOauth2Token을 호출할 때마다 resourceOauth2ReturnUrl을 보내세요."},
			Near:  "return url poll provide",
		},
		{
			ID: "session-not-yours", Docs: docsBinding, Generic: true,
			Says:  [][]string{form("invalid or expired session"), form("completeresourcetokenauth", "accessdenied")},
			Cause: text.T{En: "CompleteResourceTokenAuth wants the very artefact (the same JWT, the same userId) that the workload token was made with: a new token of the same person is refused. Or ten minutes have passed.", Ko: "CompleteResourceTokenAuth에는 Workload Access Token을 만들 때 쓴 것과 똑같은 값(같은 JWT 또는 같은 userId)이 필요합니다. 같은 사람의 새 토큰은 거부됩니다. 또는 10분이 지났습니다."},
			Proof: text.T{En: "`binding` does it both ways and compares the answers.", Ko: "`binding`이 두 가지 방법을 모두 해 보고 결과를 비교합니다."},
			Fix:   text.T{En: "Keep the token that began the flow and send it again; if it is lost, begin anew.", Ko: "흐름을 시작할 때 쓴 토큰을 보관했다가 다시 보내세요. 잃어버렸다면 처음부터 다시 시작하세요."},
			Near:  "session expired complete binding user",
		},
		{
			ID: "workload-token-missing", Docs: docsWorkload, Checks: []string{"workload.exists"},
			Says:  [][]string{form("workload access token has not been set"), form("workload access token is not set")},
			Cause: text.T{En: "The agent runs outside AgentCore Runtime, where nobody gives it a workload token.", Ko: "에이전트가 AgentCore Runtime 밖에서 실행되어 Workload Access Token을 받지 못했습니다."},
			Proof: text.T{En: "The request has no header WorkloadAccessToken.", Ko: "요청에 WorkloadAccessToken 헤더가 없습니다."},
			Fix:   text.T{En: "Locally, fetch one with GetWorkloadAccessToken for a workload identity of your own (`workload-token`), and set it in the context.", Ko: "로컬에서는 `workload-token`처럼 자신의 Workload Identity로 GetWorkloadAccessToken을 호출해 컨텍스트에 설정하세요."},
			Near:  "workload access token set context",
		},
		{
			ID: "workload-token-expired", Docs: docsWorkload,
			Says:  [][]string{form("token has expired. please generate a new token")},
			Cause: text.T{En: "The workload access token has ended.", Ko: "Workload access token이 만료되었습니다."},
			Proof: text.T{En: "A new one works at once.", Ko: "새로 받은 토큰은 바로 동작합니다."},
			Fix:   text.T{En: "Fetch a new one for each piece of work; `workload-token`.", Ko: "작업마다 새로 받으세요(`workload-token`)."},
			Near:  "workload token expired generate",
		},
		{
			ID: "workload-of-service", Docs: docsWorkload,
			Says:  [][]string{form("workloadidentity is linked to a service and cannot retrieve an access token")},
			Cause: text.T{En: "This identity belongs to a runtime or gateway; only the service itself gets its tokens.", Ko: "Runtime이나 Gateway에 속한 Workload Identity라 서비스 자신만 토큰을 받을 수 있습니다."},
			Proof: text.T{En: "Its name is that of the runtime or gateway.", Ko: "이름이 Runtime 또는 Gateway의 이름과 같습니다."},
			Fix:   text.T{En: "Make a workload identity of your own: `workload`.", Ko: "`workload`로 자신의 Workload Identity를 만드세요."},
			Near:  "workload service linked identity",
		},
	}
}

// knownOfGateways are those of inbound tokens.
func knownOfGateways() []Known {
	return []Known{
		{
			ID: "audience", Docs: docsInbound, Checks: []string{"token.signature", "token.scope"},
			Says: [][]string{form("gateway/runtime says 401"), form("allowedaudience"), form("value mismatch with configuration"), form("claim 'aud'"), form("401", "gateway", "token"), form("401", "runtime", "token"),
				form("401", "bedrock-agentcore"), form("aud claim", "cognito")},
			Cause: text.T{En: "A Cognito access token has client_id and no aud, so that allowedAudience never matches it.", Ko: "Cognito access token에는 aud가 없고 client_id만 있어 allowedAudience와 일치할 수 없습니다."},
			Proof: text.T{En: "`inspect` shows the claims; compare them with the gateway's customJWTAuthorizer.", Ko: "`inspect`로 클레임을 보고 Gateway의 customJWTAuthorizer와 비교하세요."},
			Fix:   text.T{En: "Use allowedClients with the client's id instead of allowedAudience.", Ko: "allowedAudience 대신 allowedClients에 client id를 넣으세요."},
			Near:  "401 audience gateway runtime token claim authorizer",
		},
		{
			ID: "gateway-empty", Docs: docsInbound,
			Says:  [][]string{form("gateway", "0 targets"), form("0 target(s)"), form("gateway", "no targets")},
			Cause: text.T{En: "The gateway was made without targets, which the script calls a success. A second run makes another gateway and overwrites the parameters.", Ko: "Gateway가 target 없이 만들어졌는데 스크립트는 성공이라고 합니다. 다시 실행하면 Gateway가 하나 더 생기고 파라미터를 덮어씁니다."},
			Proof: text.T{En: "`aws bedrock-agentcore-control list-gateway-targets` is empty.", Ko: "`aws bedrock-agentcore-control list-gateway-targets`의 결과가 비어 있습니다."},
			Fix:   text.T{En: "Wait until the gateway is READY, then create the targets: `gateway`, `tools`.", Ko: "Gateway가 READY가 될 때까지 기다린 다음 `gateway`와 `tools`로 target을 만드세요."},
			Near:  "gateway targets created tools empty",
		},
		{
			ID: "gateway-not-ready", Docs: docsInbound,
			Says:  [][]string{form("gateway", "in creating"), form("gateway", "while", "creating"), form("gateway", "status: creating"), form("target created while gateway creating")},
			Cause: text.T{En: "A target was created while the gateway was still CREATING.", Ko: "Gateway가 아직 CREATING 상태일 때 target을 만들었습니다."},
			Proof: text.T{En: "`aws bedrock-agentcore-control get-gateway` shows the status.", Ko: "`aws bedrock-agentcore-control get-gateway`에서 상태를 볼 수 있습니다."},
			Fix:   text.T{En: "Wait for READY, then create the target again.", Ko: "READY가 될 때까지 기다린 다음 target을 다시 만드세요."},
			Near:  "gateway creating target ready",
		},
	}
}
