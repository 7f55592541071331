package checkup

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// clientCheck is a check of one of the two clients.
func clientCheck(id string, probe *flow.Probe[aws.AppClient], title, why text.T, judge func(aws.AppClient) flow.Verdict) flow.Check {
	return flow.Check{
		ID: id, Group: groupClients, Step: "deploy", Severity: flow.MainJob, Needs: []flow.Need{probe}, Title: title, Why: why, Docs: docsClients,
		Judge: func(f *flow.Facts) flow.Verdict { return judge(probe.Of(f)) },
	}
}

func checkWebClient(p *probes) []flow.Check {
	exists := clientCheck("client.web.exists", p.web,
		text.T{En: "The web client is there", Ko: "Web Client 존재"},
		text.T{En: "People sign in through it.", Ko: "사용자가 이 클라이언트로 로그인합니다."},
		func(c aws.AppClient) flow.Verdict { return flow.Passed(text.Plain(c.Name)).With("client_id", c.ID) })
	exists.OnError = missing(text.T{En: "the web client that the stack names is gone", Ko: "스택이 가리키는 Web Client가 없습니다"})
	public := clientCheck("client.web.public", p.web,
		text.T{En: "The web client has no secret", Ko: "Web Client 시크릿 없음"},
		text.T{En: "A program on a person's machine cannot keep one; PKCE takes its place.", Ko: "사용자 컴퓨터의 프로그램은 시크릿을 지킬 수 없어 PKCE가 대신합니다."},
		func(c aws.AppClient) flow.Verdict {
			return yes(c.Public(), text.T{En: "public", Ko: "시크릿이 없습니다"}, text.T{En: "it has a secret, so a public sign-in is refused", Ko: "시크릿이 있어 공개 클라이언트로 로그인할 수 없습니다"})
		})
	scopes := clientCheck("client.web.scopes", p.web,
		text.T{En: "The web client may ask for the scopes", Ko: "Web Client 스코프"},
		text.T{En: "openid brings the ID token, the workshop's scope opens the runtime.", Ko: "openid는 ID token을, 워크숍의 스코프는 Runtime 호출 권한을 줍니다."}, nil)
	scopes.Needs = []flow.Need{p.setup, p.web}
	scopes.Judge = func(f *flow.Facts) flow.Verdict {
		return exactly(p.web.Of(f).Scopes, append([]string{"openid", "email", "profile"}, p.setup.Of(f).Scopes()...))
	}
	logout := clientCheck("client.web.logout", p.web,
		text.T{En: "Signing out comes back", Ko: "로그아웃 주소"},
		text.T{En: "Without a registered logout address the session cookie cannot be ended from here.", Ko: "로그아웃 주소가 등록되어 있어야 여기서 세션 쿠키를 끝낼 수 있습니다."},
		func(c aws.AppClient) flow.Verdict { return softly(atLeast(c.LogoutURLs, steps.Callbacks()[:1])) })
	logout.Severity = flow.Optional
	page := clientCheck("client.web.idp", p.web,
		text.T{En: "The sign-in page knows the pool's users", Ko: "로그인 페이지의 사용자 저장소"},
		text.T{En: "A client that lists no identity provider has no sign-in page: \"Login pages unavailable\". The pool's own users are the provider COGNITO.", Ko: "IdP가 하나도 없는 클라이언트에는 로그인 페이지가 나오지 않습니다(\"Login pages unavailable\"). User Pool의 사용자는 COGNITO라는 IdP입니다."},
		judgeIdentityProviders)
	auth := clientCheck("client.web.auth", p.web,
		text.T{En: "Passwords go to the sign-in page only", Ko: "API 암호 로그인 차단"},
		text.T{En: "USER_PASSWORD_AUTH would let programs collect passwords in clear.", Ko: "USER_PASSWORD_AUTH가 켜져 있으면 프로그램이 암호를 그대로 받을 수 있습니다."},
		func(c aws.AppClient) flow.Verdict {
			open := slices.Contains(c.AuthFlows, "ALLOW_USER_PASSWORD_AUTH") || slices.Contains(c.AuthFlows, "USER_PASSWORD_AUTH")
			return softly(yes(!open, text.T{En: "USER_PASSWORD_AUTH is off", Ko: "USER_PASSWORD_AUTH가 꺼져 있습니다"}, text.T{En: "USER_PASSWORD_AUTH is on", Ko: "USER_PASSWORD_AUTH가 켜져 있습니다"})).With("flows", strings.Join(c.AuthFlows, " "))
		})
	auth.Severity = flow.Advice
	return []flow.Check{inPool(p, exists, p.web), public, oauthOn("client.web.oauth", p.web), flowsAre("client.web.flows", p.web, "code"), page, byScope(p, scopes),
		clientCheck("client.web.callbacks", p.web,
			text.T{En: "The web client's callbacks", Ko: "Web Client 콜백 주소"},
			text.T{En: "Cognito compares them to the letter, with the slash at the end.", Ko: "Cognito는 끝의 슬래시까지 글자 그대로 비교합니다."}, judgeCallbacks),
		logout, lifetimesAre("client.web.lifetimes", p.web, 30*24*time.Hour), auth}
}

