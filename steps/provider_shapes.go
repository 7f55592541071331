package steps

import (
	"context"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/given"
	"agentcore-workshop/steps/text"
	"agentcore-workshop/steps/vendors"
)

// shapes holds every field to the model, and says of all at once what is wrong with them.
func (f *providerForm) shapes(context.Context) error {
	var wrong []string
	for _, field := range allFields() {
		wrong = append(wrong, shapeOf(field, f.values[field])...)
	}
	if f.values[vendors.FieldActor] != "" && f.values[vendors.FieldOnBehalf] != "TOKEN_EXCHANGE" {
		wrong = append(wrong, "--"+vendors.FieldActor+" (--on-behalf-of TOKEN_EXCHANGE)")
	}
	if len(f.args["actor-token-scope"]) > 0 && f.values[vendors.FieldActor] != "M2M" {
		wrong = append(wrong, "--actor-token-scope (--actor-token M2M)")
	}
	if err := wrongShapes(wrong); err != nil {
		return err
	}
	return f.canSign()
}

// shapeOf says what is wrong with one field, by its flag; what is not given is not wrong.
func shapeOf(field, value string) []string {
	takes := ""
	switch field {
	case vendors.FieldClient:
		takes = atMost(256, value)
	case vendors.FieldTenant:
		takes = atMost(2048, value)
	case vendors.FieldDiscovery:
		if !webAddress(value) || !regexp.MustCompile(`^.+/\.well-known/(openid-configuration|oauth-authorization-server)$`).MatchString(value) {
			takes = "https://…/.well-known/openid-configuration"
		}
	case vendors.FieldIssuer, vendors.FieldAuthorize, vendors.FieldToken:
		if !webAddress(value) {
			takes = "https://…"
		}
	case vendors.FieldMethod:
		takes = oneOf(value, "CLIENT_SECRET_BASIC", "CLIENT_SECRET_POST", methodIAM, methodPrivateKey)
	case vendors.FieldOnBehalf:
		takes = oneOf(value, "TOKEN_EXCHANGE", "JWT_AUTHORIZATION_GRANT")
	case vendors.FieldActor:
		takes = oneOf(value, "NONE", "M2M", methodIAM)
	}
	if value == "" || takes == "" {
		return nil
	}
	return []string{"--" + field + " (" + takes + ")"}
}

// atMost and oneOf are what a value should have been; nothing where it is.
func atMost(n int, value string) string {
	if len(value) <= n {
		return ""
	}
	return fmt.Sprint("1..", n)
}

func oneOf(value string, allowed ...string) string {
	if slices.Contains(allowed, value) {
		return ""
	}
	return strings.Join(allowed, "|")
}

// wrongShapes is the refusal of fields that AWS would not take.
func wrongShapes(wrong []string) error {
	if len(wrong) == 0 {
		return nil
	}
	return given.WrongUse("WrongValue", text.T{En: "AWS would not take these values: %s.", Ko: "AWS에서 받지 않는 값입니다: %s."}.With(strings.Join(wrong, ", ")),
		text.T{En: "What each takes stands in parentheses. Nothing was sent.", Ko: "괄호 안이 받을 수 있는 값입니다. 아무것도 보내지 않았습니다."}.With(),
		text.T{En: "Addresses are whole, with https, and without a fragment; plain http is for this machine only.", Ko: "주소는 https로 시작하는 전체 주소여야 하며 #은 쓸 수 없습니다. http는 이 컴퓨터에서만 쓸 수 있습니다."}.With())
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
