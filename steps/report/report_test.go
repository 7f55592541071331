package report

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/secret"
	"agentcore-workshop/steps/text"
)

// planted are secrets of every kind that the course meets. Those that have no shape are known to the session.
func planted() (known, shaped []string) {
	known = []string{"1k2l3m4n5o6p7q8r9s0tabcd1k2l3m4n5o6p7q8r9s0tabcd1k2", "Hunter2-Is-Mine!", "correct horse battery"}
	shaped = []string{
		"eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJlLW9mLXNvbWVib2R5", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "AKIAIOSFODNN7EXAMPLE",
		"sk-ant-REDACTED", "ghp_16C7e42F292c6912E7710c838347Ae178B4a", "ATATT3xFfGF0abcdefghijklmnop",
		"0h4k2p9q8w7e6r5t4y3u2i1o0pasdfghjklzxcvbnm12", "-----BEGIN RSA PRIVATE KEY-----\nMIIEow\n-----END RSA PRIVATE KEY-----",
	}
	return known, shaped
}

// everywhere is a session in whose every text somebody has written a secret.
func everywhere(t *testing.T, value string, known []string) *flow.Session {
	t.Helper()
	said := text.Plain("it said " + value + " and stopped")
	probe := &flow.Probe[int]{ID: "p", Fetch: func(ctx context.Context, _ *flow.Facts) (int, error) {
		flow.From(ctx).Emit(flow.Call{Service: "ssm", Operation: "GetParameters", Request: "{\"a\":\"" + value + "\"}", Answer: "x=" + value, Err: "e " + value})
		return 0, nil
	}}
	place := flow.Place{Mode: flow.Sandbox, Account: "123456789012", Region: "us-east-1", Profile: value}
	journal, err := flow.OpenJournal(t.TempDir(), place)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { journal.Close() })
	s := &flow.Session{
		Place: place, Clock: flow.SystemClock{}, Journal: journal,
		Checks: []flow.Check{{ID: "c", Group: "g", Needs: []flow.Need{probe}, Judge: func(*flow.Facts) flow.Verdict {
			return flow.Failing(said).Because(said).With("is", value).With("want", "password: "+value)
		}}},
		Secrets: func(context.Context) []secret.Text {
			var all []secret.Text
			for _, k := range known {
				all = append(all, secret.New(k))
			}
			return all
		},
	}
	r := flow.NewReport(s.Clock, journal.Record, nil, nil).For("deploy")
	r.Emit(flow.StepStarted{Title: text.T{En: value, Ko: value}})
	r.Emit(flow.Note{Message: said})
	r.Emit(flow.Fact{Key: "k", Value: value})
	r.Emit(flow.Hop{Flow: "f", From: "a", To: "b", Title: said, URL: "https://x.example/?q=" + value})
	r.Emit(flow.StepFinished{Status: flow.Failed, Summary: said, Error: &flow.Failure{Code: "X", Message: said, Cause: said, Err: errors.New(value)}})
	return s
}

func TestABundleHoldsNoSecret(t *testing.T) {
	known, shaped := planted()
	for _, value := range append(known, shaped...) {
		data, err := Bundle(t.Context(), everywhere(t, value, known), "1.2.3")
		if err != nil {
			t.Fatal(err)
		}
		z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range z.File {
			r, err := f.Open()
			if err != nil {
				t.Fatal(err)
			}
			content, err := io.ReadAll(r)
			if err != nil {
				t.Fatal(err)
			}
			for _, form := range []string{value, strings.ReplaceAll(value, "\n", `\n`), plain(value)} {
				if strings.Contains(string(content), form) {
					t.Errorf("%s holds %q", f.Name, value)
				}
			}
			if !strings.Contains(string(content), "it said") || !strings.Contains(string(content), secret.Mask) {
				t.Errorf("%s has lost more than the secret", f.Name)
			}
		}
	}
}

