package fault

import (
	"fmt"
	"strings"
	"time"
)

// Names lists the faults that need no change of state, in the order in which they are shown.
func Names() []string {
	return []string{
		"slow", "throttling", "outage", "access-denied", "expired-credentials", "connection-dropped", "truncated",
		"clock-skew", "resource-create-failed", "idp-down", "session-binding-off", "discovery-unreachable",
		"jwks-unreachable", "token-endpoint-down",
	}
}

// Named makes the rule of a named fault. arg is what stands after the colon of "slow:50ms"; empty takes the fault's own.
func Named(name, arg string) (Rule, error) {
	if arg == "" {
		name, arg, _ = strings.Cut(name, ":")
	}
	r := &Rule{Name: name, Arg: arg}
	switch name {
	case "slow":
		return r.timed(50*time.Millisecond, &r.Effect.Delay)
	case "clock-skew":
		return r.timed(time.Hour, &r.Effect.DateSkew)
	case "throttling":
		r.Match = Match{Kind: "api", Operation: arg}
		r.Effect.Refuse = Throttling
	case "outage":
		r.Effect.Outage = true
	case "access-denied":
		service, operation, ok := strings.Cut(arg, ":")
		if !ok || service == "" || operation == "" {
			return *r, fmt.Errorf("access-denied needs an action, such as access-denied:ssm:GetParameter")
		}
		r.Match = Match{Kind: "api", Service: planes(service), Operation: operation}
		r.Effect.Refuse, r.Effect.Action = AccessDenied, arg
	case "expired-credentials":
		r.Match.Kind = "api"
		r.Effect.Refuse = ExpiredCredentials
	case "connection-dropped":
		r.Match = Match{Kind: "api", Operation: arg}
		r.Effect.Drop = true
	case "truncated":
		r.Match = Match{Kind: "api", Operation: arg}
		r.Effect.Truncate = true
	case "resource-create-failed":
		if arg == "" {
			return *r, fmt.Errorf("resource-create-failed needs a logical id, such as resource-create-failed:UserPoolDomain")
		}
		r.Match.Kind = "none" // services ask for it by name
	case "idp-down":
		r.Match = Match{Kind: "page", Host: "*.amazoncognito.com,cognito-idp.*,loopback"}
		r.Effect.Outage = true
	case "session-binding-off":
		r.Match.Kind = "none" // the token vault asks for it by name
	case "discovery-unreachable":
		r.Match = Match{Kind: "page", Path: "*/.well-known/openid-configuration"}
		r.Effect.Outage = true
	case "jwks-unreachable":
		r.Match = Match{Kind: "page", Path: "*/.well-known/jwks.json"}
		r.Effect.Outage = true
	case "token-endpoint-down":
		r.Match = Match{Kind: "page", Path: "*/oauth2/token"}
		r.Effect.Outage = true
	default:
		return *r, fmt.Errorf("there is no fault named %q", name)
	}
	return *r, nil
}

// timed reads the argument as a duration into one of the rule's own fields.
func (r *Rule) timed(otherwise time.Duration, into *Duration) (Rule, error) {
	d := otherwise
	if r.Arg != "" {
		var err error
		if d, err = time.ParseDuration(r.Arg); err != nil {
			return *r, fmt.Errorf("%q is not a duration such as 50ms or 1h", r.Arg)
		}
	}
	r.Arg, *into = d.String(), Duration(d)
	return *r, r.check()
}

// planes lists the services whose actions share an IAM prefix.
func planes(prefix string) string {
	if prefix == "bedrock-agentcore" {
		return "bedrock-agentcore,bedrock-agentcore-control"
	}
	return prefix
}
