package steps

import "agentcore-workshop/steps/diagnose"

// consentWords are the catalogue's for what AgentCore refuses on a user's way through a consent. The words of the error's kind would
// mislead there: "Invalid or expired session" comes as AccessDenied, and no permission of anybody's mends it.
func consentWords(said string, w words) words {
	d := diagnose.Decode(said)
	switch d.ID {
	case "return-url-unregistered", "return-url-not-sent", "return-url-differs", "session-not-yours", "workload-token-expired", "workload-of-service":
		w.cause, w.fix, w.docs = d.Cause, d.Fix, d.Docs
	}
	return w
}
