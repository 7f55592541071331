package steps

import (
	"cmp"
	"context"
	"regexp"
	"slices"
	"strings"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/given"
	"agentcore-workshop/steps/text"
	"agentcore-workshop/steps/vendors"
)

// Ways in which AgentCore proves itself to a token endpoint without a client secret.
const (
	methodIAM        = "AWS_IAM_ID_TOKEN_JWT"
	methodPrivateKey = "PRIVATE_KEY_JWT"
)

// providerForm gathers what a provider needs: from flags, from what is there already, from Cognito, and from whoever is asked. It is
// complete and right before anything is sent that changes something.
type providerForm struct {
	env    *Env
	report *flow.Report
	args   flow.Args
	name   string
	vendor vendors.Vendor
	// found is the provider that is to be updated, or nil.
	found  *aws.Provider
	values map[string]string
	secret given.Source
	// app is the provider's client where that is an app client of this account and region.
	app appLookup
	// document is what --discovery-url said, for vendors whose provider takes endpoints.
	document *discoveryDocument
	// compared says that the token endpoint is the one that the server's own document names.
	compared bool
	warnings []text.Msg
}

// newProviderForm reads the flags. A secret that is given in two ways is refused here.
func newProviderForm(e *Env, r *flow.Report, args flow.Args) (*providerForm, error) {
	f := &providerForm{env: e, report: r, args: args, name: strings.TrimSpace(args.Get("name")), values: map[string]string{}}
	for _, field := range allFields() {
		f.values[field] = strings.TrimSpace(args.Get(field))
	}
	if args.Get("client-secret") != "" {
		f.warnings = append(f.warnings, given.ClientSecret().Warning())
	}
	var err error
	f.secret, err = given.ClientSecret().Read(r, args)
	return f, err
}

func allFields() []string {
	return append([]string{vendors.FieldClient, vendors.FieldTenant, vendors.FieldDiscovery, vendors.FieldMethod, vendors.FieldOnBehalf, vendors.FieldActor}, vendors.Endpoints()...)
}

// warn says something that does not stop the work, and keeps it for the result.
func (f *providerForm) warn(m text.Msg) {
	f.warnings = append(f.warnings, m)
	f.report.Warn(m)
}

// identify settles name and vendor: from flags, or by asking.
func (f *providerForm) identify(ctx context.Context) error {
	if f.name == "" {
		var err error
		if f.name, err = given.Value(ctx, f.report, text.T{En: "The provider's name", Ko: "Provider의 이름"}.With(), text.Msg{}, CheckProviderName); err != nil {
			return err
		}
	}
	said := f.args.Get("vendor")
	if said == "" && f.name != "" {
		var err error
		said, err = given.Value(ctx, f.report, text.T{En: "The vendor, such as google, cognito or custom", Ko: "vendor 이름. 예: google, cognito, custom"}.With(),
			text.T{En: "`provider vendors` lists all 25.", Ko: "`provider vendors`로 25개 전체를 볼 수 있습니다."}.With(),
			func(said string) error { _, err := knownVendor(said); return err })
		if err != nil {
			return err
		}
	}
	if said != "" {
		var err error
		if f.vendor, err = knownVendor(said); err != nil {
			return err
		}
	}
	if f.name == "" || f.vendor.Name == "" {
		return given.Missing("provider create", f.flags(f.lacking(ctx)))
	}
	return CheckProviderName(f.name)
}

// knownVendor is the vendor that was meant, or says which there are.
func knownVendor(said string) (vendors.Vendor, error) {
	found, ok := vendors.Find(said)
	if !ok {
		return found, vendors.Unknown(said)
	}
	return found, nil
}

// CheckProviderName holds a name to what AWS takes, before anything is sent.
func CheckProviderName(name string) error {
	if regexp.MustCompile(`^[a-zA-Z0-9_-]{1,128}$`).MatchString(name) {
		return nil
	}
	return given.WrongUse("WrongValue", text.T{En: "A provider cannot be named %q.", Ko: "%q{은/는} Provider 이름으로 쓸 수 없습니다."}.With(name),
		text.Msg{}, text.T{En: "Choose another: AWS takes 1 to 128 letters, digits, hyphens and underscores.", Ko: "다른 이름을 지정하세요. 영문자, 숫자, 하이픈, 밑줄로 된 1~128자여야 합니다."}.With())
}

// fill completes the form and gives what is to be sent.
func (f *providerForm) fill(ctx context.Context) (aws.ProviderSpec, error) {
	for _, step := range []func(context.Context) error{f.belong, f.discover, f.askOpenly, f.shapes, f.compare, f.askSecretly, f.takeSecret} {
		if err := step(ctx); err != nil {
			return aws.ProviderSpec{}, err
		}
	}
	v := f.values
	spec := aws.ProviderSpec{
		Vendor: f.vendor.Name, Name: f.name, ClientID: v[vendors.FieldClient], ClientSecret: f.secret.Value, External: f.secret.Place, TenantID: v[vendors.FieldTenant],
		Issuer: v[vendors.FieldIssuer], AuthorizationEndpoint: v[vendors.FieldAuthorize], TokenEndpoint: v[vendors.FieldToken], AuthMethod: v[vendors.FieldMethod],
		OnBehalf: aws.OnBehalf{Grant: v[vendors.FieldOnBehalf], Actor: v[vendors.FieldActor], ActorScopes: f.actorScopes()}, Tags: OwnTags(),
	}
	if f.vendor.Config == vendors.ConfigCustom {
		spec.DiscoveryURL, spec.ResponseTypes = v[vendors.FieldDiscovery], []string{"code"}
		if f.found != nil && len(f.found.ResponseTypes) > 0 {
			spec.ResponseTypes = f.found.ResponseTypes
		}
	}
	return spec, nil
}

