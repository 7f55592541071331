package diagnose

import "agentcore-workshop/steps/text"

// ofClients are the faults of the app clients.
func ofClients() []Fault {
	return []Fault{
		{
			Name: "client-missing", Arg: "web|machine", Repairable: true,
			Title:   text.T{En: "An app client was deleted", Ko: "앱 클라이언트가 삭제되었습니다"},
			Symptom: text.T{En: "invalid_client, or: User pool client does not exist.", Ko: "invalid_client 또는 User pool client does not exist가 나옵니다."},
			Breaks:  []string{"client.machine.exists"},
		},
		{
			Name: "client-secret-rotated", Repairable: true,
			Title:   text.T{En: "The machine client has a new secret, the provider the old one", Ko: "Machine Client의 시크릿이 바뀌었고 Provider는 이전 값을 갖고 있습니다"},
			Symptom: text.T{En: "A token comes from Cognito directly and none through AgentCore: Error parsing ClientCredentials response.", Ko: "Cognito에서는 토큰을 받지만 AgentCore를 통하면 Error parsing ClientCredentials response가 나옵니다."},
			Breaks:  []string{"token.agentcore"},
		},
		{
			Name: "client-public-secret", Repairable: true,
			Title:   text.T{En: "The web client has a secret", Ko: "Web Client에 시크릿이 있습니다"},
			Symptom: text.T{En: "invalid_client when the sign-in redeems its code.", Ko: "로그인 후 코드를 토큰으로 바꿀 때 invalid_client가 나옵니다."},
			Breaks:  []string{"client.web.public"},
		},
		{
			Name: "client-secret-missing", Repairable: true,
			Title:   text.T{En: "The machine client has no secret", Ko: "Machine Client에 시크릿이 없습니다"},
			Symptom: text.T{En: "client_credentials is refused.", Ko: "client_credentials 요청이 거부됩니다."},
			Breaks:  []string{"client.machine.secret"},
		},
		{
			Name: "callback-missing", Repairable: true,
			Title:   text.T{En: "The callback addresses of this machine are not registered", Ko: "이 컴퓨터의 콜백 주소가 등록되어 있지 않습니다"},
			Symptom: text.T{En: "redirect_mismatch in the browser.", Ko: "브라우저에 redirect_mismatch가 나옵니다."},
			Breaks:  []string{"client.web.callbacks"},
		},
		{
			Name: "logout-url-missing", Repairable: true,
			Title:   text.T{En: "The logout addresses are not registered", Ko: "로그아웃 주소가 등록되어 있지 않습니다"},
			Symptom: text.T{En: "Signing out ends on an error page.", Ko: "로그아웃하면 오류 페이지가 나옵니다."},
			Breaks:  []string{"client.web.logout"},
		},
		{
			Name: "scope-missing", Arg: "web|machine", Repairable: true,
			Title:   text.T{En: "A client may not ask for the scope", Ko: "클라이언트에 스코프가 허용되어 있지 않습니다"},
			Symptom: text.T{En: "invalid_scope, though the scope exists.", Ko: "스코프가 존재하는데도 invalid_scope가 나옵니다."},
			Breaks:  []string{"client.machine.scopes", "token.endpoint"},
		},
		{
			Name: "flow-not-allowed", Arg: "web|machine", Repairable: true,
			Title:   text.T{En: "A client may not use its OAuth flow", Ko: "클라이언트에 OAuth 흐름이 허용되어 있지 않습니다"},
			Symptom: text.T{En: "unauthorized_client.", Ko: "unauthorized_client가 나옵니다."},
			Breaks:  []string{"client.machine.flows", "token.endpoint"},
		},
		{
			Name: "oauth-off", Arg: "web|machine", Repairable: true,
			Title:   text.T{En: "The OAuth endpoints ignore a client", Ko: "OAuth 엔드포인트가 클라이언트를 쓰지 않습니다"},
			Symptom: text.T{En: "Its flows, scopes and callbacks are listed and refused all the same.", Ko: "흐름, 스코프, 콜백이 설정되어 있는데도 거부됩니다."},
			Breaks:  []string{"client.web.oauth"},
		},
		{
			Name: "token-lifetime-short", Arg: "web|machine", Repairable: true,
			Title:   text.T{En: "Tokens of a client run out after five minutes", Ko: "클라이언트의 토큰이 5분 만에 만료됩니다"},
			Symptom: text.T{En: "It works, and fails in the middle of a longer task.", Ko: "처음에는 동작하다가 긴 작업 중에 실패합니다."},
			Breaks:  []string{"client.machine.lifetimes"},
		},
		{
			Name: "password-auth-on", Repairable: true,
			Title:   text.T{En: "Programs may collect passwords", Ko: "프로그램이 암호를 직접 받을 수 있습니다"},
			Symptom: text.T{En: "USER_PASSWORD_AUTH is answered.", Ko: "USER_PASSWORD_AUTH 요청이 받아들여집니다."},
			Breaks:  []string{"client.web.auth"},
		},
	}
}
