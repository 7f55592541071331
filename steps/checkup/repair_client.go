package checkup

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/script"
	"agentcore-workshop/steps/text"
)

// clientKind are app clients: read, changed and sent back whole, since the service resets what a request leaves out.
func clientKind() kind {
	return kind{
		title: text.T{En: "app client", Ko: "앱 클라이언트"},
		read: func(ctx context.Context, e *steps.Env, t map[string]string) (fields, error) {
			c, err := e.Cloud.AppClient(ctx, t["pool"], t["id"])
			if err != nil {
				return nil, err
			}
			return clientFields(c), nil
		},
		write: func(ctx context.Context, e *steps.Env, _ *flow.Report, d edit) error {
			_, err := e.Cloud.UpdateAppClient(ctx, d.Target["pool"], d.Target["id"], setClient(d.Want))
			return err
		},
		shell: func(ctx context.Context, e *steps.Env, d edit) ([]string, error) {
			whole, err := e.Cloud.WholeUpdate(ctx, d.Target["pool"], d.Target["id"], setClient(d.Want))
			return []string{awsLine(e, "cognito-idp", "update-user-pool-client") + " --cli-input-json " + script.Quote(whole)}, err
		},
	}
}

func clientFields(c aws.AppClient) fields {
	return fields{
		"AllowedOAuthFlowsUserPoolClient": {strconv.FormatBool(c.OAuth)}, "AllowedOAuthFlows": c.Flows, "AllowedOAuthScopes": c.Scopes,
		"CallbackURLs": c.CallbackURLs, "LogoutURLs": c.LogoutURLs, "ExplicitAuthFlows": c.AuthFlows,
		"SupportedIdentityProviders": c.IdentityProviders,
		"AccessTokenValidity":        {span(c.AccessToken, c.Units.Access)},
		"IdTokenValidity":            {span(c.IDToken, c.Units.ID)},
		"RefreshTokenValidity":       {span(c.RefreshToken, c.Units.Refresh)},
	}
}

// setClient puts fields on a client; those that are not among them stay.
func setClient(f fields) func(*aws.AppClient) {
	return func(c *aws.AppClient) {
		for name, list := range f {
			switch name {
			case "AllowedOAuthFlowsUserPoolClient":
				c.OAuth = f.one(name) == "true"
			case "AllowedOAuthFlows":
				c.Flows = list
			case "AllowedOAuthScopes":
				c.Scopes = list
			case "CallbackURLs":
				c.CallbackURLs = list
			case "LogoutURLs":
				c.LogoutURLs = list
			case "ExplicitAuthFlows":
				c.AuthFlows = list
			case "SupportedIdentityProviders":
				c.IdentityProviders = list
			case "AccessTokenValidity":
				c.AccessToken, c.Units.Access = spanOf(f.one(name))
			case "IdTokenValidity":
				c.IDToken, c.Units.ID = spanOf(f.one(name))
			case "RefreshTokenValidity":
				c.RefreshToken, c.Units.Refresh = spanOf(f.one(name))
			}
		}
	}
}

// acceptable reports whether Cognito would take a client as it is: a mishap may leave one that no request could have made.
func acceptable(f fields) bool {
	sent := slices.Contains(f["AllowedOAuthFlows"], "code") || slices.Contains(f["AllowedOAuthFlows"], "implicit")
	switch {
	case f.one("AllowedOAuthFlowsUserPoolClient") == "true" && (len(f["AllowedOAuthFlows"]) == 0 || len(f["AllowedOAuthScopes"]) == 0):
		return false
	case sent && (len(f["CallbackURLs"]) == 0 || slices.Contains(f["AllowedOAuthFlows"], "client_credentials")):
		return false
	}
	return true
}

// span is a lifetime in the unit in which the service keeps it: "30 days".
func span(d time.Duration, unit string) string {
	size := map[string]time.Duration{"seconds": time.Second, "minutes": time.Minute, "hours": time.Hour, "days": 24 * time.Hour}[unit]
	if size == 0 || d%size != 0 {
		unit, size = "seconds", time.Second
	}
	return fmt.Sprintf("%d %s", d/size, unit)
}

func spanOf(s string) (time.Duration, string) {
	number, unit, _ := strings.Cut(s, " ")
	n, _ := strconv.Atoi(number)
	size := map[string]time.Duration{"seconds": time.Second, "minutes": time.Minute, "hours": time.Hour, "days": 24 * time.Hour}[unit]
	return time.Duration(n) * size, unit
}
