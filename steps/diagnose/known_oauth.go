package diagnose

import (
	"slices"

	"agentcore-workshop/steps/text"
)

// knownOfGrants are OAuth's own codes (RFC 6749), as Cognito uses them.
func knownOfGrants() []Known {
	return []Known{
		{
			ID: "invalid-client", Docs: docsToken, Generic: true, Checks: []string{"provider.client", "token.endpoint", "token.agentcore"},
			Says:  oauthCode("invalid_client"),
			Cause: text.T{En: "The client id or its secret is not the pool's any more. After a stack was made again the provider still has the old ones.", Ko: "client id나 시크릿이 더 이상 User Pool의 값이 아닙니다. 스택을 다시 만들면 Provider에는 이전 값이 남아 있습니다."},
			Fix:   text.T{En: "`provider update` sends the live id and secret again.", Ko: "`provider update`로 현재 id와 시크릿을 다시 보냅니다."},
			Near:  "client secret invalid provider credentials",
		},
		{
			ID: "invalid-grant", Docs: docsToken, Generic: true, Checks: []string{"client.web.oauth", "client.web.scopes"},
			Says:  oauthCode("invalid_grant"),
			Cause: text.T{En: "The code was used already or is older than five minutes (a link preview or a reload uses it up), the verifier is another one's, or the client may not have a scope.", Ko: "code를 이미 썼거나 5분이 지났거나(링크 미리 보기나 새로 고침으로도 소모됩니다), code_verifier가 다르거나, 클라이언트에 허용되지 않은 스코프입니다."},
			Fix:   text.T{En: "Start the sign-in again and paste the address at once: `signin`.", Ko: "`signin`으로 로그인을 다시 시작하고 주소를 바로 붙여 넣으세요."},
			Near:  "grant code expired paste verifier",
		},
		{
			ID: "invalid-scope", Docs: docsScopes, Generic: true, Checks: []string{"resourceserver.scope", "parameter.cognito_auth_scope", "client.machine.scopes"},
			Says:  oauthCode("invalid_scope"),
			Cause: text.T{En: "A scope does not exist or is not allowed to the client. Usual: offline_access (Cognito has none), commas instead of spaces, or a parameter that fix-ssm rewrote.", Ko: "스코프가 없거나 클라이언트에 허용되지 않았습니다. 흔한 원인은 offline_access(Cognito에 없음), 공백 대신 쉼표, fix-ssm이 바꾼 파라미터입니다."},
			Fix:   text.T{En: "`fix --all` brings resource server, client and parameter together again; leave offline_access out.", Ko: "`fix --all`로 Resource Server, 클라이언트, 파라미터를 맞추세요. offline_access는 빼세요."},
			Near:  "scope offline_access resource server",
		},
		{
			ID: "scopes-rewritten", Docs: docsScopes, Checks: []string{"parameter.cognito_auth_scope", "client.machine.scopes"},
			Says:  [][]string{form("gateway:read", "gateway:write"), form("add_cognito_scopes.py"), form("add_configs.py")},
			Cause: text.T{En: "A script of module 3 rewrote resource server, both clients and cognito_auth_scope to two scopes. That is legitimate, and the template's next update takes it back.", Ko: "모듈 3의 스크립트가 Resource Server, 두 클라이언트, cognito_auth_scope를 스코프 두 개로 바꿨습니다. 정상적인 변경이지만 템플릿을 다시 배포하면 되돌아갑니다."},
			Fix:   text.T{En: "Ask for both scopes, separated by a space; do not deploy the template over it.", Ko: "두 스코프를 공백으로 구분해 요청하고, 템플릿을 덮어 배포하지 마세요."},
			Near:  "gateway read write scopes",
		},
		{
			ID: "unauthorized-client", Docs: docsToken, Generic: true, Checks: []string{"client.machine.flows", "client.web.flows", "client.machine.oauth"},
			Says:  slices.Concat(oauthCode("unauthorized_client"), [][]string{form("invalid_redirect")}),
			Cause: text.T{En: "This client may not use this flow: code and client_credentials cannot share a client. Or the redirect_uri of the token request is not that of the sign-in, down to the slash.", Ko: "이 클라이언트에 허용되지 않은 흐름입니다. code와 client_credentials는 한 클라이언트에서 함께 쓸 수 없습니다. 또는 토큰 요청의 redirect_uri가 로그인 때와 슬래시까지 같지 않습니다."},
			Fix:   text.T{En: "Machines use the machine client, people the web client; `fix --all` puts their flows right.", Ko: "M2M은 Machine Client를, 사용자는 Web Client를 쓰세요. `fix --all`로 흐름 설정을 바로잡습니다."},
			Near:  "client flow grant unauthorized redirect",
		},
		{
			ID: "invalid-request", Docs: docsAuthorize, Generic: true,
			Says:  slices.Concat(oauthCode("invalid_request"), [][]string{form("=invalid request"), form("invalid request", "again"), form("invalid request", "request_uri"), form("blank page", "url again")}),
			Cause: text.T{En: "The authorization address is for one use and lives about ten minutes; opened again, or by a link preview, it is refused. By hand: a challenge without code_challenge_method=S256, or no response_type.", Ko: "인가 주소는 한 번만 쓸 수 있고 수명은 약 10분입니다. 다시 열거나 링크 미리 보기가 먼저 열면 거부됩니다. 직접 만든 주소라면 code_challenge_method=S256이나 response_type이 빠졌을 수 있습니다."},
			Proof: text.T{En: "A new address, opened once, works.", Ko: "새 주소를 한 번만 열면 동작합니다."},
			Fix:   text.T{En: "Start again for a new address, and open it once: `signin`, or `3lo` with forceAuthentication.", Ko: "`signin`이나 forceAuthentication을 켠 `3lo`로 새 주소를 받아 한 번만 여세요."},
			Near:  "authorization url request blank page again",
		},
		{
			ID: "consent-denied", Docs: docsAuthorize, Generic: true,
			Says:  [][]string{form("error=access_denied"), form(`"error":"access_denied"`), form("=access_denied")},
			Cause: text.T{En: "The person cancelled on the sign-in or consent page.", Ko: "사용자가 로그인 또는 동의 페이지에서 취소했습니다."},
			Proof: text.T{En: "The address that the browser ended at says error=access_denied.", Ko: "브라우저가 도착한 주소에 error=access_denied가 있습니다."},
			Fix:   text.T{En: "Start the sign-in again.", Ko: "로그인을 다시 시작하세요."},
			Near:  "consent cancelled denied person",
		},
	}
}

