package cli

import (
	"context"
	"encoding/xml"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

func check(id, group string, v flow.Verdict) flow.Check {
	return flow.Check{
		ID: id, Group: group, Severity: flow.MainJob, Judge: func(*flow.Facts) flow.Verdict { return v },
		Fix: &flow.Fix{ID: "fix-" + id, Title: text.T{En: "Mend " + id, Ko: id + " 고치기"}, Undo: flow.UndoExact},
	}
}

func someChecks() []flow.Check {
	failing := flow.Failing(text.T{En: "the issuer is wrong", Ko: "issuer가 다릅니다"}.With()).With("is", "a").With("want", "b")
	failing.Cause = "stack"
	return []flow.Check{
		check("stack", "stack", flow.Passed(text.T{En: "is complete", Ko: "완료 상태입니다"}.With())),
		check("issuer", "provider", failing),
		check("mfa", "pool", flow.Warned(text.T{En: "no MFA", Ko: "MFA가 없습니다"}.With())),
	}
}

func TestVerifyObject(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.checks = someChecks()
	exit, out, err := b.run("verify", "--sandbox", "--output", "json")
	wantExit(t, exit, flow.ExitCheckFailed, out, err)
	all := objects(t, out)
	if len(all) != 1 {
		t.Fatalf("%d objects, want one", len(all))
	}
	v := all[0]
	for key, want := range map[string]any{"account": "123456789012", "mode": "sandbox", "passed": 1.0, "warned": 1.0, "failed": 1.0, "skipped": 0.0} {
		if v[key] != want {
			t.Errorf("%s is %v, want %v", key, v[key], want)
		}
	}
	issuer := v["checks"].([]any)[1].(map[string]any)
	if issuer["id"] != "issuer" || issuer["status"] != "fail" || issuer["cause"] != "stack" || issuer["fix"].(map[string]any)["undo"] != "exact" {
		t.Errorf("issuer: %v", issuer)
	}
}

func TestVerifyWarningsAloneAreFine(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.checks = someChecks()
	exit, out, err := b.run("verify", "--sandbox", "mfa")
	wantExit(t, exit, 0, out, err)
	exit, out, err = b.run("verify", "--sandbox", "provider")
	wantExit(t, exit, 1, out, err)
	wantIn(t, out, "issuer", "is = a", "must be = b", "cause: stack", "fix: Mend issuer")
	exit, out, err = b.run("verify", "--sandbox", "nothing")
	wantExit(t, exit, flow.ExitUsage, out, err)
}

func TestVerifySkippedMainCheckFails(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.checks = []flow.Check{check("stack", "stack", flow.Skipping(text.T{En: "not looked at", Ko: "확인하지 못함"}.With()))}
	exit, out, err := b.run("verify", "--sandbox")
	wantExit(t, exit, flow.ExitCheckFailed, out, err)
}

func TestVerifyJUnit(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.checks = someChecks()
	file := filepath.Join(t.TempDir(), "junit.xml")
	exit, out, err := b.run("verify", "--sandbox", "--junit", file)
	wantExit(t, exit, 1, out, err)
	data, readErr := os.ReadFile(file)
	if readErr != nil {
		t.Fatal(readErr)
	}
	var suites junitSuites
	if err := xml.Unmarshal(data, &suites); err != nil {
		t.Fatal(err)
	}
	if suites.Tests != 3 || suites.Failures != 1 || len(suites.Suites) != 3 || suites.Suites[1].Cases[0].Failure == nil {
		t.Errorf("%s", data)
	}
	exit, out, err = b.run("verify", "--sandbox", "--junit", filepath.Join(file, "not", "here"))
	wantExit(t, exit, flow.ExitConfig, out, err)
}

func TestVerifyWatchSaysOnlyWhatIsNew(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t)
		b.checks = someChecks()[:1]
		b.io.Every = func(time.Duration) (<-chan time.Time, func()) { return nil, func() {} }
		calls := 0
		b.checks[0].Judge = func(*flow.Facts) flow.Verdict {
			if calls++; calls < 3 {
				return flow.Failing(text.T{En: "not yet", Ko: "아직"}.With())
			}
			return flow.Passed(text.T{En: "is there", Ko: "있습니다"}.With())
		}
		sh := &shell{app: b.app, io: b.io, lang: text.English}
		var out lockedBuffer
		sh.io.Out, sh.io.Err = &out, &out
		sh.say = newSpeaker(sh.io, &sh.g, sh.lang)
		ctx, cancel := context.WithTimeout(t.Context(), 5*watchRest)
		defer cancel()
		exit, err := sh.verify(ctx, nil, verifyFlags{watch: true})
		if exit != 0 || err != nil {
			t.Errorf("%d %v", exit, err)
		}
		if said := out.String(); !strings.Contains(said, "→ pass") || !strings.Contains(said, "before: not yet") || !strings.Contains(said, "after: is there") {
			t.Errorf("before and after do not stand side by side:\n%s", said)
		}
		if got := out.count("1 passed"); got != 1 {
			t.Errorf("%d times green:\n%s", got, out.String())
		}
		if calls < 4 {
			t.Errorf("looked %d times", calls)
		}
	})
}

// TestCausesStandFirst: the reason, then what follows from it, then what is only good to know, whatever order the checklist has.
func TestCausesStandFirst(t *testing.T) {
	t.Parallel()
	because := func(v flow.Verdict, cause string) flow.Verdict { v.Cause = cause; return v }
	bad, odd := flow.Failing(text.Plain("bad")), flow.Warned(text.Plain("odd"))
	var v flow.Verification
	for _, c := range []flow.Check{
		check("advice", "a", odd), check("symptom", "a", because(bad, "cause")), check("fine", "b", flow.Passed(text.Plain("ok"))),
		check("cause", "b", bad), check("effect", "c", because(bad, "warned")), check("warned", "c", odd), check("lone", "c", because(bad, "fine")),
	} {
		v.Results = append(v.Results, flow.CheckResult{Check: &c, Verdict: c.Judge(nil)})
	}
	var order []string
	for _, r := range causesFirst(v) {
		order = append(order, r.Check.ID)
	}
	if got := strings.Join(order, " "); got != "cause warned lone symptom effect advice" {
		t.Error(got)
	}
}
