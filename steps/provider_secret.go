package steps

import (
	"context"
	"strings"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/oauth"
	"agentcore-workshop/steps/text"
)

// staleSecret reports whether the provider keeps a secret that the machine client no longer has. Nobody can read the one that it keeps,
// so that only a token proves it: AgentCore gets none while Cognito gives one for the live secret. That is asked for only where the
// client was changed after the provider, and once for that change.
func (e *Env) staleSecret(ctx context.Context, s Setup, client aws.AppClient, found aws.Provider) bool {
	if !client.Modified.After(found.Updated) || client.Public() || found.ClientID != client.ID || !found.Ready() {
		return false
	}
	change := client.ID + client.Modified.String() + found.Name + found.Updated.String()
	e.mu.Lock()
	stale, known := e.stale[change]
	e.mu.Unlock()
	if known {
		return stale
	}
	workload, err := e.Cloud.WorkloadToken(ctx, Workload)
	if err != nil {
		return false // without an identity of ours there is no way to ask
	}
	_, err = e.Cloud.MachineToken(ctx, workload, found.Name, s.Scopes())
	if err != nil && strings.Contains(err.Error(), "ClientCredentials response") {
		server := oauth.Server{HTTP: e.Cloud.HTTP(), TokenURL: s.TokenURL(), Now: e.Cloud.Now}
		_, refused := server.ClientCredentials(ctx, client.ID, client.Secret, s.Scopes())
		stale = refused == nil && (found.TokenEndpoint == "" || found.TokenEndpoint == s.TokenURL())
	} else if err != nil {
		return false // for another reason, that the checklist finds
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.stale == nil {
		e.stale = map[string]bool{}
	}
	e.stale[change] = stale
	return stale
}

// secretDiffers is how a stale secret is shown; neither is.
func secretDiffers() flow.Difference {
	return flow.Difference{Field: "clientSecret", Is: Kept, Want: Live}
}

// What stands for the client secret, which nobody reads here: the one that AgentCore keeps, and the one that the pool has now.
const (
	Kept = "(as AgentCore keeps it)"
	Live = "(the user pool's, sent again)"
)

// InWords is what stands for a value, as a person reads it; any other value is as it is.
func InWords(value string) text.T {
	ko, stands := map[string]string{Kept: "(AgentCore가 보관한 값)", Live: "(User Pool의 현재 값을 다시 보냄)", Sealed: "(SecureString, 암호문)"}[value]
	if !stands {
		ko = value
	}
	return text.T{En: value, Ko: ko}
}

// FromTo is a difference as a line of a question.
func FromTo(is, want string) text.Msg {
	return text.T{En: "%s → %s", Ko: "%s → %s"}.With(InWords(is), InWords(want))
}