func (f *providerForm) actorScopes() []string {
	if given := f.args["actor-token-scope"]; len(given) > 0 || f.found == nil {
		return given
	}
	return f.found.OnBehalf.ActorScopes
}

// belong refuses fields that mean nothing to the vendor, and both ways of naming a server at once; then it takes over what an
// existing provider has and the flags do not say.
func (f *providerForm) belong(context.Context) error {
	var strays []string
	for _, field := range allFields() {
		if f.values[field] != "" && !slices.Contains(f.vendor.Takes(), field) {
			strays = append(strays, "--"+field)
		}
	}
	if len(strays) > 0 {
		return given.WrongUse("WrongUse", text.T{En: "%s does not go with %s.", Ko: "%s{은/는} %s에 쓸 수 없습니다."}.With(strings.Join(strays, ", "), f.vendor.Name),
			text.T{En: "Its %s takes: --%s.", Ko: "%s에서 받는 값은 --%s입니다."}.With(string(f.vendor.Config), strings.Join(f.vendor.Takes(), ", --")),
			text.T{En: "Leave it out. A server with addresses of its own is registered as custom.", Ko: "빼세요. 주소를 직접 지정해야 하는 서버는 custom으로 등록합니다."}.With())
	}
	named := slices.ContainsFunc(vendors.Endpoints(), f.has)
	if f.vendor.Config == vendors.ConfigCustom && f.has(vendors.FieldDiscovery) && named {
		return given.WrongUse("WrongUse", text.T{En: "--discovery-url and the endpoints exclude each other.", Ko: "--discovery-url과 엔드포인트는 함께 쓸 수 없습니다."}.With(),
			text.T{En: "AWS takes exactly one of discoveryUrl and authorizationServerMetadata.", Ko: "AWS는 discoveryUrl과 authorizationServerMetadata 중 하나만 받습니다."}.With(),
			text.T{En: "Give the discovery URL alone, if the server has one.", Ko: "서버에 discovery 문서가 있으면 --discovery-url만 지정하세요."}.With())
	}
	f.carry(named)
	return nil
}

func (f *providerForm) has(field string) bool { return f.values[field] != "" }

// carry takes over what stays: an update sends the whole configuration again.
func (f *providerForm) carry(named bool) {
	if f.found == nil {
		return
	}
	keep := func(field, value string) {
		if !f.has(field) {
			f.values[field] = value
		}
	}
	keep(vendors.FieldClient, f.found.ClientID)
	if slices.Contains(f.vendor.Takes(), vendors.FieldIssuer) && !f.has(vendors.FieldDiscovery) {
		if f.vendor.Config == vendors.ConfigCustom && !named {
			keep(vendors.FieldDiscovery, f.found.DiscoveryURL)
		}
		keep(vendors.FieldIssuer, f.found.Issuer)
		keep(vendors.FieldAuthorize, f.found.AuthorizationEndpoint)
		keep(vendors.FieldToken, f.found.TokenEndpoint)
	}
	if f.vendor.Config == vendors.ConfigCustom {
		keep(vendors.FieldMethod, f.found.AuthMethod)
		keep(vendors.FieldOnBehalf, f.found.OnBehalf.Grant)
		keep(vendors.FieldActor, f.found.OnBehalf.Actor)
	}
	if f.vendor.Config == vendors.ConfigMicrosoft {
		keep(vendors.FieldTenant, tenantIn(f.found.DiscoveryURL))
	}
	if f.secret.Empty() && f.found.SecretSource == given.External {
		f.secret.Place = aws.SecretPlace{ID: f.found.SecretARN, Key: cmp.Or(f.found.SecretKey, given.ClientSecret().Member())}
	}
}

// tenantIn is the tenant of a Microsoft discovery URL; "common" is none.
func tenantIn(address string) string {
	tenant, _, _ := strings.Cut(strings.TrimPrefix(address, "https://login.microsoftonline.com/"), "/")
	if tenant == "common" || !strings.HasPrefix(address, "https://login.microsoftonline.com/") {
		return ""
	}
	return tenant
}

// takeSecret takes Cognito's own secret where nobody gave another. It is for the pool's own token endpoint and no other: AgentCore
// sends it there.
func (f *providerForm) takeSecret(ctx context.Context) error {
	if !f.secret.Empty() {
		return nil
	}
	app := f.appClient(ctx)
	if app == nil {
		return nil // a method without a secret
	}
	if !f.compared {
		failure := given.Missing(f.vendor.Name, f.flags([]string{given.ClientSecret().Name}))
		failure.Cause = text.T{En: "The app client's secret is read only for a token endpoint that the user pool itself names, and that could not be confirmed.", Ko: "앱 클라이언트의 시크릿은 User Pool이 밝힌 토큰 엔드포인트에 쓸 때만 읽으며, 그 점을 확인하지 못했습니다."}.With()
		return failure
	}
	f.secret.Value = app.Secret
	f.report.Say(text.T{En: "The client secret was read from the app client %s itself.", Ko: "클라이언트 시크릿을 앱 클라이언트 %s에서 직접 읽었습니다."}.With(app.Name))
	return nil
}