// knownOfBrowsers are those of the way from the browser back to the program.
func knownOfBrowsers() []Known {
	return []Known{
		{
			ID: "redirect-mismatch", Docs: docsClient, Checks: []string{"client.web.callbacks"},
			Says:  [][]string{form("redirect_mismatch"), form("an error was encountered with the requested page")},
			Cause: text.T{En: "The redirect_uri of the request is not in the client's list to the letter: slash at the end, localhost and 127.0.0.1, port and case all count.", Ko: "요청의 redirect_uri가 클라이언트의 목록에 글자 그대로 들어 있지 않습니다. 끝의 슬래시, localhost와 127.0.0.1, 포트, 대소문자를 모두 구분합니다."},
			Fix:   text.T{En: "`fix client.web.callbacks` adds the addresses and keeps the others.", Ko: "`fix client.web.callbacks`로 다른 주소는 그대로 두고 주소를 추가합니다."},
			Near:  "redirect uri callback mismatch page",
		},
		{
			ID: "provider-callback-unregistered", Docs: docsOutbound, Checks: []string{"provider.exists"},
			Says: [][]string{form("redirect_mismatch", "identities/oauth2/callback"), form("redirect_uri", "bedrock-agentcore", "identities/oauth2/callback"), form("callbackurl", "identities/oauth2/callback"),
				form("3lo through this provider cannot work")},
			Cause: text.T{En: "A user's sign-in through AgentCore comes back to AgentCore's own callbackUrl, which has an id for each provider. The workshop's provider is made on the machine client, which has no callbacks and may not use code at all.", Ko: "AgentCore를 통한 사용자 로그인은 Provider마다 다른 AgentCore의 callbackUrl로 돌아옵니다. 워크숍의 Provider는 콜백이 없고 code 흐름도 쓸 수 없는 Machine Client로 만들어졌습니다."},
			Proof: text.T{En: "`provider get` prints the callbackUrl; it is in neither client's list.", Ko: "`provider get`이 출력하는 callbackUrl이 두 클라이언트의 목록에 없습니다."},
			Fix:   text.T{En: "`3lo` makes a client and a provider of its own for this, with the callback registered.", Ko: "`3lo`가 콜백을 등록한 별도의 클라이언트와 Provider를 만듭니다."},
			Near:  "agentcore callback provider 3lo redirect",
		},
		{
			ID: "callback-unreachable", Docs: docsNative,
			Says:  [][]string{form("localhost refused to connect"), form("err_connection_refused"), form("localhost:8501/?code="), form("localhost:8502/?code="), form("localhost:8503/?code=")},
			Cause: text.T{En: "The browser is on another machine than the program (SSH, CloudShell, Codespaces, Workshop Studio), so that its localhost is not the one that waits; or nothing waits any more. The sign-in itself was right: the address holds the code.", Ko: "브라우저와 프로그램이 서로 다른 컴퓨터(SSH, CloudShell, Codespaces, Workshop Studio)에 있어 브라우저의 localhost에서는 아무도 기다리지 않거나, 프로그램이 이미 끝났습니다. 로그인은 성공했고 주소에 code가 들어 있습니다."},
			Proof: text.T{En: "The browser's address line begins with http://localhost:8501/?code=.", Ko: "브라우저 주소창이 http://localhost:8501/?code=로 시작합니다."},
			Fix:   text.T{En: "Copy the whole address and paste it where `signin` waits, within five minutes; or `ssh -L 8501:localhost:8501`.", Ko: "주소 전체를 복사해 5분 안에 `signin`이 기다리는 곳에 붙여 넣거나, `ssh -L 8501:localhost:8501`을 쓰세요."},
			Near:  "localhost browser refused connect ssh",
		},
		{
			ID: "no-browser", Docs: docsNative,
			Says:  [][]string{form("xdg-open", "not found"), form("xdg-settings", "not found"), form("no method available for opening"), form("wslview", "not found")},
			Cause: text.T{En: "There is no browser where the program runs: WSL without wslu, a container, or a machine without a screen.", Ko: "프로그램이 실행되는 곳에 브라우저가 없습니다. wslu가 없는 WSL, 컨테이너, 화면이 없는 서버 등입니다."},
			Proof: text.T{En: "`echo $DISPLAY $BROWSER` prints nothing.", Ko: "`echo $DISPLAY $BROWSER`가 아무것도 출력하지 않습니다."},
			Fix:   text.T{En: "Open the printed address in any browser and paste where it ends; or set $BROWSER.", Ko: "출력된 주소를 아무 브라우저에서나 열고 마지막 주소를 붙여 넣거나 $BROWSER를 설정하세요."},
			Near:  "browser open xdg display wsl headless",
		},
		{
			ID: "port-taken", Docs: docsNative, Generic: true,
			Says:  [][]string{form("address already in use"), form("eaddrinuse"), form("only one usage of each socket address")},
			Cause: text.T{En: "Another program, often an earlier run, has the port that waits for the browser (8501, or 8081 in the samples). The answer may then go to that program.", Ko: "브라우저를 기다릴 포트(8501, 예제에서는 8081)를 다른 프로그램이나 이전 실행이 쓰고 있습니다. 그러면 응답이 그 프로그램으로 갈 수 있습니다."},
			Proof: text.T{En: "`ss -ltnp 'sport = :8501'` names it.", Ko: "`ss -ltnp 'sport = :8501'`로 어떤 프로그램인지 볼 수 있습니다."},
			Fix:   text.T{En: "End that program; `signin` takes 8502 or 8503 by itself, and else the paste box.", Ko: "그 프로그램을 끝내세요. `signin`은 8502나 8503을 쓰고, 그것도 안 되면 주소를 붙여 넣게 합니다."},
			Near:  "port address bind socket 8501 8081",
		},
		{
			ID: "other-user", Docs: docsBinding, Checks: []string{"client.web.logout"},
			Says:  [][]string{form("consent skipped"), form("token belongs to the other user"), form("token belongs to the *other* user"), form("signed in as the wrong user"), form("wrong user", "token")},
			Cause: text.T{En: "The browser still has the Cognito cookie of an earlier sign-in, so that no page was shown and that person's token came.", Ko: "브라우저에 이전 로그인의 Cognito 쿠키가 남아 있어 로그인 페이지 없이 그 사용자의 토큰이 발급되었습니다."},
			Proof: text.T{En: "`inspect` shows another username in the token than expected.", Ko: "`inspect`로 보면 토큰의 username이 예상과 다릅니다."},
			Fix:   text.T{En: "Open a private window, or sign out first (the domain's /logout); `binding` shows why this matters.", Ko: "시크릿 창에서 열거나 먼저 로그아웃(도메인의 /logout)하세요. 왜 중요한지는 `binding`이 보여 줍니다."},
			Near:  "cookie user token wrong other consent",
		},
		{
			ID: "callback-post", Docs: docsAuthorize, Generic: true,
			Says:  [][]string{form("405", "callback"), form("405", "oauth2/callback"), form("method not allowed", "callback"), form("callback coded as post"), form("=405 method not allowed"), form("=405")},
			Cause: text.T{En: "The callback was written for POST. The browser comes back with a redirect, which is a GET.", Ko: "콜백을 POST로 구현했습니다. 브라우저는 redirect, 즉 GET으로 돌아옵니다."},
			Proof: text.T{En: "The server's log shows GET /?code=… with 405.", Ko: "서버 로그에 GET /?code=…가 405로 남습니다."},
			Fix:   text.T{En: "Answer GET on the callback's path.", Ko: "콜백 경로에서 GET을 처리하세요."},
			Near:  "405 post get method callback",
		},
		{
			ID: "callback-exposed", Docs: docsNative,
			Says:  [][]string{form("0.0.0.0", "callback"), form("bound to 0.0.0.0"), form("0.0.0.0:8081"), form("0.0.0.0:8501")},
			Cause: text.T{En: "The callback server listens on all interfaces: whoever is on the same network can hand it a code of their own.", Ko: "콜백 서버가 모든 네트워크 인터페이스에서 기다립니다. 같은 네트워크의 누구나 자신의 code를 넣을 수 있습니다."},
			Proof: text.T{En: "`ss -ltn` shows 0.0.0.0 or * before the port.", Ko: "`ss -ltn`에서 포트 앞에 0.0.0.0이나 *가 보입니다."},
			Fix:   text.T{En: "Listen on 127.0.0.1 and ::1 only (RFC 8252, 8.3).", Ko: "127.0.0.1과 ::1에서만 기다리세요(RFC 8252, 8.3절)."},
			Near:  "interface listen 0.0.0.0 callback exposed",
		},
	}
}
