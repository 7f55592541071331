package steps

import (
	"context"
	"os"

	"agentcore-workshop/steps/secret"
)

// secrets are the values that a bundle must not hold, wherever somebody wrote them: those of this session, those of the
// environment, and the app clients', which are asked for. What cannot be asked for is left to the scrubber's other means.
func (e *Env) secrets(ctx context.Context) []secret.Text {
	all := []secret.Text{e.Password, secret.New(TestPassword), secret.New(PracticeAppSecret)}
	for _, name := range []string{"AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_BEARER_TOKEN_BEDROCK"} {
		all = append(all, secret.New(os.Getenv(name)))
	}
	e.mu.Lock()
	for _, t := range e.tokens {
		all = append(all, t.Access, t.ID, t.Refresh)
	}
	e.mu.Unlock()
	s, err := e.Look(ctx)
	if err != nil || s.PoolID() == "" {
		return all
	}
	clients, _ := e.Cloud.AppClients(ctx, s.PoolID())
	for _, c := range clients {
		if client, err := e.Cloud.AppClient(ctx, s.PoolID(), c.ID); err == nil {
			all = append(all, client.Secret)
		}
	}
	return all
}
