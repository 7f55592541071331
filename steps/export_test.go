package steps

// What tests from outside need to name.

// SessionIn is the session of an authorization URL that somebody else gave.
func SessionIn(address, region string) (string, error) { return sessionIn(address, region) }
