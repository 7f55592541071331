package steps

import (
	"context"
	"slices"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/given"
	"agentcore-workshop/steps/text"
	"agentcore-workshop/steps/vendors"
)

// FactMade is the fact by which the journal remembers a provider that these verbs made. Cleanup removes it, if it still has our tag.
const FactMade = "provider_made"

// providerName is the argument that makes a verb about any provider. Without it the verb is about the course's own.
func providerName() flow.Param {
	return flow.Param{Name: "name", Positional: true, Help: text.T{En: "the provider; without it, the course's own", Ko: "Provider 이름. 없으면 이 과정의 Provider"}}
}

// vendorParams are the flags of create and update.
func vendorParams() []flow.Param {
	params := []flow.Param{providerName(),
		{Name: "vendor", Help: text.T{En: "the identity provider: google, cognito, custom, …; `provider vendors` lists all", Ko: "IdP 종류: google, cognito, custom 등. 전체 목록은 `provider vendors`"}},
		{Name: vendors.FieldClient, Help: text.T{En: "the client id that the vendor gave", Ko: "IdP에서 발급받은 client id"}},
		{Name: vendors.FieldDiscovery, Help: text.T{En: "the server's discovery document; says all endpoints", Ko: "서버의 discovery 문서 주소. 모든 엔드포인트가 들어 있습니다"}},
		{Name: vendors.FieldIssuer, Help: text.T{En: "the server's name, as in its tokens' iss", Ko: "토큰의 iss에 들어가는 서버 이름"}},
		{Name: vendors.FieldAuthorize, Help: text.T{En: "where users sign in", Ko: "사용자가 로그인하는 주소"}},
		{Name: vendors.FieldToken, Help: text.T{En: "where tokens are issued", Ko: "토큰을 발급하는 주소"}},
		{Name: vendors.FieldTenant, Help: text.T{En: "the Microsoft Entra ID tenant", Ko: "Microsoft Entra ID 테넌트"}},
		{Name: vendors.FieldMethod, Help: text.T{En: "custom: how AgentCore proves itself at the token endpoint: CLIENT_SECRET_BASIC, CLIENT_SECRET_POST, AWS_IAM_ID_TOKEN_JWT", Ko: "custom 전용: 토큰 엔드포인트 인증 방식. CLIENT_SECRET_BASIC, CLIENT_SECRET_POST, AWS_IAM_ID_TOKEN_JWT"}},
		{Name: vendors.FieldOnBehalf, Help: text.T{En: "custom: exchange users' tokens by TOKEN_EXCHANGE (RFC 8693) or JWT_AUTHORIZATION_GRANT (RFC 7523)", Ko: "custom 전용: 사용자 토큰 교환 방식. TOKEN_EXCHANGE(RFC 8693) 또는 JWT_AUTHORIZATION_GRANT(RFC 7523)"}},
		{Name: vendors.FieldActor, Help: text.T{En: "custom: the agent's own token in that exchange: NONE, M2M, AWS_IAM_ID_TOKEN_JWT", Ko: "custom 전용: 교환에 쓰는 에이전트의 토큰. NONE, M2M, AWS_IAM_ID_TOKEN_JWT"}},
		{Name: "actor-token-scope", Repeated: true, Help: text.T{En: "custom: a scope of that token; may be given several times", Ko: "custom 전용: 그 토큰의 스코프(여러 번 지정 가능)"}},
	}
	return append(params, given.ClientSecret().Params()...)
}

// anyGiven reports whether a flag says that a verb is about another provider than the course's.
func anyGiven(args flow.Args) bool {
	for _, p := range vendorParams() {
		if len(args[p.Name]) > 0 && args.Get(p.Name) != "false" {
			return true
		}
	}
	return false
}

