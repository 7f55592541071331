package steps

import (
	"context"

	"agentcore-workshop/steps/secret"
)

// What tests from outside need to name.

// Explain puts an error into a person's words.
func Explain(err error) error { return explain(err) }

// ConsentProvider is the name of an account's 3LO provider.
func ConsentProvider(account string) string { return consentProvider(account) }

// SessionIn is the session of an authorization URL that somebody else gave.
func SessionIn(address, region string) (string, error) { return sessionIn(address, region) }

// Knock opens a session at an MCP door with a token, and ends it.
func Knock(ctx context.Context, e *Env, address string, token secret.Text) error {
	s, err := e.mcp(ctx, address, token)
	if err != nil {
		return explain(err)
	}
	s.Close()
	return nil
}
