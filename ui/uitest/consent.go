package uitest

import (
	"context"
	"net/http"
	"time"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

func consentInfo() flow.Info {
	return flow.Info{
		ID: "3lo", Ephemeral: true, Title: text.T{En: "3LO: outbound access in a user's name", Ko: "3LO Outbound Auth (사용자 대신 외부 API 호출)"},
		Lanes: []string{"browser", "program", "agentcore", "cognito", "userinfo"},
		Why: text.T{
			En: "An agent needs a user's own data, so the user must agree in a browser.",
			Ko: "에이전트에 사용자의 데이터가 필요하면 사용자가 브라우저에서 동의해야 합니다.",
		},
		Will: []flow.Plan{{Call: "bedrock-agentcore:GetResourceOauth2Token", Does: text.T{En: "the token from the vault, or where the user has to go", Ko: "Token Vault의 토큰, 또는 사용자가 가야 할 주소를 받습니다"}}},
	}
}

// The hosts of the scripted flow.
const (
	agentcoreHost = "https://bedrock-agentcore.us-east-1.amazonaws.com"
	cognitoHost   = "https://d.auth.us-east-1.amazoncognito.com"
)

// callbackPath is the path of the provider's callback URL.
const callbackPath = "/identities/oauth2/callback/0b7b1f10-0000-4000-8000-000000000000"

func browserGets(to string, status int, host, path, location string, title text.T) flow.Hop {
	h := flow.Hop{From: "browser", To: to, Method: http.MethodGet, URL: host + path, Status: status, Title: title.With(), Request: "GET " + path + "\nHost: " + host[len("https://"):]}
	if location != "" {
		h.Answer = "Location: " + location
	}
	return h
}

func asks(from, path, request, answer string, title text.T) flow.Hop {
	return flow.Hop{From: from, To: "agentcore", Method: http.MethodPost, URL: agentcoreHost + path, Status: http.StatusOK, Request: request, Answer: answer, Title: title.With()}
}

// consentHops are the messages of a 3LO flow as the step `3lo` tells them.
func consentHops() []flow.Hop {
	const resource = `{"oauth2Flow":"USER_FEDERATION","resourceCredentialProviderName":"troubleshooting-connectivity-123456789012-3lo","resourceOauth2ReturnUrl":"http://localhost:8501/return","scopes":["openid","email","profile"],"customState":"•••","workloadIdentityToken":"•••"}`
	return []flow.Hop{
		asks("agent", "/identities/GetWorkloadAccessTokenForJWT", `{"userToken":"•••","workloadName":"agentcore-workshop"}`, `{"workloadAccessToken":"•••"}`,
			text.T{En: "I act for the user of this JWT: a workload access token, please", Ko: "이 JWT의 사용자를 대신합니다. workload access token을 주세요"}),
		asks("agent", "/identities/oauth2/token", resource, `{"authorizationUrl":"•••","sessionStatus":"IN_PROGRESS","sessionUri":"•••"}`,
			text.T{En: "With it: this user's token, please. Here are my return URL and state", Ko: "이것으로 이 사용자의 토큰을 요청합니다. return URL과 state도 함께 보냅니다"}),
		{From: "agent", To: "browser", Method: http.MethodGet, URL: agentcoreHost + "/identities/oauth2/authorize", Request: "/identities/oauth2/authorize?request_uri=•••",
			Title: text.T{En: "Open this address and agree: it lives ten minutes", Ko: "이 주소를 열어 동의해 주세요(유효 시간 10분)"}.With()},
		browserGets("agentcore", 302, agentcoreHost, "/identities/oauth2/authorize?request_uri=•••", cognitoHost+"/oauth2/authorize?client_id=3lo&state=•••",
			text.T{En: "The browser opens the authorization URL", Ko: "브라우저가 authorization URL을 엽니다"}),
		browserGets("cognito", 302, cognitoHost, "/oauth2/authorize?client_id=3lo&state=•••", agentcoreHost+callbackPath+"?code=•••&state=•••",
			text.T{En: "The identity provider asks who this is, and whether they agree", Ko: "IdP가 누구인지, 동의하는지 묻습니다"}),
		browserGets("agentcore", 302, agentcoreHost, callbackPath+"?code=•••&state=•••", "http://localhost:8501/return?session_id=•••&state=•••",
			text.T{En: "Back at AgentCore's callback URL with the code", Ko: "code를 갖고 AgentCore의 callback URL로 돌아옵니다"}),
		{From: "agentcore", To: "cognito", Method: http.MethodPost, Status: http.StatusOK,
			Title: text.T{En: "AgentCore redeems the code and keeps the token hidden (inside AWS, not seen from here)", Ko: "AgentCore가 code를 교환하고 토큰을 아직 숨겨 둡니다(AWS 내부라 여기서는 보이지 않음)"}.With()},
		{From: "browser", To: "app", Method: http.MethodGet, URL: "http://localhost:8501/return", Request: "GET /return?session_id=•••&state=•••\nHost: localhost:8501",
			Title: text.T{En: "The browser is back at our return URL: state and user are the right ones", Ko: "브라우저가 우리 return URL로 돌아왔고 state와 사용자가 일치합니다"}.With()},
		asks("app", "/identities/CompleteResourceTokenAuth", `{"sessionUri":"•••","userIdentifier":{"userToken":"•••"}}`, `{}`,
			text.T{En: "The browser's user is the one who began: bind the token to that user", Ko: "브라우저의 사용자가 시작한 사용자와 같습니다. 토큰을 그 사용자에게 연결해 주세요"}),
		asks("agent", "/identities/oauth2/token", resource, `{"accessToken":"•••"}`,
			text.T{En: "And now? The same request with the session", Ko: "이제 되었나요? 같은 요청에 세션을 붙여 보냅니다"}),
		{From: "agent", To: "userinfo", Method: http.MethodGet, URL: cognitoHost + "/oauth2/userInfo", Status: http.StatusOK, Request: "Authorization: Bearer •••", Answer: `{"email":"test@example.com","email_verified":"true"}`,
			Title: text.T{En: "The API call, with the user's token", Ko: "사용자의 토큰으로 API를 호출합니다"}.With()},
	}
}

// hopTime is how long each hop takes.
const hopTime = 300 * time.Millisecond

// consent walks a 3LO flow. With Fail "denied" the person cancels at the identity provider.
func (w *Workshop) consent(ctx context.Context, r *flow.Report) error {
	for _, h := range consentHops() {
		if err := r.Clock().Sleep(ctx, hopTime); err != nil {
			return err
		}
		h.Flow = "3lo"
		if w.Fail == "denied" && h.To == "agentcore" && h.From == "browser" && h.URL != agentcoreHost+"/identities/oauth2/authorize?request_uri=•••" {
			return denied(r, h)
		}
		r.Hop(h)
		if w.Asks && h.To == "browser" {
			if _, err := r.Ask(ctx, flow.Question{Kind: flow.Consent, Title: text.T{En: "Agree in the browser as %s", Ko: "브라우저에서 %s{으로/로} 동의하세요"}.With("test@example.com"),
				URL: "http://localhost:8501/enter?ticket=7Zq0", Deadline: r.Clock().Now().Add(5 * time.Minute)}); err != nil {
				return err
			}
		}
	}
	r.Fact("userinfo.email", text.T{En: "The API says whose token it is", Ko: "API가 알려 준 토큰의 사용자"}, "test@example.com")
	return nil
}

// denied is the way back of a person who cancels.
func denied(r *flow.Report, h flow.Hop) error {
	h.Status, h.Request, h.Answer = http.StatusBadRequest, "GET "+callbackPath+"?error=access_denied&state=•••\nHost: bedrock-agentcore.us-east-1.amazonaws.com", ""
	h.Title = text.T{En: "The person cancelled: back with error=access_denied", Ko: "사용자가 취소하여 error=access_denied로 돌아옵니다"}.With()
	r.Hop(h)
	return &flow.Failure{Code: "FAILED", Exit: flow.ExitService,
		Message: text.T{En: "The consent ended in FAILED: the person cancelled.", Ko: "사용자가 취소하여 동의가 FAILED로 끝났습니다."}.With(),
		Fix:     text.T{En: "Run the step again. The vault is unchanged.", Ko: "단계를 다시 실행하세요. Token Vault는 바뀌지 않았습니다."}.With()}
}
