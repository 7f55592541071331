package identity

import (
	"context"
	"errors"
	"net"
	"net/url"

	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/oauth"
	"agentcore-workshop/steps/text"
	"agentcore-workshop/steps/webapp"
)

// AgreeAt leads a person to an authorization URL whose session somebody else began in that person's name: a gateway, or an agent in
// a runtime. flowName names the hops. When it returns without an error the session is bound, and whoever began it gets the token. elsewhere
// asks for another address, of a session that comes back to another return URL, where the first one's port is taken; it may be nil.
//
// There is no state to compare: whoever began the session had none of ours. The session itself, and the cookie of our application,
// say whose browser came back.
func AgreeAt(ctx context.Context, e *steps.Env, r *flow.Report, flowName string, user AgentUser, address string, elsewhere func(returnURL string) (string, error)) error {
	er := errand{flow: flowName, idp: "cognito", user: user, login: steps.TestUser, password: e.KnownPassword()}
	c := &consent{errand: er, returnURL: e.ReturnURLs()[0]}
	app, err := webapp.Open(ctx, e.ReturnURLs(), completing(e, c))
	switch {
	case err == nil:
		defer func() { _ = app.Close() }()
		c.app = app
		if used := app.ReturnURL(); used != c.returnURL && elsewhere != nil {
			if address, err = elsewhere(used); err != nil {
				return err
			}
			c.returnURL = used
		}
	case !errors.Is(err, oauth.ErrNoPort):
		return err
	}
	if c.session, err = SessionIn(address, e.Region()); err != nil {
		return err
	}
	c.authorize = e.Cloud.Browser(address)
	return await3LO(ctx, e, r, c)
}

// SessionIn is the session of an authorization URL of AgentCore's, or of the practice cloud's on this machine. Any other address is
// refused: a server that an agent talks to must not choose the page at which a person is asked to sign in.
func SessionIn(address, region string) (string, error) {
	u, err := url.Parse(address)
	if err != nil {
		u = new(url.URL)
	}
	if ip := net.ParseIP(u.Hostname()); u.Hostname() == "localhost" || ip != nil && ip.IsLoopback() {
		u = steps.RealAddress(address)
	}
	if u.Scheme == "https" && u.Host == "bedrock-agentcore."+region+".amazonaws.com" {
		if session := u.Query().Get("request_uri"); session != "" {
			return session, nil
		}
	}
	return "", &flow.Failure{Code: "StrangeAddress", Exit: flow.ExitOther, Docs: DocsBinding,
		Message: text.T{En: "Somebody asks for a sign-in at %s, which is not AgentCore's.", Ko: "AgentCore가 아닌 %s에서 로그인하라는 요청입니다."}.With(u.Host),
		Cause:   text.T{En: "A server behind the gateway may name any address. This program opens only those of AgentCore in this region.", Ko: "Gateway 뒤의 서버는 어떤 주소든 알려 줄 수 있습니다. 이 프로그램은 이 리전의 AgentCore 주소만 엽니다."}.With(),
		Fix:     text.T{En: "Look who made the target, and do not sign in there.", Ko: "누가 만든 대상인지 확인하고 그 주소에서는 로그인하지 마세요."}.With()}
}