func checkMachineClient(p *probes) []flow.Check {
	exists := clientCheck("client.machine.exists", p.machine,
		text.T{En: "The machine client is there", Ko: "Machine Client 존재"},
		text.T{En: "The agent gets its own token through it.", Ko: "에이전트가 이 클라이언트로 자신의 토큰을 받습니다."},
		func(c aws.AppClient) flow.Verdict { return flow.Passed(text.Plain(c.Name)).With("client_id", c.ID) })
	exists.OnError = missing(text.T{En: "the machine client that the stack names is gone", Ko: "스택이 가리키는 Machine Client가 없습니다"})
	scopes := clientCheck("client.machine.scopes", p.machine,
		text.T{En: "The machine client may ask for the scope", Ko: "Machine Client 스코프"},
		text.T{En: "It is what the gateway looks for in the token.", Ko: "Gateway가 토큰에서 확인하는 값입니다."}, nil)
	scopes.Needs = []flow.Need{p.setup, p.machine}
	scopes.Judge = func(f *flow.Facts) flow.Verdict { return exactly(p.machine.Of(f).Scopes, p.setup.Of(f).Scopes()) }
	return []flow.Check{inPool(p, exists, p.machine),
		clientCheck("client.machine.secret", p.machine,
			text.T{En: "The machine client has a secret", Ko: "Machine Client 시크릿"},
			text.T{En: "client_credentials is nothing but showing it.", Ko: "client_credentials 흐름은 시크릿을 제시하는 방식입니다."},
			func(c aws.AppClient) flow.Verdict {
				return yes(!c.Public(), text.T{En: "it has one", Ko: "시크릿이 있습니다"}, text.T{En: "it has none, so it cannot use client_credentials", Ko: "시크릿이 없어 client_credentials를 쓸 수 없습니다"})
			}),
		oauthOn("client.machine.oauth", p.machine), flowsAre("client.machine.flows", p.machine, "client_credentials"), byScope(p, scopes),
		lifetimesAre("client.machine.lifetimes", p.machine, 24*time.Hour)}
}

func oauthOn(id string, probe *flow.Probe[aws.AppClient]) flow.Check {
	return clientCheck(id, probe,
		text.T{En: "The OAuth endpoints serve it", Ko: "OAuth 엔드포인트 사용"},
		text.T{En: "Without AllowedOAuthFlowsUserPoolClient its flows, scopes and callbacks are ignored.", Ko: "AllowedOAuthFlowsUserPoolClient가 꺼져 있으면 흐름, 스코프, 콜백 설정이 무시됩니다."},
		func(c aws.AppClient) flow.Verdict {
			return yes(c.OAuth, text.T{En: "AllowedOAuthFlowsUserPoolClient is on", Ko: "AllowedOAuthFlowsUserPoolClient가 켜져 있습니다"},
				text.T{En: "AllowedOAuthFlowsUserPoolClient is off", Ko: "AllowedOAuthFlowsUserPoolClient가 꺼져 있습니다"})
		})
}

func flowsAre(id string, probe *flow.Probe[aws.AppClient], want string) flow.Check {
	return clientCheck(id, probe,
		text.T{En: "It may use its OAuth flow, and only that", Ko: "OAuth 흐름"},
		text.T{En: "People and machines have different flows, and Cognito does not let one client have both.", Ko: "사용자와 M2M의 흐름은 서로 다르며, Cognito는 한 클라이언트에 둘 다 허용하지 않습니다."},
		func(c aws.AppClient) flow.Verdict { return exactly(c.Flows, []string{want}) })
}

// lifetimesAre compares with what both templates set. Others are legitimate, and shown.
func lifetimesAre(id string, probe *flow.Probe[aws.AppClient], refresh time.Duration) flow.Check {
	c := clientCheck(id, probe,
		text.T{En: "Its tokens live as long as expected", Ko: "토큰 수명"},
		text.T{En: "A token that lives long is useful to a thief for as long.", Ko: "토큰의 수명이 길수록 유출되었을 때 위험한 시간도 길어집니다."},
		func(a aws.AppClient) flow.Verdict {
			return softly(match(lives(a.AccessToken, a.IDToken, a.RefreshToken), lives(time.Hour, time.Hour, refresh)))
		})
	c.Severity = flow.Advice
	return c
}

// lives says how long a client's tokens live, each by its name.
func lives(access, id, refresh time.Duration) string {
	short := func(d time.Duration) string {
		if day := 24 * time.Hour; d >= day && d%day == 0 {
			return fmt.Sprintf("%d d", d/day)
		}
		return fmt.Sprintf("%g min", d.Minutes())
	}
	return "access " + short(access) + ", id " + short(id) + ", refresh " + short(refresh)
}

// judgeIdentityProviders wants the pool's own users. Those of another provider alone may be somebody's choice, which leaves the test
// user out.
func judgeIdentityProviders(c aws.AppClient) flow.Verdict {
	v := atLeast(c.IdentityProviders, []string{"COGNITO"})
	if len(c.IdentityProviders) > 0 {
		return softly(v)
	}
	return v
}

// judgeCallbacks wants the workshop's own address; the two spare ports are ours alone, and a published stack lacks them.
func judgeCallbacks(c aws.AppClient) flow.Verdict {
	if v := atLeast(c.CallbackURLs, steps.Callbacks()[:1]); v.Status != flow.Pass {
		return v
	}
	v := softly(atLeast(c.CallbackURLs, steps.Callbacks()))
	if v.Status == flow.Warn {
		v.Detail = text.T{En: "The workshop's own address is there. The others are spare ports for when 8501 is taken.", Ko: "워크숍의 주소는 등록되어 있습니다. 나머지는 8501 포트를 쓸 수 없을 때를 위한 예비 주소입니다."}.With()
	}
	return v
}
