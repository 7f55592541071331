package steps

import (
	"context"
	"slices"

	"agentcore-workshop/steps/given"
	"agentcore-workshop/steps/text"
	"agentcore-workshop/steps/vendors"
)

// lacking are the fields without which nothing can be sent, in the order in which they are asked for; "client-secret" is the last.
func (f *providerForm) lacking(ctx context.Context) []string {
	var all []string
	if f.name == "" {
		all = append(all, "name")
	}
	needs := f.vendor.Needs()
	switch {
	case f.vendor.Name == "":
		all = append(all, "vendor")
	case f.vendor.Config == vendors.ConfigCustom && f.has(vendors.FieldDiscovery):
	case f.vendor.Config == vendors.ConfigCustom && slices.ContainsFunc(vendors.Endpoints(), f.has):
		needs = append(needs, vendors.Endpoints()...)
	case f.vendor.Config == vendors.ConfigCustom:
		needs = append(needs, vendors.FieldDiscovery)
	}
	secretless := f.values[vendors.FieldMethod] == methodIAM || f.values[vendors.FieldMethod] == methodPrivateKey
	for _, field := range needs {
		if !f.has(field) && !(field == vendors.FieldClient && f.values[vendors.FieldMethod] == methodIAM) {
			all = append(all, field)
		}
	}
	if f.secret.Empty() && !secretless && f.appClient(ctx) == nil {
		all = append(all, given.ClientSecret().Name)
	}
	return all
}

// flags are what would give fields.
func (f *providerForm) flags(fields []string) []string {
	var all []string
	for _, field := range fields {
		switch field {
		case "name":
			all = append(all, "NAME")
		case given.ClientSecret().Name:
			all = append(all, given.ClientSecret().Flags())
		default:
			all = append(all, "--"+field)
		}
	}
	return all
}

// askOpenly asks for all that may be seen; askSecretly, once the server was found to be what it was said to be, for the secret.
func (f *providerForm) askOpenly(ctx context.Context) error {
	return f.askUntil(ctx, given.ClientSecret().Name)
}
func (f *providerForm) askSecretly(ctx context.Context) error { return f.askUntil(ctx, "") }

// askUntil asks for one field after the other, up to the named one. Where nobody answers, everything that is missing is named at once.
func (f *providerForm) askUntil(ctx context.Context, field string) error {
	for {
		lacking := f.lacking(ctx)
		if len(lacking) == 0 || lacking[0] == field {
			return nil
		}
		value, err := f.ask(ctx, lacking[0])
		if err != nil {
			return err
		}
		if !value {
			failure := given.Missing(f.vendor.Name, f.flags(lacking))
			failure.Docs = f.vendor.Docs()
			if f.vendor.Tenant {
				failure.Cause = text.T{En: "This vendor's addresses belong to a tenant: %s. --discovery-url alone gives all three.", Ko: "이 vendor의 주소는 테넌트마다 다릅니다: %s. --discovery-url만 지정해도 세 주소를 모두 알 수 있습니다."}.With(f.vendor.Shape)
			}
			return failure
		}
	}
}

func (f *providerForm) ask(ctx context.Context, field string) (bool, error) {
	if field == given.ClientSecret().Name {
		var err error
		f.secret.Value, err = given.ClientSecret().Ask(ctx, f.report, text.T{En: "The client secret at %s", Ko: "%s의 클라이언트 시크릿"}.With(f.server()))
		return !f.secret.Empty(), err
	}
	labels := map[string]text.T{
		vendors.FieldClient:    {En: "The client id at %s", Ko: "%s의 client id"},
		vendors.FieldDiscovery: {En: "The discovery URL of %s, which ends with /.well-known/openid-configuration", Ko: "%s의 discovery URL(/.well-known/openid-configuration으로 끝나는 주소)"},
		vendors.FieldIssuer:    {En: "The issuer of %s: what its tokens' iss says", Ko: "%s의 issuer(토큰의 iss 값)"},
		vendors.FieldAuthorize: {En: "The authorization endpoint of %s", Ko: "%s의 authorization endpoint"},
		vendors.FieldToken:     {En: "The token endpoint of %s", Ko: "%s의 token endpoint"},
	}
	value, err := given.Value(ctx, f.report, labels[field].With(f.server()), text.Plain(f.vendor.Shape), func(value string) error { return wrongShapes(shapeOf(field, value)) })
	f.values[field] = value
	return value != "", err
}

// server is what the questions call the identity provider.
func (f *providerForm) server() text.T {
	if f.vendor.Config == vendors.ConfigCustom {
		return text.T{En: "your authorization server", Ko: "사용하는 인증 서버"}
	}
	return vendors.At(f.vendor.Title)
}
