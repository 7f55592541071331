package steps

// What tests from outside need to name.

// Explain puts an error into a person's words.
func Explain(err error) error { return explain(err) }

// ConsentProvider is the name of an account's 3LO provider.
func ConsentProvider(account string) string { return consentProvider(account) }
