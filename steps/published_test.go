package steps_test

import (
	"slices"
	"strings"
	"testing"

	"agentcore-workshop/aws/sandbox/core"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
)

// TestAPublishedSetupIsRepaired: the published template, a provider whose issuer is the discovery URL, a half-made user, and
// cognito_provider overwritten with a resource server's id. One `fix --all` leaves nothing but what is somebody's choice, and all that
// was done exactly can be taken back.
func TestAPublishedSetupIsRepaired(t *testing.T) {
	w := newWorld(t)
	w.publishedStack()
	pool, host := w.output("UserPoolId"), "https://"+theProvider+".auth.us-east-1.amazoncognito.com/oauth2/"
	client, err := w.env.Cloud.AppClient(t.Context(), pool, w.output("MachineClientId"))
	if err != nil {
		t.Fatal(err)
	}
	w.control("CreateOauth2CredentialProvider", core.Object{"name": theProvider, "credentialProviderVendor": "CustomOauth2", "oauth2ProviderConfigInput": core.Object{
		"customOauth2ProviderConfig": core.Object{"clientId": client.ID, "clientSecret": client.Secret.Reveal(), "oauthDiscovery": core.Object{"authorizationServerMetadata": core.Object{
			"issuer": issuerOf(pool) + "/.well-known/openid-configuration", "authorizationEndpoint": host + "authorize", "tokenEndpoint": host + "token", "responseTypes": []any{"code", "token"}}}}}})
	w.call("cognito-idp", "AdminCreateUser", core.Object{"UserPoolId": pool, "Username": steps.TestUser, "MessageAction": "SUPPRESS", "TemporaryPassword": "Half-Made-1!"})
	w.call("ssm", "PutParameter", core.Object{"Name": steps.PublishedPrefix + "cognito_provider", "Value": "netops-resource-server-1a2b3c4d", "Overwrite": true})

	before, harmed := w.verify(), w.stand()
	if first := firstFound(before); first != "parameter.cognito_provider" {
		t.Errorf("the first that is named is %s", first)
	}
	res, said := w.fix(w, flow.Args{"all": {"true"}})
	after := w.verify()
	for _, r := range after.Results {
		if r.Verdict.Status == flow.Fail || r.Verdict.Status == flow.Warn && !slices.Contains([]string{"vault.key", "stack.template", "stack.exports"}, r.Check.ID) {
			t.Errorf("%s is left: %s", r.Check.ID, r.Verdict.Summary)
		}
	}
	if res.Exit != flow.ExitDone || strings.Contains(said, `"step":`) {
		t.Errorf("exit %d: %s", res.Exit, said)
	}
	if res, said = w.fix(w, flow.Args{"undo": {"true"}, "all": {"true"}}); res.Exit != flow.ExitDone {
		t.Errorf("taking it back: exit %d: %s", res.Exit, said)
	}
	// Of the user nothing can be taken back, which was said: neither the password, nor an attribute that was not there.
	back := strings.NewReplacer(`"CONFIRMED"`, `"FORCE_CHANGE_PASSWORD"`, ",\n   \"email_verified\": \"true\"", "", `"EmailVerified": true`, `"EmailVerified": false`).Replace(w.stand())
	if d := firstDifference(harmed, back); d != "" {
		t.Errorf("not as it was: %s", d)
	}
}
