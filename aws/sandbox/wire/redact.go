package wire

import (
	"strings"

	"agentcore-workshop/aws/sandbox/core"
)

// Masked stands for a value that must not be shown.
const Masked = "***"

// Redact copies an input without its sensitive values: those that the model marks, binary bodies, and all whose names
// speak of secrets, since the model forgets some.
func (c *Codec) Redact(route *Route, in core.Object) core.Object {
	if route.op == nil || route.op.In == nil {
		return nil
	}
	masked, _ := redact(route.op.In, in).(core.Object)
	return masked
}

func redact(shape *Shape, value any) any {
	if shape.Secret || shape.Type == "blob" {
		return Masked
	}
	switch v := tree(value).(type) {
	case core.Object:
		out := make(core.Object, len(v))
		for name, field := range v {
			inner := shape.value
			if member := shape.byName[name]; member != nil {
				inner = member.Shape
			}
			if Sensitive(name) || inner == nil {
				out[name] = Masked
				continue
			}
			out[name] = redact(inner, field)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i := range v {
			out[i] = Masked
			if shape.elem != nil {
				out[i] = redact(shape.elem, v[i])
			}
		}
		return out
	default:
		return v
	}
}

// Sensitive reports a name whose value is a secret by what it is called: a password, a token, a key.
func Sensitive(name string) bool {
	name = strings.ToLower(name)
	switch name {
	case "nexttoken", "clienttoken", "clientrequesttoken", "tokenvaultid", "tokenendpoint", "accesstokenvalidity",
		"idtokenvalidity", "refreshtokenvalidity", "tokenvalidityunits", "enabletokenrevocation", "secretid",
		"generatesecret", "passwordpolicy", "keyid", "token_type", "grant_type", "response_type":
		return false
	}
	for _, word := range []string{
		"password", "secret", "token", "apikey", "api_key", "authparameters",
		"challengeresponses", "session", "assertion", "signature", "verifier", "security",
		"parametervalue", // of a stack: only its template knows which are NoEcho
	} {
		if strings.Contains(name, word) {
			return !strings.HasSuffix(name, "providername") && !strings.HasSuffix(name, "config") &&
				!strings.HasSuffix(name, "configinput")
		}
	}
	return name == "code" || name == "state" || name == "request_uri"
}
