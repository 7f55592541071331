package secret_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"agentcore-workshop/steps/secret"
)

// TestASecretCannotBeShownByAccident goes through every way in which Go turns a value into text.
func TestASecretCannotBeShownByAccident(t *testing.T) {
	const value = "s3cr3t-value"
	s := secret.New(value)
	holder := struct {
		Name   string
		Secret secret.Text
	}{"client", s}
	var seen []string
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%T", "%10s"} {
		seen = append(seen, fmt.Sprintf(verb, s), fmt.Sprintf(verb, holder), fmt.Sprintf(verb, &holder), fmt.Sprintf(verb, []secret.Text{s}))
	}
	inJSON, _ := json.Marshal(holder)
	asKey, _ := json.Marshal(map[secret.Text]int{s: 1})
	var log bytes.Buffer
	slog.New(slog.NewTextHandler(&log, nil)).Info("made", "secret", s, "holder", holder)
	slog.New(slog.NewJSONHandler(&log, nil)).Info("made", "secret", s, "holder", holder)
	seen = append(seen, string(inJSON), string(asKey), log.String(), fmt.Sprint(s), s.String(), s.GoString())
	for _, text := range seen {
		if strings.Contains(text, value) || strings.Contains(text, fmt.Sprintf("%x", value)) {
			t.Errorf("shown: %s", text)
		}
	}
	if s.Reveal() != value {
		t.Error("Reveal does not give the value")
	}
}

func TestRedact(t *testing.T) {
	r := secret.NewRedactor()
	for name, c := range map[string]struct{ in, hidden, kept string }{
		"jwt":         {"token eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln used", "eyJzdWIiOiJ4In0", "token "},
		"bearer":      {"Authorization: Bearer abcdefgh12345678", "abcdefgh12345678", "Authorization: Bearer "},
		"basic":       {"authorization: basic Zm9vOmJhcg==", "Zm9vOmJhcg==", "basic "},
		"json member": {`{"ClientSecret":"top\"quoted","ClientId":"abc"}`, `top`, `"ClientId":"abc"`},
		"form":        {"grant_type=client_credentials&client_secret=xyz&scope=a", "xyz", "scope=a"},
		"access key":  {"AKIAABCDEFGHIJKLMNOP", "ABCDEFGHIJKLMNOP", "AKIA"},
		"code in url": {"http://localhost:8501/?code=1234-5678&state=s", "1234-5678", "state=s"},
	} {
		t.Run(name, func(t *testing.T) {
			got := r.Redact(c.in)
			if strings.Contains(got, c.hidden) || !strings.Contains(got, c.kept) {
				t.Errorf("Redact(%q) = %q", c.in, got)
			}
		})
	}
}
