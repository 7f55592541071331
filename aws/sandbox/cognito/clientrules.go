package cognito

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"agentcore-workshop/aws/sandbox/core"
)

// checkClient holds the rules of app clients that the service model cannot express, in the order in which Cognito
// reports them.
func checkClient(p *Pool, s *clientSettings, secret bool) error {
	for _, check := range []func() error{
		func() error { return checkFlows(s, secret) },
		func() error { return checkScopes(p, s) },
		func() error { return checkURLs(s) },
		func() error { return checkLifetimes(s) },
		func() error { return checkAuthFlows(s) },
		func() error { return checkProviders(p, s) },
	} {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

func badFlow(format string, args ...any) error {
	return core.Errorf("InvalidOAuthFlowException", format, args...)
}

func checkFlows(s *clientSettings, secret bool) error {
	machine := s.oauth("client_credentials")
	interactive := s.oauth("code") || s.oauth("implicit")
	switch {
	case machine && interactive:
		return badFlow("client_credentials flow can not be selected along with code flow or implicit flow.")
	case machine && !secret:
		return badFlow("client_credentials flow can not be selected if client does not have a client secret.")
	case interactive && len(s.CallbackURLs) == 0:
		return badFlow("CallbackUrls can not be empty when code flow or implicit flow is selected")
	case s.oauthOn() && (len(s.AllowedOAuthFlows) == 0 || len(s.AllowedOAuthScopes) == 0):
		return invalid("AllowedOAuthFlows and AllowedOAuthScopes are required if user pool client is allowed to use OAuth flows.")
	}
	return nil
}

// systemScopes are those that Cognito itself defines.
func systemScope(scope string) bool {
	return slices.Contains([]string{"openid", "email", "phone", "profile", adminScope}, scope)
}

// adminScope is what an access token of the user API carries: it may act on its own user.
const adminScope = "aws.cognito.signin.user.admin"

func checkScopes(p *Pool, s *clientSettings) error {
	for _, scope := range s.AllowedOAuthScopes {
		switch {
		case systemScope(scope) && s.oauth("client_credentials"):
			return badFlow("%s is not supported with client_credentials flow", scope)
		case !systemScope(scope) && !p.hasScope(scope):
			return core.Errorf("ScopeDoesNotExistException", "Invalid scope requested: %s", scope)
		}
	}
	return nil
}

func checkURLs(s *clientSettings) error {
	for _, u := range slices.Concat(s.CallbackURLs, s.LogoutURLs) {
		if err := checkURL(u); err != nil {
			return err
		}
	}
	if s.DefaultRedirectURI != "" && !slices.Contains(s.CallbackURLs, s.DefaultRedirectURI) {
		return invalid("The default redirect URI must be in the list of callback URLs.")
	}
	return nil
}

// checkURL allows https, http for this very machine, and schemes of apps; never a fragment, nor what a browser would run.
func checkURL(raw string) error {
	u, err := url.Parse(raw)
	switch {
	case err != nil || u.Scheme == "":
		return invalid("%s is not a valid redirect URI.", raw)
	case strings.Contains(raw, "#"):
		return invalid("%s must not contain a fragment.", raw)
	case slices.Contains([]string{"javascript", "data", "vbscript", "file", "blob", "about"}, u.Scheme):
		return invalid("%s is not a valid redirect URI.", raw)
	case (u.Scheme == "https" || u.Scheme == "http") && u.Hostname() == "":
		return invalid("%s is not a valid redirect URI.", raw)
	case u.Scheme == "http" && !slices.Contains([]string{"localhost", "127.0.0.1", "::1"}, u.Hostname()):
		return invalid("%s cannot use the HTTP protocol.", raw)
	}
	return nil
}

func checkLifetimes(s *clientSettings) error {
	const day = 24 * time.Hour
	outside := func(d, least, most time.Duration) bool { return d < least || d > most }
	if outside(s.accessLife(), 5*time.Minute, day) || outside(s.idLife(), 5*time.Minute, day) ||
		outside(s.refreshLife(), time.Hour, 3650*day) {
		return invalid("Invalid range for token validity.")
	}
	return nil
}

func checkAuthFlows(s *clientSettings) error {
	modern := 0
	for _, f := range s.ExplicitAuthFlows {
		if strings.HasPrefix(f, "ALLOW_") {
			modern++
		}
	}
	if modern > 0 && modern < len(s.ExplicitAuthFlows) {
		return invalid("ExplicitAuthFlows can not contain both values with the ALLOW_ prefix and legacy values.")
	}
	return nil
}

// checkProviders: the practice cloud has no federation, so the pool itself is the only provider that exists.
func checkProviders(p *Pool, s *clientSettings) error {
	for _, name := range s.SupportedIdentityProviders {
		if name != "COGNITO" {
			return invalid("The provider %s does not exist for User Pool %s.", name, p.Id)
		}
	}
	return nil
}
