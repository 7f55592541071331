package ui

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/report"
	"agentcore-workshop/steps/text"
	"agentcore-workshop/ui/uitest"
)

// bundled is a session that a bundle was written of, as `open` gives it. The second check failed there.
func bundled(t *testing.T) *flow.Session {
	t.Helper()
	var s *flow.Session
	synctest.Test(t, func(t *testing.T) {
		lived, err := (&uitest.Workshop{Script: uitest.Script{Done: true, Consent: true, Fail: "verify"}}).Enter(t.Context(), flow.DoorPractice)
		if err != nil {
			t.Fatal(err)
		}
		if lived.Journal, err = flow.OpenJournal(t.TempDir(), lived.Place); err != nil {
			t.Fatal(err)
		}
		defer lived.Journal.Close()
		lived.Run(t.Context(), flow.RunOptions{Steps: []string{"token"}, Alone: true})
		data, err := report.Bundle(t.Context(), lived, "1.2.3")
		if err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(t.TempDir(), "b.zip")
		if err := os.WriteFile(file, data, 0o600); err != nil {
			t.Fatal(err)
		}
		course := report.Course{Checks: func() []flow.Check { return lived.Checks }, Steps: func() []flow.Info {
			var infos []flow.Info
			for _, step := range lived.Steps {
				infos = append(infos, step.Info())
			}
			return infos
		}}
		for _, a := range report.Actions("1.2.3", course) {
			if a.Name == "open" {
				result, err := a.Do(context.Background(), nil, nil, flow.Args{"file": {file}})
				if err != nil {
					t.Fatal(err)
				}
				s = result.Session
				here := strings.NewReplacer(runtime.Version(), "go1.26", runtime.GOOS+"/"+runtime.GOARCH, "linux/amd64")
				body := &s.Past.Timeline.Body
				body.En, body.Ko = here.Replace(body.En), here.Replace(body.Ko)
			}
		}
	})
	return s
}

// TestScreensOfABundle are the screens that `open` shows, in both languages and three sizes.
func TestScreensOfABundle(t *testing.T) {
	s := bundled(t)
	for name, keys := range map[string][]string{
		"bundle": nil, "bundle-check": {"enter"}, "bundle-step": {"right"}, "bundle-flow": {"right", "3", "down"}, "bundle-timeline": {"t"}, "bundle-calls": {"f4"},
		"bundle-off": {"enter", "f9"},
	} {
		for _, l := range []text.Lang{text.English, text.Korean} {
			t.Run(name+"/"+string(l), func(t *testing.T) {
				var all strings.Builder
				for _, at := range sizes() {
					o := in(l)
					o.Session = s
					play(t, at, o, func(st *stage) {
						st.Press(keys...)
						screen := st.Screen()
						mustFit(t, screen, at)
						all.WriteString("== " + sprintf("%dx%d", at.width, at.height) + "\n" + screen + "\n")
					})
				}
				compare(t, filepath.Join("testdata", name+"."+string(l)+".txt"), all.String())
			})
		}
	}
}

// TestABundleIsOnlyRead: every key that acts where there is a place says that it does not here; nothing is run, and Esc closes it.
func TestABundleIsOnlyRead(t *testing.T) {
	s := bundled(t)
	o := in(text.English)
	o.Session = s
	play(t, size{80, 24}, o, func(st *stage) {
		for _, key := range []string{"f3", "f5", "f6", "f7", "f8", "f9", " ", "b"} {
			st.Press(key)
			if screen := st.Screen(); !strings.Contains(screen, "Off here") {
				t.Errorf("%q says nothing:\n%s", key, screen)
			}
		}
		if st.m.course.running != "" || st.m.o.Workshop.(*uitest.Workshop).Opened() != nil {
			t.Error("something was done")
		}
		st.Press("enter", "f1", "esc", "f4", "enter", "esc", "esc", "t", "esc", "right", "1", "esc", "f2", "f2")
		if st.Ended() {
			t.Error("it closed on the way")
		}
		st.Press("esc")
		if st.Settle(); !st.Ended() || st.exit != flow.ExitDone || st.how != "" {
			t.Errorf("Esc does not close it: %v %q\n%s", st.exit, st.how, st.Screen())
		}
	})
}
