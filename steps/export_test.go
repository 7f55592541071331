package steps

import (
	"context"

	"agentcore-workshop/steps/secret"
)

// What tests from outside need to name.

// SessionIn is the session of an authorization URL that somebody else gave.
func SessionIn(address, region string) (string, error) { return sessionIn(address, region) }

// Knock opens a session at an MCP door with a token, and ends it.
func Knock(ctx context.Context, e *Env, address string, token secret.Text) error {
	s, err := e.MCP(ctx, address, token)
	if err != nil {
		return Explain(err)
	}
	s.Close()
	return nil
}
