package oauth

import "agentcore-workshop/steps/text"

// Explain says what a claim of a Cognito token means, or nothing for a claim that it does not know
// (RFC 7519 4.1, OpenID Connect Core 2, Cognito developer guide "Understanding user pool JSON web tokens").
func Explain(claim string) text.T {
	switch claim {
	case "iss":
		return text.T{En: "issuer: the user pool that signed the token; its discovery document lies under this address", Ko: "발급자: 토큰에 서명한 User Pool이며, discovery 문서가 이 주소 아래에 있습니다"}
	case "sub":
		return text.T{En: "subject: whom the token is about; a machine's token has its client id here", Ko: "주체: 토큰이 가리키는 대상이며, M2M 토큰에서는 client id입니다"}
	case "token_use":
		return text.T{En: "what the token is for: access (calling an API) or id (knowing the user)", Ko: "토큰의 용도: access(API 호출) 또는 id(사용자 확인)"}
	case "client_id":
		return text.T{En: "the app client it was issued to; gateways check it as allowedClients", Ko: "토큰을 발급받은 앱 클라이언트이며, Gateway가 allowedClients로 검사합니다"}
	case "aud":
		return text.T{En: "audience: who may accept it; Cognito sets it in ID tokens, not in access tokens", Ko: "대상: 토큰을 받아들일 상대이며, Cognito는 access token이 아니라 ID token에 넣습니다"}
	case "scope":
		return text.T{En: "what the bearer may do, separated by spaces", Ko: "허용된 작업의 목록(공백으로 구분)"}
	case "username", "cognito:username":
		return text.T{En: "the user's name in the pool; a machine's token has none", Ko: "User Pool 안의 사용자 이름이며, M2M 토큰에는 없습니다"}
	case "email":
		return text.T{En: "the user's e-mail address, since the scope email was asked for", Ko: "email 스코프를 요청했으므로 들어 있는 사용자의 이메일 주소"}
	case "email_verified":
		return text.T{En: "whether the pool has proof that the address is the user's", Ko: "이메일 주소가 사용자의 것으로 확인되었는지 여부"}
	case "cognito:groups":
		return text.T{En: "the user's groups in the pool", Ko: "사용자가 속한 User Pool 그룹"}
	case "auth_time":
		return text.T{En: "when the user typed the password, or the machine showed its secret; older than this sign-in means that a cookie skipped the form", Ko: "사용자가 암호를 입력한(M2M은 시크릿을 제시한) 시각이며, 이번 로그인보다 이르면 쿠키 때문에 입력 단계가 생략된 것입니다"}
	case "iat":
		return text.T{En: "issued at", Ko: "발급 시각"}
	case "exp":
		return text.T{En: "expires: nobody may accept it after this time", Ko: "만료 시각: 이후에는 누구도 이 토큰을 받아들이면 안 됩니다"}
	}
	return explainRest(claim)
}

// explainRest has the claims that matter for auditing rather than for using a token.
func explainRest(claim string) text.T {
	switch claim {
	case "nonce":
		return text.T{En: "the random value of our request: proves that this ID token answers it", Ko: "요청에 넣은 임의의 값: 이 ID token이 그 요청의 응답임을 증명합니다"}
	case "at_hash":
		return text.T{En: "hash of the access token that came with it: the two belong together", Ko: "함께 발급된 access token의 해시: 두 토큰이 짝임을 나타냅니다"}
	case "jti":
		return text.T{En: "the token's own id", Ko: "토큰 고유의 ID"}
	case "origin_jti":
		return text.T{En: "id of the sign-in that this token descends from; revoking it ends all of them", Ko: "이 토큰이 유래한 로그인의 ID이며, 폐기하면 관련 토큰이 모두 무효가 됩니다"}
	case "event_id":
		return text.T{En: "id of the sign-in event in the pool's logs", Ko: "User Pool 로그에 기록된 로그인 이벤트의 ID"}
	case "version":
		return text.T{En: "version of the token's form; 2 in pools of today", Ko: "토큰 형식의 버전이며, 현재는 2입니다"}
	case "device_key":
		return text.T{En: "the remembered device that signed in", Ko: "로그인에 쓰인 기억된 기기"}
	case "nbf":
		return text.T{En: "not valid before this time", Ko: "이 시각 이전에는 유효하지 않습니다"}
	case "cognito:roles", "cognito:preferred_role":
		return text.T{En: "IAM roles of the user's groups", Ko: "사용자 그룹에 연결된 IAM 역할"}
	}
	return text.T{}
}
