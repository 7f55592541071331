package cognito

import "agentcore-workshop/aws/sandbox/core"

// The errors that nearly every operation needs, with the codes of the service model.

func invalid(format string, args ...any) error {
	return core.Errorf("InvalidParameterException", format, args...)
}

func notFound(format string, args ...any) error {
	return core.Errorf("ResourceNotFoundException", format, args...)
}

func notAuthorized(format string, args ...any) error {
	return core.Errorf("NotAuthorizedException", format, args...)
}

func noPool(id string) error   { return notFound("User pool %s does not exist.", id) }
func noClient(id string) error { return notFound("User pool client %s does not exist.", id) }
func noUser() error            { return core.Errorf("UserNotFoundException", "User does not exist.") }

// findPool is the pool that a control operation names.
func findPool(c *core.Call, id string) (*Pool, error) {
	if p, ok := stateOf(c.Realm).Pools[id]; ok {
		return p, nil
	}
	return nil, noPool(id)
}

// empty is the answer of operations that have nothing to say.
type empty struct{}

// What an account has at most in a region, and a pool in itself (Amazon Cognito's default quotas).
const (
	poolsAtMost   = 1000
	clientsAtMost = 1000
	serversAtMost = 25
	groupsAtMost  = 10_000
)

// full refuses one more of what there is enough of.
func full(what string) *core.Error {
	return core.Errorf("LimitExceededException", "Maximum number of %s reached.", what) // [K] for the text
}
