package steps

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
	"agentcore-workshop/steps/vendors"
)

// appLookup is an app client of Cognito that was looked for.
type appLookup struct {
	pool, id string
	client   *aws.AppClient
}

// userPool is the id of the user pool that addresses speak of, if it is one of this region.
func (e *Env) userPool(addresses ...string) string {
	for _, a := range addresses {
		if pool := PoolIn(a); pool != "" && strings.HasPrefix(a, "https://cognito-idp."+e.Region()+".") {
			return pool
		}
	}
	return ""
}

// appClient is Cognito's client of the provider, with its secret, where this account has it; else nil. It is looked for once.
func (f *providerForm) appClient(ctx context.Context) *aws.AppClient {
	pool, id := f.env.userPool(f.values[vendors.FieldIssuer], f.values[vendors.FieldDiscovery]), f.values[vendors.FieldClient]
	if pool == "" || id == "" {
		return nil
	}
	if f.app.pool != pool || f.app.id != id {
		f.app = appLookup{pool: pool, id: id}
		if found, err := f.env.Cloud.AppClient(ctx, pool, id); err == nil && !found.Public() {
			f.app.client = &found
		}
	}
	return f.app.client
}

// registration is whether AgentCore's callback URL is where the vendor must have it.
type registration string

const (
	// byHand: only whoever has the vendor's console can register it.
	byHand registration = "by_hand"
	// registered: it is with Cognito's app client.
	registered registration = "registered"
	// leftOut: it could be registered here, and is not.
	leftOut registration = "not_registered"
	// noUsers: the client signs in no users at all.
	noUsers registration = "not_needed"
)

// registerCallback solves the riddle of who comes first. The provider wants the client's id and secret, the client the provider's
// callback URL, which exists only then: so the provider was made first, and now its URL is added to the client's. An update of a
// client replaces everything, so what it has is read and sent again.
func (e *Env) registerCallback(ctx context.Context, r *flow.Report, p aws.Provider) (registration, error) {
	state, client := e.registrationOf(ctx, p)
	if state != leftOut {
		return state, nil
	}
	answer, err := r.Ask(ctx, flow.Question{Kind: flow.Confirm,
		Title:  text.T{En: "Add AgentCore's callback URL to the app client %s?", Ko: "AgentCore의 callback URL을 앱 클라이언트 %s에 추가할까요?"}.With(client.Name),
		Detail: text.T{En: "Without it Cognito refuses every sign-in that AgentCore begins (redirect_mismatch). All other settings of the client stay.", Ko: "추가하지 않으면 Cognito는 AgentCore가 시작한 로그인을 모두 거부합니다(redirect_mismatch). 클라이언트의 다른 설정은 그대로입니다."}.With(),
		Shown: []flow.Fact{
			{Key: "CallbackURLs", Label: text.T{En: "Callback URLs now", Ko: "현재 callback URL"}, Value: strings.Join(client.CallbackURLs, " ")},
			{Key: "callback_url", Label: text.T{En: "To be added", Ko: "추가할 URL"}, Value: p.CallbackURL},
		}})
	if err != nil || !answer.Yes {
		return leftOut, err
	}
	_, err = e.Cloud.UpdateAppClient(ctx, client.PoolID, client.ID, func(c *aws.AppClient) {
		c.CallbackURLs = Union(c.CallbackURLs, []string{p.CallbackURL})
	})
	if err != nil {
		return leftOut, err
	}
	r.Say(text.T{En: "The callback URL was added to the app client %s; what it had before is as it was.", Ko: "앱 클라이언트 %s에 callback URL을 추가했습니다. 기존 설정은 그대로입니다."}.With(client.Name))
	return registered, nil
}

// registrationOf looks where the callback URL stands, and at the client that it belongs to.
func (e *Env) registrationOf(ctx context.Context, p aws.Provider) (registration, aws.AppClient) {
	pool := e.userPool(p.Issuer, p.DiscoveryURL)
	if pool == "" || p.ClientID == "" || p.CallbackURL == "" {
		return byHand, aws.AppClient{}
	}
	client, err := e.Cloud.AppClient(ctx, pool, p.ClientID)
	switch {
	case err != nil: // another account's, or one that may not be read
		return byHand, aws.AppClient{}
	case !slices.Contains(client.Flows, "code"):
		return noUsers, client
	case slices.Contains(client.CallbackURLs, p.CallbackURL):
		return registered, client
	}
	return leftOut, client
}

// providerView is a provider as verbs show it: with what has to be done with its callback URL.
type providerView struct {
	provider aws.Provider
	vendor   vendors.Vendor
	callback registration
	warnings []text.Msg
}

// registerWire says in JSON what to do with a callback URL.
type registerWire struct {
	State registration `json:"state"`
	URL   string       `json:"url"`
	Where string       `json:"where"`
	Note  string       `json:"note,omitempty"`
	Docs  string       `json:"docs"`
}

// Wire is the view as JSON, with sentences in a language.
func (v providerView) Wire(l text.Lang) any {
	w := struct {
		providerWire
		Register *registerWire `json:"register_callback,omitempty"`
		Warnings []string      `json:"warnings,omitempty"`
	}{providerWire: wireOf(v.provider)}
	if v.provider.CallbackURL != "" {
		w.Register = &registerWire{State: v.callback, URL: v.provider.CallbackURL, Where: v.where().In(l), Docs: v.vendor.Docs()}
		if v.callback == byHand {
			w.Register.Note = v.vendor.Note.In(l)
		}
	}
	for _, m := range v.warnings {
		w.Warnings = append(w.Warnings, m.In(l))
	}
	return w
}