// createVendorProvider makes a provider of any vendor, and registers its callback URL where it can.
func createVendorProvider(ctx context.Context, e *Env, r *flow.Report, args flow.Args) (flow.Result, error) {
	f, err := newProviderForm(e, r, args)
	if err == nil {
		err = f.identify(ctx)
	}
	if err != nil {
		return flow.Result{}, err
	}
	if _, err := e.Cloud.Provider(ctx, f.name); !aws.IsNotFound(err) {
		if err != nil {
			return flow.Result{}, err
		}
		return flow.Result{}, &flow.Failure{Code: "ProviderExists", Exit: flow.ExitService, Docs: DocsProvider,
			Message: text.T{En: "There is a provider %s already.", Ko: "Provider %s{이/가} 이미 있습니다."}.With(f.name),
			Cause:   text.T{En: "Names are unique in an account and region, across all vendors.", Ko: "이름은 계정과 리전 안에서 vendor와 관계없이 하나뿐이어야 합니다."}.With(),
			Fix:     text.T{En: "`provider get %s` shows it, `provider update %s` changes it.", Ko: "`provider get %s`{으로/로} 확인하고 `provider update %s`{으로/로} 바꿀 수 있습니다."}.With(f.name, f.name)}
	}
	spec, err := f.fill(ctx)
	if err != nil {
		return flow.Result{}, err
	}
	made, err := e.Cloud.CreateProvider(ctx, spec)
	if err != nil {
		return flow.Result{}, NoSecret(spec.External, err)
	}
	r.Emit(flow.Fact{Key: FactMade, Value: made.ARN, Label: text.T{En: "Made", Ko: "생성"}, Source: text.T{En: "cleanup will remove it", Ko: "cleanup에서 지웁니다"}.With()})
	p, err := e.SettledProvider(ctx, f.name, nil)
	if err != nil {
		return flow.Result{}, err
	}
	return f.done(ctx, p)
}

// updateVendorProvider sends a provider's configuration again with what is new. Name, vendor and callback URL stay.
func updateVendorProvider(ctx context.Context, e *Env, r *flow.Report, args flow.Args) (flow.Result, error) {
	f, err := newProviderForm(e, r, args)
	if err == nil && f.name == "" {
		err = given.Missing("provider update", []string{"NAME"})
	}
	if err != nil {
		return flow.Result{}, err
	}
	found, v, err := e.vendorProvider(ctx, f.name)
	if err != nil {
		return flow.Result{}, err
	}
	if said := args.Get("vendor"); said != "" {
		wanted, known := vendors.Find(said)
		switch {
		case !known:
			return flow.Result{}, vendors.Unknown(said)
		case wanted.Name != found.Vendor:
			return flow.Result{}, given.WrongUse("ProviderVendor", text.T{En: "The provider %s is a %s provider, and a vendor cannot be changed.", Ko: "Provider %s의 vendor는 %s이며 바꿀 수 없습니다."}.With(f.name, found.Vendor),
				text.T{En: "Its callback URL and its secret belong to it.", Ko: "callback URL과 시크릿이 Provider에 딸려 있습니다."}.With(),
				text.T{En: "`provider delete %s`, then create it again; its callback URL will be another one.", Ko: "`provider delete %s` 후 다시 만드세요. callback URL은 새로 바뀝니다."}.With(f.name))
		}
	}
	f.vendor, f.found = v, &found
	spec, err := f.fill(ctx)
	if err != nil {
		return flow.Result{}, err
	}
	if err := e.Cloud.ChangeProvider(ctx, spec); err != nil {
		return flow.Result{}, NoSecret(spec.External, err)
	}
	p, err := e.SettledProvider(ctx, f.name, nil)
	if err != nil {
		return flow.Result{}, err
	}
	return f.done(ctx, p)
}

// done registers the callback URL, and shows what stands. A provider that was made stays made when the registration fails.
func (f *providerForm) done(ctx context.Context, p aws.Provider) (flow.Result, error) {
	state, err := f.env.registerCallback(ctx, f.report, p)
	if err != nil {
		f.warn(text.T{En: "The callback URL could not be registered: %s", Ko: "callback URL을 등록하지 못했습니다: %s"}.With(flow.AsFailure(Explain(err)).Message))
	}
	view := providerView{p, f.vendor, state, f.warnings}
	return flow.Result{JSON: view, Text: view.text}, nil
}

// vendorProvider reads a provider, and what is known of its vendor. One that AWS has added since is a Failure.
func (e *Env) vendorProvider(ctx context.Context, name string) (aws.Provider, vendors.Vendor, error) {
	if err := CheckProviderName(name); err != nil {
		return aws.Provider{}, vendors.Vendor{}, err
	}
	found, err := e.Cloud.Provider(ctx, name)
	if err != nil {
		return found, vendors.Vendor{}, NoProvider("provider", name, err)
	}
	i := slices.IndexFunc(vendors.All(), func(v vendors.Vendor) bool { return v.Name == found.Vendor })
	if i < 0 {
		return found, vendors.Vendor{}, &flow.Failure{Code: "UnknownVendor", Exit: flow.ExitOther, Docs: vendors.Guide,
			Message: text.T{En: "The provider %s is of the vendor %s, which is newer than this program.", Ko: "Provider %s의 vendor %s{은/는} 이 프로그램보다 새로운 것입니다."}.With(name, found.Vendor),
			Fix:     text.T{En: "Use the AWS CLI or the console for it.", Ko: "AWS CLI나 콘솔을 사용하세요."}.With()}
	}
	return found, vendors.All()[i], nil
}

