package steps

import (
	"cmp"
	"context"
	"time"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/oauth"
	"agentcore-workshop/steps/text"
)

// TokenForms are the flags with which a token may leave in clear.
func TokenForms() []flow.Param {
	return []flow.Param{
		{Name: "bare", Switch: true, Help: text.T{En: "print the access token alone", Ko: "access token만 출력합니다"}},
		{Name: "header", Switch: true, Help: text.T{En: "print it as an Authorization header", Ko: "Authorization 헤더로 출력합니다"}},
		{Name: "reveal", Switch: true, Help: text.T{En: "print all tokens in clear", Ko: "모든 토큰을 가리지 않고 출력합니다"}},
	}
}

// tokenAction lends its flags to the step: the machine's token for a script.
func tokenAction() flow.Action {
	return flow.Action{
		Name: "token", Short: text.T{En: "the machine's token for a script", Ko: "스크립트에서 쓸 M2M 토큰"},
		Params: append(TokenForms(), flow.Param{Name: "from", Default: TokenFromCognito, Help: text.T{En: "cognito or agentcore: whose token", Ko: "cognito 또는 agentcore: 어느 쪽의 토큰"}}),
		Do: func(ctx context.Context, s *flow.Session, r *flow.Report, args flow.Args) (flow.Result, error) {
			name := cmp.Or(args.Get("from"), TokenFromCognito)
			if name != TokenFromCognito && name != TokenFromAgentCore {
				return flow.Result{}, &flow.Failure{Code: "WrongUse", Exit: flow.ExitUsage,
					Message: text.T{En: "--from is cognito or agentcore.", Ko: "--from에는 cognito 또는 agentcore를 지정하세요."}.With()}
			}
			return tokenResult(ctx, s, r, args, Token, TokenFromCognito, TokenFromAgentCore, name)
		},
	}
}

// signinAction lends its flags to the step: the user's tokens for a script.
func signinAction() flow.Action {
	return flow.Action{
		Name: "signin", Short: text.T{En: "the user's token for a script", Ko: "스크립트에서 쓸 사용자 토큰"}, Params: TokenForms(),
		Do: func(ctx context.Context, s *flow.Session, r *flow.Report, args flow.Args) (flow.Result, error) {
			return tokenResult(ctx, s, r, args, Signin, TokenOfUser, TokenOfUser)
		},
	}
}

// tokenResult does a step and gives a token of it as asked for; the last name is the one for --bare and --header.
func tokenResult(ctx context.Context, s *flow.Session, r *flow.Report, args flow.Args, step func(*Env) flow.Step, names ...string) (flow.Result, error) {
	e, err := EnvOf(s)
	if err != nil {
		return flow.Result{}, err
	}
	if err := step(e).(flow.Applier).Apply(ctx, r); err != nil {
		return flow.Result{}, err
	}
	chosen, _ := e.Kept(names[len(names)-1])
	switch {
	case args.On("bare"):
		return flow.Result{Bare: chosen.Access.Reveal()}, nil
	case args.On("header"):
		return flow.Result{Bare: "Authorization: Bearer " + chosen.Access.Reveal()}, nil
	}
	out := map[string]any{}
	for _, name := range names {
		t, _ := e.Kept(name)
		out[name] = tokenWire(t, args.On("reveal"))
	}
	words := out[names[len(names)-1]].(map[string]any)
	return flow.Result{JSON: out, Text: func(text.Lang, int) string {
		b := ""
		for _, key := range []string{"access_token", "id_token", "refresh_token", "expires_at"} {
			if v, ok := words[key].(string); ok && v != "" {
				b += key + "  " + v + "\n"
			}
		}
		return b
	}}, nil
}

// tokenWire shows a token masked, unless it was asked for in clear.
func tokenWire(t oauth.Token, reveal bool) map[string]any {
	w := map[string]any{"access_token": t.Access.String(), "id_token": t.ID.String(), "refresh_token": t.Refresh.String(),
		"token_type": t.Type, "expires_at": t.Expires.UTC().Format(time.RFC3339)}
	if reveal {
		w["access_token"], w["id_token"], w["refresh_token"] = t.Access.Reveal(), t.ID.Reveal(), t.Refresh.Reveal()
	}
	return w
}
