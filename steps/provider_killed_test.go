package steps_test

import (
	"slices"
	"testing"
)

// TestTheProviderComesLast: it is what the step is judged by, so whoever is killed before it goes on where they were.
func TestTheProviderComesLast(t *testing.T) {
	w := newWorld(t)
	w.must("provider")
	changed := w.changes()
	identity, provider := slices.Index(changed, "CreateWorkloadIdentity"), slices.Index(changed, "CreateOauth2CredentialProvider")
	if identity < 0 || provider < identity {
		t.Errorf("%v", changed)
	}
}