func getVendorProvider(ctx context.Context, e *Env, _ *flow.Report, args flow.Args) (flow.Result, error) {
	found, v, err := e.vendorProvider(ctx, args.Get("name"))
	if err != nil {
		return flow.Result{}, err
	}
	state, _ := e.registrationOf(ctx, found)
	view := providerView{provider: found, vendor: v, callback: state}
	return flow.Result{JSON: view, Text: view.text}, nil
}

// deleteVendorProvider deletes one once its name was typed. Its callback URL is dead from then on.
func deleteVendorProvider(ctx context.Context, e *Env, r *flow.Report, args flow.Args) (flow.Result, error) {
	name := args.Get("name")
	if err := CheckProviderName(name); err != nil {
		return flow.Result{}, err
	}
	found, err := e.Cloud.Provider(ctx, name)
	if err != nil {
		return Deleted(name, err)
	}
	err = Agreed(r.Ask(ctx, flow.Question{Kind: flow.Confirm, TypeName: name, Explicit: true,
		Title:  text.T{En: "Delete the provider %s? Agents that use it get no tokens any more.", Ko: "Provider %s{을/를} 지울까요? 이를 쓰는 에이전트는 더 이상 토큰을 받지 못합니다."}.With(name),
		Detail: text.T{En: "Its secret in AgentCore, its callback URL and all users' tokens of it go with it.", Ko: "AgentCore에 보관된 시크릿, callback URL, 사용자들의 토큰도 함께 사라집니다."}.With(),
		Shown:  []flow.Fact{{Key: "vendor", Label: text.T{En: "Vendor", Ko: "Vendor"}, Value: found.Vendor}}}))
	if err != nil {
		return flow.Result{}, err
	}
	if err := e.Cloud.DeleteProvider(ctx, name); err != nil {
		return Deleted(name, err)
	}
	if err := e.AwaitProviderGone(ctx, name); err != nil {
		return flow.Result{}, err
	}
	r.Say(text.T{En: "Its callback URL leads nowhere now; take it out where it was registered: %s", Ko: "이제 쓰이지 않는 callback URL을 등록한 곳에서 지우세요: %s"}.With(found.CallbackURL))
	return Deleted(name, nil)
}

// NoProvider says that nothing has a name that a person gave.
func NoProvider(family, name string, err error) error {
	if !aws.IsNotFound(err) {
		return err
	}
	_, said, request := aws.Details(err)
	return &flow.Failure{Code: "ProviderNotFound", Exit: flow.ExitService, Docs: DocsProvider, RequestID: request, Err: err, Cause: text.Plain(said),
		Message: text.T{En: "There is no provider %s here.", Ko: "여기에는 %s{이라는/라는} Provider가 없습니다."}.With(name),
		Fix:     text.T{En: "`%s list` shows those of this account and region.", Ko: "`%s list` 명령으로 이 계정과 리전의 Provider를 볼 수 있습니다."}.With(family)}
}

// NoSecret says that the customer's own secret is what could not be found.
func NoSecret(place aws.SecretPlace, err error) error {
	if place.ID == "" || !aws.IsNotFound(err) {
		return err
	}
	_, said, request := aws.Details(err)
	return &flow.Failure{Code: "SecretNotFound", Exit: flow.ExitService, Docs: DocsProvider, RequestID: request, Err: err, Cause: text.Plain(said),
		Message: text.T{En: "There is no secret %s in this region.", Ko: "이 리전에 %s 시크릿이 없습니다."}.With(place.ID),
		Fix:     text.T{En: "Make it first, as JSON with the member %q, in the provider's region; your role needs secretsmanager:GetSecretValue on it.", Ko: "Provider와 같은 리전에 %q 키가 있는 JSON 시크릿을 먼저 만드세요. 호출하는 역할에 secretsmanager:GetSecretValue 권한도 필요합니다."}.With(place.Key)}
}
