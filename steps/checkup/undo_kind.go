package checkup

import (
	"agentcore-workshop/steps/flow"
)

// undoOf says whether a repair can be taken back to the letter.
func (p planned) undoOf() flow.UndoKind {
	for _, d := range p.edits {
		if p.mend.none || d.Kind == "stack-domain" || !d.speakable() || !d.returns() {
			return flow.UndoNone
		}
	}
	if len(p.edits) == 0 {
		return flow.UndoNone
	}
	return flow.UndoExact
}

// returns reports whether exchanging the sides restores everything. What a provider kept as its secret can be sent again only where
// it was the live secret of the same client.
func (d edit) returns() bool {
	if d.oneWay || d.retyped() { // nobody can read what was encrypted
		return false
	}
	if d.Kind != "provider" || d.Is == nil || d.Want == nil {
		return true
	}
	same := func(field string) bool { return d.Is.one(field) == d.Want.one(field) }
	return same("clientId") && same("credentialProviderVendor") && same("status") && !d.onlySecret()
}

// onlySecret reports whether nothing that can be seen changes: the secret itself is what is wrong.
func (d edit) onlySecret() bool {
	changed := d.differences()
	return len(changed) == 1 && changed[0].Field == "clientSecret"
}
