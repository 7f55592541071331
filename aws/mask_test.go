package aws

import (
	"strings"
	"testing"
)

func TestSecurityMembersThatAreSecretAreMasked(t *testing.T) {
	m := newMasker()
	for _, body := range []string{
		`{"sessionUri":"urn:ietf:params:oauth:request_uri:HUSH"}`, `{"ClientSecretValue":"HUSH"}`, `<ClientSecretValue>HUSH</ClientSecretValue>`,
		`{"payload":"{\"sessionUri\":\"HUSH\"}"}`, `{"IdToken":"HUSH","RefreshToken":"HUSH"}`, `{"clientSecret":"HUSH`,
	} {
		if shown := m.body([]byte(body), false); strings.Contains(shown, "HUSH") {
			t.Errorf("%s", shown)
		}
	}
}
