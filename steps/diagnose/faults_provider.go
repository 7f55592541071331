package diagnose

import "agentcore-workshop/steps/text"

// ofProvider are the faults of the credential provider.
func ofProvider() []Fault {
	return []Fault{
		{
			Name: "provider-missing", Repairable: true,
			Title:   text.T{En: "The credential provider is gone", Ko: "Provider가 없습니다"},
			Symptom: text.T{En: "ResourceNotFoundException from GetResourceOauth2Token.", Ko: "GetResourceOauth2Token이 ResourceNotFoundException을 돌려줍니다."},
			Breaks:  []string{"provider.exists"},
		},
		{
			Name: "provider-stale", Repairable: true,
			Title:   text.T{En: "The provider has the client of an earlier stack", Ko: "Provider가 이전 스택의 클라이언트를 갖고 있습니다"},
			Symptom: text.T{En: "Error parsing ClientCredentials response, after the stack was made again.", Ko: "스택을 다시 만든 뒤 Error parsing ClientCredentials response가 나옵니다."},
			Breaks:  []string{"provider.client", "token.agentcore"},
		},
		{
			Name: "provider-create-failed", Repairable: true,
			Title:   text.T{En: "Making the provider failed", Ko: "Provider 생성이 실패했습니다"},
			Symptom: text.T{En: "Its status is CREATE_FAILED, and it hands out no token.", Ko: "상태가 CREATE_FAILED이며 토큰을 주지 않습니다."},
			Breaks:  []string{"provider.ready", "token.agentcore"},
		},
		{
			Name: "provider-wrong-issuer", Repairable: true,
			Title:   text.T{En: "The provider's issuer is the discovery document's address", Ko: "Provider의 발급자가 discovery 문서 주소입니다"},
			Symptom: text.T{En: "Machine tokens come; whatever compares the issuer refuses them.", Ko: "M2M 토큰은 받지만 발급자를 비교하는 기능은 거부합니다."},
			Breaks:  []string{"provider.issuer"},
		},
		{
			Name: "provider-wrong-endpoint", Repairable: true,
			Title:   text.T{En: "The provider asks another domain for tokens", Ko: "Provider가 다른 도메인에 토큰을 요청합니다"},
			Symptom: text.T{En: "Error parsing ClientCredentials response: nobody answers there.", Ko: "응답할 곳이 없어 Error parsing ClientCredentials response가 나옵니다."},
			Breaks:  []string{"provider.token_endpoint", "token.agentcore"},
		},
		{
			Name: "provider-wrong-vendor", Repairable: true,
			Title:   text.T{En: "The provider is of another vendor", Ko: "Provider의 종류가 다릅니다"},
			Symptom: text.T{En: "It is a CognitoOauth2 provider, and the scripts look for a CustomOauth2 one.", Ko: "CognitoOauth2로 만들어졌지만 스크립트는 CustomOauth2를 기대합니다."},
			Breaks:  []string{"provider.vendor"},
		},
		{
			Name: "secret-deleted", Repairable: true,
			Title:   text.T{En: "The provider's secret was deleted from Secrets Manager", Ko: "Provider의 시크릿이 Secrets Manager에서 삭제되었습니다"},
			Symptom: text.T{En: "The provider is READY, and hands out no token.", Ko: "Provider는 READY인데 토큰을 주지 않습니다."},
			Breaks:  []string{"provider.secret", "token.agentcore"},
		},
		{
			Name: "return-url-missing", Repairable: true,
			Title:   text.T{En: "The workload identity does not list this program's return address", Ko: "Workload Identity에 이 프로그램의 return URL이 없습니다"},
			Symptom: text.T{En: "A user's sign-in through AgentCore is refused before it begins.", Ko: "AgentCore를 통한 사용자 로그인이 시작되기도 전에 거부됩니다."},
			Breaks:  []string{"workload.return_urls"},
		},
	}
}
