package checkup

import (
	"slices"
	"strings"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

func checkPool(p *probes) []flow.Check {
	main := flow.Check{Group: groupPool, Step: "deploy", Severity: flow.MainJob, Needs: []flow.Need{p.pool}}
	exists, email, signup, groups, server, scope := main, main, main, main, main, main

	exists.ID, exists.Title = "pool.exists", text.T{En: "The user pool is there", Ko: "User Pool 존재"}
	exists.Why = text.T{En: "It is the directory of users and the issuer of every token.", Ko: "사용자 디렉터리이자 모든 토큰의 발급자입니다."}
	exists.Judge = func(f *flow.Facts) flow.Verdict {
		pool := p.pool.Of(f)
		return flow.Passed(text.Plain(pool.Name)).With("id", pool.ID).With("arn", pool.ARN)
	}
	exists.OnError = missing(text.T{En: "the user pool that the stack names is gone", Ko: "스택이 가리키는 User Pool이 없습니다"})

	email.ID, email.Title = "pool.email", text.T{En: "People sign in with their e-mail address", Ko: "이메일 로그인"}
	email.Why = text.T{En: "The test user is an e-mail address; a pool without e-mail sign-in does not find it.", Ko: "테스트 사용자의 이름은 이메일 주소이므로, 이메일 로그인이 꺼져 있으면 찾을 수 없습니다."}
	email.Judge = func(f *flow.Facts) flow.Verdict { return atLeast(p.pool.Of(f).UsernameAttributes, []string{"email"}) }

	signup.ID, signup.Severity = "pool.signup", flow.Advice
	signup.Title = text.T{En: "Nobody signs up by themselves", Ko: "자가 가입 차단"}
	signup.Why = text.T{En: "The sign-in page is on the internet: whoever may sign up gets tokens.", Ko: "로그인 페이지는 인터넷에 공개되므로, 가입할 수 있는 사람은 누구나 토큰을 받습니다."}
	signup.Judge = func(f *flow.Facts) flow.Verdict {
		return softly(yes(p.pool.Of(f).AdminCreateOnly,
			text.T{En: "only an administrator creates users", Ko: "관리자만 사용자를 만들 수 있습니다"},
			text.T{En: "anybody on the internet may sign up", Ko: "인터넷의 누구나 가입할 수 있습니다"}))
	}

	groups.ID, groups.Severity, groups.Needs = "pool.groups", flow.Optional, []flow.Need{p.groups}
	groups.Title = text.T{En: "The groups admin and user are there", Ko: "그룹 admin, user"}
	groups.Why = text.T{En: "They become the claim cognito:groups.", Ko: "토큰의 cognito:groups 클레임이 됩니다."}
	groups.Judge = func(f *flow.Facts) flow.Verdict {
		var names []string
		for _, g := range p.groups.Of(f) {
			names = append(names, g.Name)
		}
		return softly(atLeast(names, []string{"admin", "user"}))
	}

	server.ID, server.Needs, server.Docs = "resourceserver.exists", []flow.Need{p.setup, p.servers}, docsServers
	server.Title = text.T{En: "The resource server is there", Ko: "Resource Server 존재"}
	server.Why = text.T{En: "It is the API that tokens are for: the first half of the scope.", Ko: "토큰이 향하는 API이며, 스코프의 앞부분입니다."}
	server.Judge = func(f *flow.Facts) flow.Verdict {
		var names []string
		for _, s := range p.servers.Of(f) {
			names = append(names, s.Identifier)
		}
		return atLeast(names, identifiers(p.setup.Of(f).Scopes()))
	}

	scope.ID, scope.Needs, scope.Docs = "resourceserver.scope", []flow.Need{p.setup, p.servers}, docsServers
	scope.Title = text.T{En: "The scope exists", Ko: "스코프 존재"}
	scope.Why = text.T{En: "Cognito refuses a whole request if one scope in it does not exist.", Ko: "요청한 스코프 중 하나라도 없으면 Cognito가 요청 전체를 거부합니다."}
	scope.Judge = func(f *flow.Facts) flow.Verdict {
		wanted := p.setup.Of(f).Scopes()
		if len(wanted) == 0 {
			return flow.Failing(text.T{En: "no parameter says which scope to ask for", Ko: "요청할 스코프를 알려 주는 파라미터가 없습니다"}.With())
		}
		return atLeast(scopesOf(p.servers.Of(f)), wanted)
	}
	return []flow.Check{exists, email, signup, groups, byScope(p, server), byScope(p, scope)}
}

// identifiers are the resource servers that scopes belong to: what stands before the last slash.
func identifiers(scopes []string) []string {
	var all []string
	for _, s := range scopes {
		if i := strings.LastIndexByte(s, '/'); i > 0 && !slices.Contains(all, s[:i]) {
			all = append(all, s[:i])
		}
	}
	return all
}

func scopesOf(servers []aws.ResourceServer) []string {
	var all []string
	for _, s := range servers {
		for _, scope := range s.Scopes {
			all = append(all, s.Identifier+"/"+scope)
		}
	}
	return all
}