// where is where the callback URL is registered. A custom provider may be Cognito's, too.
func (v providerView) where() text.T {
	if cognito, ok := vendors.Find(vendors.Cognito); ok && v.callback != byHand {
		return cognito.Where
	}
	return v.vendor.Where
}

// text is the view in words. The callback URL stands alone on its line, so that it can be copied whole.
func (v providerView) text(l text.Lang, width int) string {
	p := v.provider
	var b strings.Builder
	line := func(label text.T, value string) {
		if value != "" {
			b.WriteString(label.In(l) + ": " + value + "\n")
		}
	}
	line(text.T{En: "Provider", Ko: "Provider"}, p.Name)
	line(text.T{En: "Vendor", Ko: "Vendor"}, p.Vendor)
	line(text.T{En: "Status", Ko: "상태"}, cmp.Or(p.Status, "READY"))
	line(text.T{En: "Client ID", Ko: "Client ID"}, p.ClientID)
	line(text.T{En: "Issuer", Ko: "발급자"}, p.Issuer)
	line(text.T{En: "Authorization endpoint", Ko: "Authorization 엔드포인트"}, p.AuthorizationEndpoint)
	line(text.T{En: "Token endpoint", Ko: "토큰 엔드포인트"}, p.TokenEndpoint)
	line(text.T{En: "Discovery URL", Ko: "Discovery URL"}, p.DiscoveryURL)
	line(text.T{En: "On behalf of", Ko: "사용자 대신(On behalf of)"}, strings.TrimSpace(p.OnBehalf.Grant+" "+p.OnBehalf.Actor))
	line(text.T{En: "Provider ARN", Ko: "Provider ARN"}, p.ARN)
	line(text.T{En: "Secret ARN", Ko: "시크릿 ARN"}, strings.TrimSpace(p.SecretARN+"  "+p.SecretSource))
	if p.CallbackURL == "" {
		return b.String()
	}
	head := v.heading().In(l)
	rule := strings.Repeat("=", min(width, 78))
	b.WriteString("\n" + rule + "\n" + head + "\n\n" + p.CallbackURL + "\n\n")
	for _, said := range v.advice(l) {
		b.WriteString(strings.Join(text.Wrap(said, min(width, 78)), "\n") + "\n")
	}
	return b.String() + v.vendor.Docs() + "\n" + rule + "\n"
}

// heading says loudly whether something is to be done.
func (v providerView) heading() text.Msg {
	switch v.callback {
	case registered:
		return text.T{En: "The callback URL is registered with Cognito's app client. Nothing is left to do:", Ko: "callback URL이 Cognito 앱 클라이언트에 등록되어 있습니다. 더 할 일이 없습니다."}.With()
	case noUsers:
		return text.T{En: "The callback URL. This app client has no authorization code flow: it serves machines, and no user can sign in with it:", Ko: "callback URL. 이 앱 클라이언트에는 authorization code 흐름이 없어 M2M에만 쓸 수 있고 사용자는 로그인할 수 없습니다."}.With()
	}
	server := text.T{En: strings.ToUpper(v.vendor.Title), Ko: v.vendor.Title}
	switch {
	case v.callback == leftOut:
		server = text.T{En: "AMAZON COGNITO", Ko: "Amazon Cognito"}
	case v.vendor.Config == vendors.ConfigCustom:
		server = text.T{En: "YOUR AUTHORIZATION SERVER", Ko: "사용하는 인증 서버"}
	}
	return text.T{En: "NOW REGISTER THIS CALLBACK URL AT %s:", Ko: "이제 이 callback URL을 %s에 등록하세요:"}.With(server)
}

func (v providerView) advice(l text.Lang) []string {
	var all []string
	add := func(m text.Msg) { all = append(all, m.In(l)) }
	switch v.callback {
	case byHand:
		add(text.T{En: "Where: %s", Ko: "등록할 곳: %s"}.With(v.where()))
		add(text.T{En: "Until it stands there to the letter, every user's sign-in ends with a redirect_uri error. It belongs to this provider alone, stays when the provider is updated, and is not the return URL of your application.", Ko: "글자 하나까지 똑같이 등록하기 전에는 사용자 로그인이 redirect_uri 오류로 끝납니다. 이 URL은 이 Provider만의 것이고, Provider를 갱신해도 그대로이며, 애플리케이션의 return URL과는 다릅니다."}.With())
	case leftOut:
		add(text.T{En: "Where: %s", Ko: "등록할 곳: %s"}.With(v.where()))
		add(text.T{En: "`provider update %s` adds it to the app client here, and leaves all its other settings as they are. `aws cognito-idp update-user-pool-client` with the URL alone would set the others back to their defaults.", Ko: "`provider update %s`{을/를} 실행하면 여기서 앱 클라이언트에 추가하며 다른 설정은 그대로 둡니다. `aws cognito-idp update-user-pool-client`에 URL만 지정하면 나머지 설정이 기본값으로 되돌아갑니다."}.With(v.provider.Name))
	}
	if !v.vendor.Note.Empty() && v.callback == byHand {
		add(text.T{En: "Note: %s", Ko: "참고: %s"}.With(v.vendor.Note))
	}
	return all
}
