package diagnose

import "agentcore-workshop/steps/text"

// knownOfPools are those of the user pool and its clients.
func knownOfPools() []Known {
	return []Known{
		{
			ID: "sms-role", Docs: docsSMS,
			Says: [][]string{form("role does not have permission to publish with sns"), form("invalidsmsroleaccesspolicyexception"), form("invalidsmsroletrustrelationshipexception"),
				form("role does not have a trust relationship allowing cognito to assume the role")},
			Cause: text.T{En: "The published template makes a role for text messages and the pool at the same time. IAM needs seconds until a new role counts, and the pool's creation loses the race.", Ko: "공개된 템플릿은 SMS 역할과 User Pool을 동시에 만듭니다. 새 IAM 역할이 적용되기까지 몇 초 걸려 User Pool 생성이 먼저 실패합니다."},
			Proof: text.T{En: "The stack's events show UserPool CREATE_FAILED seconds after the role's CREATE_COMPLETE.", Ko: "스택 이벤트에서 역할의 CREATE_COMPLETE 몇 초 뒤에 UserPool이 CREATE_FAILED가 됩니다."},
			Fix:   text.T{En: "Delete the stack and run `deploy`: its template sends no text messages and has no such role.", Ko: "스택을 지우고 `deploy`를 실행하세요. 이 프로그램의 템플릿은 SMS를 쓰지 않아 그 역할이 없습니다."},
			Near:  "sms sns role publish pool phone",
		},
		{
			ID: "pool-undeletable", Docs: docsSMS,
			Says:  [][]string{form("pool", "undeletable"), form("sms role", "deleted"), form("cognitosmsrole", "delete"), form("user pool", "cannot be deleted", "sms")},
			Cause: text.T{En: "The pool's SMS role was deleted before the pool. Cognito tries to take it in every update, also in the one that removes MFA before deletion.", Ko: "User Pool보다 SMS 역할이 먼저 삭제되었습니다. Cognito는 삭제 전에 MFA를 끄는 업데이트를 포함한 모든 업데이트에서 이 역할을 사용하려 합니다."},
			Proof: text.T{En: "`aws cognito-idp describe-user-pool` names an SnsCallerArn that `aws iam get-role` does not find.", Ko: "`aws cognito-idp describe-user-pool`의 SnsCallerArn을 `aws iam get-role`로 찾을 수 없습니다."},
			Fix:   text.T{En: "Make a role of that name again that cognito-idp.amazonaws.com may take, delete the pool, then the role.", Ko: "cognito-idp.amazonaws.com이 맡을 수 있는 같은 이름의 역할을 다시 만들고 User Pool을 지운 다음 역할을 지우세요."},
			Near:  "pool delete sms role",
		},
		{
			ID: "pool-gone", Docs: docsHosted, Checks: []string{"pool.exists", "parameter.userpool_id"},
			Says:  [][]string{form("user pool", "does not exist."), form("resourcenotfoundexception", "user pool")},
			Cause: text.T{En: "The user pool is not there any more, or is in another region; a parameter or a script still names it.", Ko: "User Pool이 없거나 다른 리전에 있는데, 파라미터나 스크립트가 여전히 그 ID를 쓰고 있습니다."},
			Fix:   text.T{En: "If the stack is healthy, `fix --all` puts the parameters right. If the pool itself was deleted, delete the stack and run `deploy`.", Ko: "스택이 정상이면 `fix --all`로 파라미터를 바로잡으세요. User Pool이 삭제되었다면 스택을 지우고 `deploy`를 실행하세요."},
			Near:  "pool exist user resource",
		},
		{
			ID: "client-gone", Docs: docsClient, Checks: []string{"client.machine.exists", "client.web.exists"},
			Says:  [][]string{form("user pool client", "does not exist"), form("client does not exist")},
			Cause: text.T{En: "No app client has this id: the stack was made again, which gives new ids, or the client was deleted.", Ko: "이 ID의 앱 클라이언트가 없습니다. 스택을 다시 만들어 ID가 바뀌었거나 클라이언트가 삭제되었습니다."},
			Fix:   text.T{En: "Take the id from the stack's outputs; `fix --all` and `provider` carry it to the parameters and to the provider.", Ko: "스택 출력의 ID를 쓰세요. `fix --all`과 `provider`가 파라미터와 Provider에 반영합니다."},
			Near:  "client exist",
		},
		{
			ID: "no-sign-in-page", Docs: docsClient, Checks: []string{"client.web.exists", "client.web.idp"},
			Says: [][]string{form("login pages unavailable")},
			Cause: text.T{En: "Cognito has no sign-in page for this app client: the pool does not know the id (a stack that was made again gives new ones), or the client lists no identity provider, or managed login has no style.",
				Ko: "이 앱 클라이언트에 보여 줄 로그인 페이지가 없습니다. 스택을 다시 만들어 ID가 바뀌었거나, 클라이언트에 IdP가 하나도 없거나, 관리형 로그인에 스타일이 없는 경우입니다."},
			Fix: text.T{En: "`fix client.web.idp` lists the pool's own users (COGNITO) again; take the id from the stack's outputs; managed login (version 2) needs a branding style, version 1 none.",
				Ko: "`fix client.web.idp`로 User Pool 사용자(COGNITO)를 다시 등록하세요. ID는 스택 출력의 값을 쓰세요. 관리형 로그인(버전 2)에는 브랜딩 스타일이 필요하고 버전 1에는 필요 없습니다."},
			Near: "login pages unavailable administrator",
		},
		{
			ID: "client-reset", Docs: "https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateUserPoolClient.html", Checks: []string{"client.web.callbacks", "client.web.flows", "client.web.scopes", "client.web.oauth"},
			Says:  [][]string{form("adding a callback"), form("added a callback"), form("after update-user-pool-client"), form("after updateuserpoolclient"), form("login suddenly broken")},
			Cause: text.T{En: "UpdateUserPoolClient sets everything that a request leaves out back to its default: one callback added is flows, scopes and lifetimes lost.", Ko: "UpdateUserPoolClient는 요청에 없는 값을 모두 기본값으로 되돌립니다. 콜백 하나를 추가하면 흐름, 스코프, 토큰 수명이 사라집니다."},
			Fix:   text.T{En: "`fix --all` sends the whole client again, with nothing left out.", Ko: "`fix --all`이 빠뜨리는 값 없이 클라이언트 전체를 다시 보냅니다."},
			Near:  "callback client update reset login broken",
		},
		{
			ID: "http-callback", Docs: docsNative, Checks: []string{"client.web.callbacks"},
			Says: [][]string{form("cannot use the http protocol"), form("http://127.0.0.1", "redirect"), form("http://127.0.0.1", "callback"), form("cognito refuses http://127.0.0.1"), form("connect econnrefused ::1:850"),
				form("[::1]:850", "refused"), form("=http://127.0.0.1:8501/")},
			Cause: text.T{En: "Cognito allows plain http for http://localhost only, and compares to the letter. And localhost may mean ::1, where a server that listens on 127.0.0.1 alone is not found.", Ko: "Cognito는 http://localhost에만 http를 허용하고 글자 그대로 비교합니다. 또한 localhost는 ::1일 수 있어 127.0.0.1에서만 기다리는 서버에는 연결되지 않습니다."},
			Fix:   text.T{En: "Use http://localhost:8501/ everywhere, and listen on 127.0.0.1 and ::1; `signin` does.", Ko: "어디서나 http://localhost:8501/을 쓰고 127.0.0.1과 ::1 모두에서 기다리세요. `signin`은 그렇게 합니다."},
			Near:  "localhost loopback ipv6 http callback",
		},
		{
			ID: "no-domain", Docs: docsHosted, Checks: []string{"domain.exists", "domain.active"},
			Says: [][]string{form("no such host", "amazoncognito.com"), form("getaddrinfo", "amazoncognito.com"), form("could not resolve host", "amazoncognito.com"), form("failed to resolve", "amazoncognito.com"),
				form("name or service not known", "amazoncognito.com"), form("nameresolutionerror", "amazoncognito"), form("404", "/oauth2/token"), form("405", "/oauth2/token"), form("/oauth2/token", "cognito-idp."),
				form("does not have a domain"), form("no user-pool domain"), form("dns error", "oauth2/token"), form("dns_probe_finished_nxdomain", "amazoncognito")},
			Cause: text.T{En: "The token endpoint exists only under the pool's own domain (PREFIX.auth.REGION.amazoncognito.com). The pool has none, it is new and not in DNS yet, or the address is another's (cognito-idp… has no token endpoint).", Ko: "토큰 엔드포인트는 User Pool의 도메인(PREFIX.auth.REGION.amazoncognito.com) 아래에만 있습니다. 도메인이 없거나, 방금 만들어 아직 DNS에 없거나, 다른 주소(cognito-idp…에는 토큰 엔드포인트가 없음)를 쓰고 있습니다."},
			Fix:   text.T{En: "A new domain needs up to a minute. If there is none, `fix domain.exists` makes it.", Ko: "새 도메인은 최대 1분 정도 기다리세요. 도메인이 없다면 `fix domain.exists`로 만듭니다."},
			Near:  "dns host resolve domain token endpoint",
		},
	}
}

