package steps_test

import (
	"context"
	"testing"

	"agentcore-workshop/aws"
	"agentcore-workshop/aws/sandbox"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/secret"
)

// staleProvider is the workshop's provider with a secret that is not the client's any more.
func staleProvider(t *testing.T, w *world) aws.ProviderSpec {
	t.Helper()
	p, err := w.env.Cloud.Provider(t.Context(), "troubleshooting-connectivity-"+sandbox.DefaultAccount)
	if err != nil {
		t.Fatal(err)
	}
	return aws.ProviderSpec{Name: p.Name, ClientID: p.ClientID, ClientSecret: secret.New("stale"), Issuer: p.Issuer,
		AuthorizationEndpoint: p.AuthorizationEndpoint, TokenEndpoint: p.TokenEndpoint, ResponseTypes: p.ResponseTypes}
}

// refuser says no to every question.
type refuser struct{ *world }

func (refuser) Ask(ctx context.Context, q flow.Question) (flow.Answer, error) {
	if q.Kind == flow.Consent {
		<-ctx.Done()
		return flow.Answer{}, context.Cause(ctx)
	}
	return flow.Answer{}, nil
}
