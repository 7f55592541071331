package steps

import (
	"context"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
	"agentcore-workshop/steps/vendors"
)

// shapes holds every field to the model, and says of all at once what is wrong with them.
func (f *providerForm) shapes(context.Context) error {
	var wrong []string
	bad := func(field, why string) { wrong = append(wrong, "--"+field+" "+why) }
	if n := len(f.values[vendors.FieldClient]); n > 256 {
		bad(vendors.FieldClient, "(1..256)")
	}
	if n := len(f.values[vendors.FieldTenant]); n > 2048 {
		bad(vendors.FieldTenant, "(1..2048)")
	}
	if d := f.values[vendors.FieldDiscovery]; d != "" && !regexp.MustCompile(`^.+/\.well-known/(openid-configuration|oauth-authorization-server)$`).MatchString(d) {
		bad(vendors.FieldDiscovery, "(…/.well-known/openid-configuration)")
	}
	for _, field := range append([]string{vendors.FieldDiscovery}, vendors.Endpoints()...) {
		if address := f.values[field]; address != "" && !webAddress(address) {
			bad(field, "(https://…)")
		}
	}
	for _, c := range []struct {
		field   string
		allowed []string
	}{
		{vendors.FieldMethod, []string{"CLIENT_SECRET_BASIC", "CLIENT_SECRET_POST", methodIAM, methodPrivateKey}},
		{vendors.FieldOnBehalf, []string{"TOKEN_EXCHANGE", "JWT_AUTHORIZATION_GRANT"}},
		{vendors.FieldActor, []string{"NONE", "M2M", methodIAM}},
	} {
		if v := f.values[c.field]; v != "" && !slices.Contains(c.allowed, v) {
			bad(c.field, "("+strings.Join(c.allowed, "|")+")")
		}
	}
	if f.values[vendors.FieldActor] != "" && f.values[vendors.FieldOnBehalf] != "TOKEN_EXCHANGE" {
		bad(vendors.FieldActor, "(--on-behalf-of TOKEN_EXCHANGE)")
	}
	if len(f.args["actor-token-scope"]) > 0 && f.values[vendors.FieldActor] != "M2M" {
		bad("actor-token-scope", "(--actor-token M2M)")
	}
	if len(wrong) > 0 {
		return wrongUse("WrongValue", text.T{En: "AWS would not take these values: %s.", Ko: "AWS에서 받지 않는 값입니다: %s."}.With(strings.Join(wrong, ", ")),
			text.T{En: "What each takes stands in parentheses. Nothing was sent.", Ko: "괄호 안이 받을 수 있는 값입니다. 아무것도 보내지 않았습니다."}.With(),
			text.T{En: "Addresses are whole, with https, and without a fragment; plain http is for this machine only.", Ko: "주소는 https로 시작하는 전체 주소여야 하며 #은 쓸 수 없습니다. http는 이 컴퓨터에서만 쓸 수 있습니다."}.With())
	}
	return f.canSign()
}

// canSign refuses assertions signed with a key for a provider that has none yet: the key lies in KMS, with a policy of its own.
func (f *providerForm) canSign() error {
	if f.values[vendors.FieldMethod] != methodPrivateKey || f.found != nil && f.found.AuthMethod == methodPrivateKey {
		return nil
	}
	return &flow.Failure{Code: "WrongUse", Exit: flow.ExitUsage, Docs: f.vendor.Docs(),
		Message: text.T{En: "PRIVATE_KEY_JWT takes a KMS key, which this program does not set up.", Ko: "PRIVATE_KEY_JWT에는 KMS 키가 필요하며, 이 프로그램에서는 설정하지 않습니다."}.With(),
		Fix:     text.T{En: "Make the provider in the AgentCore console; `provider update` then keeps its key.", Ko: "AgentCore 콘솔에서 Provider를 만드세요. 이후 `provider update`를 해도 키는 그대로 유지됩니다."}.With()}
}

// webAddress reports a whole address with https, or with http on this machine, and no fragment.
func webAddress(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.User != nil || strings.ContainsAny(address, "# \t") {
		return false
	}
	host := u.Hostname()
	return u.Scheme == "https" || u.Scheme == "http" && (host == "localhost" || host == "127.0.0.1" || host == "::1")
}
