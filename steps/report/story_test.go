package report

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// someCourse is a course that knows the step and the check of everywhere.
func someCourse() Course {
	return Course{
		Steps: func() []flow.Info {
			return []flow.Info{{ID: "deploy", Title: text.T{En: "Deploy", Ko: "배포"}}, {ID: "verify", Title: text.T{En: "Verify", Ko: "검증"}}, {ID: "token"}}
		},
		Checks: func() []flow.Check {
			return []flow.Check{{ID: "other"}, {ID: "c", Group: "g", Title: text.T{En: "Check", Ko: "점검"}, Why: text.T{En: "so", Ko: "그래서"}}}
		},
	}
}

// reopened is a bundle of a session, written and opened again.
func reopened(t *testing.T, s *flow.Session) flow.Result {
	t.Helper()
	data, err := Bundle(t.Context(), s, "1.2.3")
	file := filepath.Join(t.TempDir(), "bundle.zip")
	if err = errors.Join(err, os.WriteFile(file, data, 0o600)); err != nil {
		t.Fatal(err)
	}
	result, err := openAction(someCourse()).Do(t.Context(), nil, nil, flow.Args{"file": {file}})
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// TestABundleIsASessionToReadAgain: what `bundle` wrote is there once more, step by step, and nothing of it can act.
func TestABundleIsASessionToReadAgain(t *testing.T) {
	s := everywhere(t, "nothing 100% secret", nil)
	s.Checks[0].Fix = &flow.Fix{ID: "c", Title: text.T{En: "mend it", Ko: "고치기"}, Undo: flow.UndoExact}
	past := reopened(t, s).Session
	if past == nil || past.Past == nil || !past.Place.ReadOnly || past.Gate != nil || past.Lab != nil || past.Close != nil {
		t.Fatalf("%+v", past)
	}
	var ids []string
	for _, step := range past.Steps {
		ids = append(ids, step.Info().ID)
		if _, acts := step.(flow.Applier); acts {
			t.Errorf("%s can be applied", step.Info().ID)
		}
	}
	if strings.Join(ids, " ") != "deploy verify" {
		t.Errorf("steps %v", ids)
	}
	var told []string
	for _, e := range past.Past.Events {
		switch b := e.Body.(type) {
		case flow.CheckResult:
			told = append(told, b.Check.Title.Ko, b.Verdict.Summary.In(text.Korean), b.Check.Fix.Title.Ko, b.Check.Fix.Title.En, b.Check.Why.En)
			if b.Check.Fix.Do != nil || b.Check.Fix.Step != "" {
				t.Error("the repair can be done")
			}
		case flow.Call:
			told = append(told, b.Service+":"+b.Operation, b.Err)
		case flow.Hop:
			told = append(told, b.From+">"+b.To, b.Title.In(text.English))
		case flow.StepFinished:
			told = append(told, string(b.Status))
		}
	}
	for _, want := range []string{"점검", "고치기", "mend it", "so", "ssm:GetParameters", "a>b", "it said nothing 100% secret and stopped", string(flow.Failed)} {
		if !strings.Contains(strings.Join(told, "\n"), want) {
			t.Errorf("%q is not told in %q", want, told)
		}
	}
	if body := past.Past.Timeline.Body; !strings.Contains(body.En, "it said") || !strings.Contains(body.Ko, "연습용 클라우드") {
		t.Errorf("%+v", body)
	}
}

// TestOpenSaysWhatIsWrongWithAFile: a bundle that was cut off, or something else in its clothes, is named as such in both languages.
func TestOpenSaysWhatIsWrongWithAFile(t *testing.T) {
	whole, err := Bundle(t.Context(), everywhere(t, "x", nil), "1.2.3")
	if err != nil {
		t.Fatal(err)
	}
	zipped := func(content string) []byte {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		w, err := z.Create(documentName)
		if err == nil {
			_, err = w.Write([]byte(content))
		}
		if err = errors.Join(err, z.Close()); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	changed := bytes.Clone(whole)
	copy(changed[100:], bytes.Repeat([]byte{0xff}, 60))
	for name, c := range map[string]struct {
		data []byte
		en   string
	}{
		"cut": {whole[:len(whole)/2], "cut off"}, "changed": {changed, "cut off"}, "empty": {nil, "cut off"}, "no JSON": {zipped(`{"versions":`), "no support bundle"},
		"null": {zipped(`null`), "no support bundle"}, "a list": {zipped(`[]`), "no support bundle"}, "nothing": {zipped(`{}`), "no support bundle"},
		"other types": {zipped(`{"versions":{"program":"1"},"made_at":"2026-01-02T03:04:05Z","checks":{"a":1}}`), "no support bundle"},
	} {
		file := filepath.Join(t.TempDir(), "b.zip")
		if err := os.WriteFile(file, c.data, 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := openAction(someCourse()).Do(t.Context(), nil, nil, flow.Args{"file": {file}})
		f := flow.AsFailure(err)
		if err == nil || f.Exit != flow.ExitUsage || !strings.Contains(f.Cause.In(text.English), c.en) || !strings.Contains(f.Cause.In(text.Korean), "파일") {
			t.Errorf("%s: %v %q", name, err, f)
		}
	}
}

// TestABundleOfAnotherProgramIsShownAsFarAsItGoes: steps and checks that this program does not know, and a document that contradicts
// itself, are shown; nothing falls over.
func TestABundleOfAnotherProgramIsShownAsFarAsItGoes(t *testing.T) {
	var d Document
	if err := json.Unmarshal([]byte(`{"versions":{"program":"9"},"made_at":"2026-01-02T03:04:05Z","verified_at":"2026-01-02T03:04:00Z",
		"timeline":[{"step":"fly","title":"Fly %s","status":"ok"},{"step":"","title":""}],"facts":[{"step":"gone","key":"k","value":"v"}],
		"hops":[{"flow":"f","step":"swim","title":"%d {을/를}"},{}],"calls":[{},{"step":"verify","status":-1}],
		"checks":[{"id":"new.check","status":"odd","cause":"new.check"},{"id":"new.check","status":"fail"},{}]}`), &d); err != nil {
		t.Fatal(err)
	}
	s := bundled{d, Document{}}.session(someCourse())
	if len(s.Steps) != 3 || len(s.Checks) != 2 || s.Checks[0].Title.Ko != "new.check" {
		t.Errorf("%+v %+v", s.Steps, s.Checks)
	}
}