// knownOfUsers are those of people who sign in.
func knownOfUsers() []Known {
	return []Known{
		{
			ID: "wrong-password", Docs: docsUser, Checks: []string{"user.exists", "user.confirmed"}, Generic: true,
			Says:  [][]string{form("incorrect username or password")},
			Cause: text.T{En: "The user is not in this pool, or has another password. Cognito gives both one answer. The toolkit's samples have two pools, and the page's user is test@example.com, not testuser.", Ko: "이 User Pool에 사용자가 없거나 암호가 다릅니다. Cognito는 두 경우에 같은 답을 합니다. 사용자는 testuser가 아니라 test@example.com이며, 다른 예제에는 User Pool이 두 개 있기도 합니다."},
			Fix:   text.T{En: "Compare the pool id in the sign-in page's address with yours; `deploy` makes the test user, and `aws cognito-idp admin-set-user-password --permanent` sets a password.", Ko: "로그인 페이지 주소의 User Pool이 맞는지 비교하세요. `deploy`가 테스트 사용자를 만들고, `aws cognito-idp admin-set-user-password --permanent`로 암호를 설정합니다."},
			Near:  "password username incorrect login sign",
		},
		{
			ID: "user-missing", Docs: docsUser, Checks: []string{"user.exists"}, Generic: true,
			Says:  [][]string{form("user does not exist"), form("usernotfoundexception"), form("username should be an email"), form("testuser", "test@example.com")},
			Cause: text.T{En: "The pool has no such user. People sign in with their e-mail address here: testuser is none, and RESEND for a user who was never made fails in the same way.", Ko: "User Pool에 그런 사용자가 없습니다. 이 User Pool에서는 이메일 주소로 로그인하므로 testuser는 쓸 수 없으며, 없는 사용자에게 RESEND를 해도 같은 오류가 납니다."},
			Fix:   text.T{En: "`fix user.exists` makes test@example.com with a permanent password.", Ko: "`fix user.exists`로 test@example.com을 영구 암호와 함께 만듭니다."},
			Near:  "user exist email testuser",
		},
		{
			ID: "new-password", Docs: docsUser, Checks: []string{"user.confirmed"},
			Says:  [][]string{form("force_change_password"), form("new_password_required"), form("forced new-password page"), form("set-user-password", "failed"), form("adminsetuserpassword", "invalidpasswordexception")},
			Cause: text.T{En: "The user is half made: created with a temporary password, and no permanent one was set. The script's second run says that the user exists, and ends well.", Ko: "사용자가 임시 암호로만 만들어지고 영구 암호는 설정되지 않았습니다. 스크립트를 다시 실행하면 사용자가 이미 있다며 성공으로 끝납니다."},
			Fix:   text.T{En: "`fix user.confirmed` sets a permanent password.", Ko: "`fix user.confirmed`로 영구 암호를 설정합니다."},
			Near:  "password change force temporary confirmed",
		},
		{
			ID: "user-disabled", Docs: docsUser, Checks: []string{"user.enabled"}, Generic: true,
			Says:  [][]string{form("user is disabled")},
			Cause: text.T{En: "An administrator disabled the user; the status stays CONFIRMED.", Ko: "관리자가 사용자를 비활성화했습니다. 상태는 CONFIRMED로 남습니다."},
			Fix:   text.T{En: "`fix user.enabled`.", Ko: "`fix user.enabled`를 실행하세요."},
			Near:  "user disabled enabled",
		},
		{
			ID: "secret-hash", Docs: docsClient, Checks: []string{"client.web.public"},
			Says:  [][]string{form("secret_hash was not received"), form("unable to verify secret hash"), form("configured with secret but")},
			Cause: text.T{En: "The client has a secret, and the sign-in by API did not prove it. The web client must have none; the machine client is not for people.", Ko: "클라이언트에 시크릿이 있는데 API 로그인에서 이를 증명하지 않았습니다. Web Client에는 시크릿이 없어야 하고, Machine Client는 사용자용이 아닙니다."},
			Fix:   text.T{En: "Sign in with the web client. If it has a secret it is another client: make the stack's again with `deploy`.", Ko: "Web Client로 로그인하세요. 시크릿이 있다면 다른 클라이언트이므로 `deploy`로 스택의 클라이언트를 다시 만드세요."},
			Near:  "secret hash client",
		},
		{
			ID: "password-flow-off", Docs: docsClient, Checks: []string{"client.web.auth"},
			Says:  [][]string{form("user_password_auth flow not enabled for this client"), form("user_srp_auth is not enabled"), form("auth flow not enabled for this client")},
			Cause: text.T{En: "The client does not take passwords by API, which is as it should be: people sign in on the hosted page.", Ko: "이 클라이언트는 API로 암호를 받지 않습니다. 사용자는 호스팅 로그인 페이지에서 로그인하는 것이 맞습니다."},
			Fix:   text.T{En: "Use `signin` (authorization code with PKCE). Do not turn the flow on.", Ko: "`signin`(Authorization Code와 PKCE)을 쓰세요. 이 흐름을 켜지 마세요."},
			Near:  "auth flow password enabled client",
		},
	}
}