// TestScrubbingLeavesWhatIsNeeded: names, ids and addresses that help are no secrets.
func TestScrubbingLeavesWhatIsNeeded(t *testing.T) {
	s := newScrubber([]secret.Text{secret.New(""), secret.New("abc")})
	for _, keep := range []string{
		"arn:aws:bedrock-agentcore:us-east-1:123456789012:token-vault/default/oauth2credentialprovider/troubleshooting-connectivity-123456789012",
		"https://cognito-idp.us-east-1.amazonaws.com/us-east-1_AbCdEfGhI/.well-known/openid-configuration", "524n5mta4mw5k8a4yji5ft7hwj",
		"a426bac7-e624-4a6f-996f-a7bcb21791d5", "troubleshooting-gateway-execution-role", "/app/troubleshooting/agentcore/cognito_token_url",
		"cognito_token_url: https://x.auth.us-east-1.amazoncognito.com/oauth2/token", "2026-11-21T22:00:14.391Z", "abc",
	} {
		if got := s.scrub(keep); got != keep {
			t.Errorf("%q became %q", keep, got)
		}
	}
	for _, hide := range []string{"password: Tr0ub4dor", "api key is abcdef12", "client_secret = zzzzzz9", "암호: 비밀번호입니다"} {
		if got := s.scrub(hide); !strings.Contains(got, secret.Mask) {
			t.Errorf("%q stays", got)
		}
	}
}

func TestAPageIsWholeAndEscaped(t *testing.T) {
	const evil = `<script>alert("x")</script>&'`
	d, err := FromSession(everywhere(t, evil, nil), evil, text.Korean)
	if err != nil || len(d.Steps) != 1 || len(d.Facts) != 1 || len(d.Hops) != 1 {
		t.Fatalf("%v %+v", err, d)
	}
	page := HTML(d, text.Korean)
	if strings.Contains(page, "<script") || strings.Count(page, "<svg") != 2 || strings.Contains(page, "%!") || strings.Contains(page, "src=") {
		t.Error(page)
	}
	for _, part := range strings.SplitAfter(page, "</svg>")[:2] {
		decoder := xml.NewDecoder(strings.NewReader(part[strings.Index(part, "<svg"):]))
		for {
			if _, err := decoder.Token(); err == io.EOF {
				break
			} else if err != nil {
				t.Fatalf("%v in %s", err, part)
			}
		}
	}
	if md := Markdown(d, text.English); strings.Contains(md, "<script") || strings.Contains(md, "%!") {
		t.Error(md)
	}
}

func TestTheNewestResultCounts(t *testing.T) {
	s := everywhere(t, "x", nil)
	check := &flow.Check{ID: "c", Group: "g"}
	for _, v := range []flow.Verdict{flow.Failing(text.Plain("no")), flow.Passed(text.Plain("yes"))} {
		s.Journal.Record(flow.Event{Time: time.Now(), Step: "verify", Body: flow.CheckResult{Check: check, Verdict: v}})
	}
	d, err := FromSession(s, "1", text.English)
	if err != nil || len(d.Checks) != 1 || d.Checks[0].Status != flow.Pass || d.Verified == nil {
		t.Errorf("%v %+v", err, d.Checks)
	}
	masked, err := d.Mapped(secret.NewPresenter().Mask)
	if err != nil || strings.Contains(HTML(masked, text.English), "123456789012") || masked.Made.IsZero() {
		t.Error(err)
	}
}

func TestABundleOfOthersSteersNoTerminal(t *testing.T) {
	d, err := FromSession(everywhere(t, "a\x1b[2Jb\u009bc", nil), "1", text.English)
	if err != nil {
		t.Fatal(err)
	}
	d.Checks = []flow.CheckWire{{ID: "c", Status: flow.Fail, Evidence: map[string]string{"x\x1b]0;y\x07": "turned \u202earound"}}}
	data, err := pack(bundled{d, d})
	file := filepath.Join(t.TempDir(), "bundle.zip")
	if err = errors.Join(err, os.WriteFile(file, data, 0o600)); err != nil {
		t.Fatal(err)
	}
	result, err := openAction(someCourse()).Do(t.Context(), nil, nil, flow.Args{"file": {file}})
	if err != nil {
		t.Fatal(err)
	}
	if words := result.Text(text.Korean, 80); strings.ContainsAny(words, "\x1b\u009b\x07\u202e") || !strings.Contains(words, "a[2Jbc") {
		t.Errorf("%q", words)
	}
}

func TestOpenRefusesWhatIsNoBundle(t *testing.T) {
	dir := t.TempDir()
	other := filepath.Join(dir, "other.zip")
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	if _, err := z.Create("x"); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(z.Close(), os.WriteFile(other, b.Bytes(), 0o600), os.WriteFile(filepath.Join(dir, "text"), []byte("x"), 0o600)); err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{other, filepath.Join(dir, "text"), filepath.Join(dir, "none")} {
		_, err := openAction(someCourse()).Do(t.Context(), nil, nil, flow.Args{"file": {file}})
		if f := flow.AsFailure(err); err == nil || f.Exit != flow.ExitUsage {
			t.Errorf("%s: %v", file, err)
		}
	}
}
