package identity

import (
	"net/http"
	"net/url"
	"strings"

	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/oauth"
	"agentcore-workshop/steps/secret"
	"agentcore-workshop/steps/text"
)

// partyOf names the lane of an address.
func partyOf(u *url.URL) string {
	host := u.Hostname()
	switch {
	case strings.HasPrefix(host, "bedrock-agentcore."):
		return "agentcore"
	case strings.HasSuffix(host, ".amazoncognito.com"), strings.HasPrefix(host, "cognito-idp."):
		return "cognito"
	case strings.HasSuffix(host, ".atlassian.com"):
		return "atlassian"
	case host == "localhost":
		return "app"
	}
	return "cognito" // AWS's redirects to a login page of the same pool are relative
}

// shownAddress is an address with everything masked that opens something: codes, states, sessions, tickets.
func shownAddress(u *url.URL) string {
	query := u.Query()
	var parts []string
	for _, pair := range strings.Split(u.RawQuery, "&") {
		name, _, _ := strings.Cut(pair, "=")
		switch name {
		case "":
		case "code", "state", "session_id", "request_uri", "ticket", "nonce", "_csrf":
			parts = append(parts, name+"="+secret.Mask)
		default:
			parts = append(parts, name+"="+query.Get(name))
		}
	}
	shown := u.Path
	if len(parts) > 0 {
		shown += "?" + strings.Join(parts, "&")
	}
	return shown
}

// browserHop is a browser's request as a hop of a flow.
func browserHop(flowName string, x oauth.Exchange) flow.Hop {
	u := steps.RealAddress(x.URL)
	h := flow.Hop{Flow: flowName, From: "browser", To: partyOf(u), Method: x.Method, Status: x.Status, Title: browserTitle(x.Method, u).With()}
	plain := *u
	plain.RawQuery = ""
	h.URL = plain.String()
	h.Request = x.Method + " " + shownAddress(u) + "\nHost: " + u.Host
	if x.Location != "" {
		if to, err := u.Parse(x.Location); err == nil {
			to = steps.RealAddress(to.String())
			h.Answer = "Location: " + to.Scheme + "://" + to.Host + shownAddress(to)
		}
	}
	return h
}

func browserTitle(method string, u *url.URL) text.T {
	switch party := partyOf(u); {
	case party == "agentcore" && strings.Contains(u.Path, "/callback/"):
		return text.T{En: "Back at AgentCore's callback URL with the code", Ko: "code를 갖고 AgentCore의 callback URL로 돌아옵니다"}
	case party == "agentcore":
		return text.T{En: "The browser opens the authorization URL", Ko: "브라우저가 authorization URL을 엽니다"}
	case party == "app" && u.Path == "/enter":
		return text.T{En: "The browser is signed in at our application, by its cookie", Ko: "브라우저가 우리 애플리케이션에 쿠키로 로그인합니다"}
	case party == "app" && u.Path == "/":
		return text.T{En: "Our application knows this browser now", Ko: "이제 우리 애플리케이션이 이 브라우저를 압니다"}
	case party == "app":
		return text.T{En: "The browser comes back to our return URL", Ko: "브라우저가 우리 return URL로 돌아옵니다"}
	case method == http.MethodPost:
		return text.T{En: "Name, password and consent go to the identity provider alone", Ko: "이름, 암호, 동의는 IdP에만 전달됩니다"}
	}
	return text.T{En: "The identity provider asks who this is, and whether they agree", Ko: "IdP가 누구인지, 동의하는지 묻습니다"}
}

// watching tells a scripted browser's way as hops. When AgentCore's callback has sent the browser on, the code has been redeemed.
func watching(r *flow.Report, flowName, idp string) func(oauth.Exchange) {
	return func(x oauth.Exchange) {
		h := browserHop(flowName, x)
		if h.To == "app" && x.Status == http.StatusOK {
			return // told when it came, before the session was completed
		}
		r.Hop(h)
		if h.To == "agentcore" && strings.Contains(h.URL, "/callback/") && x.Status == http.StatusFound {
			r.Hop(redeemed(flowName, idp))
		}
	}
}

// redeemed is the exchange that happens inside AWS.
func redeemed(flowName, idp string) flow.Hop {
	return flow.Hop{Flow: flowName, From: "agentcore", To: idp, Method: http.MethodPost, Status: http.StatusOK,
		Title: text.T{En: "AgentCore redeems the code and keeps the token hidden (inside AWS, not seen from here)", Ko: "AgentCore가 code를 교환하고 토큰을 아직 숨겨 둡니다(AWS 내부라 여기서는 보이지 않음)"}.With()}
}

// unwatched tells the way of a person's own browser, of which only the return was seen.
func unwatched(r *flow.Report, flowName, idp string) {
	for _, h := range []flow.Hop{
		{From: "browser", To: "agentcore", Method: http.MethodGet, Status: http.StatusFound,
			Title: text.T{En: "The browser opened the authorization URL", Ko: "브라우저가 authorization URL을 열었습니다"}.With()},
		{From: "browser", To: idp, Method: http.MethodGet, Status: http.StatusOK,
			Title: text.T{En: "The person signed in there and agreed", Ko: "사용자가 그곳에서 로그인하고 동의했습니다"}.With()},
		{From: "browser", To: "agentcore", Method: http.MethodGet, Status: http.StatusFound,
			Title: text.T{En: "Back at AgentCore's callback URL with the code", Ko: "code를 갖고 AgentCore의 callback URL로 돌아왔습니다"}.With()},
		redeemed(flowName, idp),
	} {
		h.Flow = flowName
		r.Hop(h)
	}
}
