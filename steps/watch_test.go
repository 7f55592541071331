package steps_test

import (
	"strings"
	"testing"

	"agentcore-workshop/aws/sandbox/core"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/checkup"
	"agentcore-workshop/steps/flow"
)

// TestWatchMintsOnce: tokens are asked for in the first look only; what a repair changed is seen all the same.
func TestWatchMintsOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.must("deploy", "provider", "token")
	w.since()
	r := flow.NewReport(flow.SystemClock{}, func(e flow.Event) { w.events = append(w.events, e) }, nil, nil)
	watch := flow.NewWatch(flow.Place{}, checkup.Checks(w.env), flow.SystemClock{})
	look := func() []flow.Change {
		t.Helper()
		_, changes, ok := watch.Look(r.With(t.Context()), nil)
		if !ok {
			t.Fatal("cut short")
		}
		return changes
	}
	minted := func() int {
		n := 0
		for _, e := range w.events {
			if c, ok := e.Body.(flow.Call); ok && (strings.Contains(c.Operation, "Token") || strings.Contains(c.Operation, "/oauth2/token")) {
				n++
			}
		}
		return n
	}
	look()
	if minted() == 0 {
		t.Fatal("the first look asks for tokens")
	}
	w.since()
	if changes := look(); len(changes) > 0 || minted() > 0 {
		t.Errorf("%d changes, %d tokens", len(changes), minted())
	}
	w.call("cognito-idp", "AdminDisableUser", core.Object{"UserPoolId": w.output("UserPoolId"), "Username": steps.TestUser})
	broken := look()
	w.call("cognito-idp", "AdminEnableUser", core.Object{"UserPoolId": w.output("UserPoolId"), "Username": steps.TestUser})
	mended := look()
	if len(broken) == 0 || len(mended) != len(broken) || mended[0].After.Status != flow.Pass || mended[0].Check.Group != "user" {
		t.Errorf("%+v\n%+v", broken, mended)
	}
	if minted() > 0 {
		t.Errorf("%d more tokens", minted())
	}
}

// TestWatchMintsAgainWhenTheProviderChanges: a token proves the client, secret and provider that it was asked for with, no others.
func TestWatchMintsAgainWhenTheProviderChanges(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.must("deploy", "provider", "token")
	watch := flow.NewWatch(flow.Place{}, checkup.Checks(w.env), flow.SystemClock{})
	r := flow.NewReport(flow.SystemClock{}, func(flow.Event) {}, nil, nil)
	watch.Look(r.With(t.Context()), nil)
	w.call("bedrock-agentcore-control", "UpdateOauth2CredentialProvider", core.Object{
		"name": "troubleshooting-connectivity-" + account, "credentialProviderVendor": "CustomOauth2",
		"oauth2ProviderConfigInput": core.Object{"customOauth2ProviderConfig": core.Object{
			"clientId": w.output("MachineClientId"), "clientSecret": "stale-secret",
			"oauthDiscovery": core.Object{"authorizationServerMetadata": core.Object{
				"issuer": "https://cognito-idp.us-east-1.amazonaws.com/" + w.output("UserPoolId"), "responseTypes": []string{"token"},
				"authorizationEndpoint": w.output("CognitoDomain") + "/oauth2/authorize", "tokenEndpoint": w.output("CognitoDomain") + "/oauth2/token",
			}},
		}},
	})
	v, _, ok := watch.Look(r.With(t.Context()), nil)
	if got := status(v, "token.agentcore"); !ok || got != flow.Fail {
		show(t, v, false)
		t.Errorf("the provider keeps a stale secret, and token.agentcore is %s", got)
	}
}
