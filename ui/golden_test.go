package ui

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"agentcore-workshop/steps/text"
	"agentcore-workshop/ui/uitest"
)

var update = flag.Bool("update", false, "write the golden screens anew")

// TestScreens compares every screen, in both languages and three sizes, with what was looked at and found good.
func TestScreens(t *testing.T) {
	for _, l := range []text.Lang{text.English, text.Korean} {
		for _, sc := range scenes() {
			t.Run(sc.name+"/"+string(l), func(t *testing.T) {
				var all strings.Builder
				for _, at := range sizes() {
					o := in(l)
					o.Workshop, o.Present = &uitest.Workshop{Script: sc.script}, sc.present
					play(t, at, o, func(s *stage) {
						sc.reach(s)
						screen := s.Screen()
						mustFit(t, screen, at)
						all.WriteString("== " + sprintf("%dx%d", at.width, at.height) + "\n" + screen + "\n")
					})
				}
				compare(t, filepath.Join("testdata", sc.name+"."+string(l)+".txt"), all.String())
			})
		}
	}
}

func mustFit(t *testing.T, screen string, at size) {
	t.Helper()
	lines := strings.Split(screen, "\n")
	if len(lines) > at.height {
		t.Errorf("%d lines in a terminal of %d", len(lines), at.height)
	}
	for _, line := range lines {
		if w := ansi.StringWidth(line); w > at.width {
			t.Errorf("%d cells in a terminal of %d: %q", w, at.width, line)
		}
	}
}

func compare(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v (run with -update)", err)
	}
	if string(want) != got {
		t.Errorf("%s differs (run with -update and look at the change)\n--- want\n%s\n--- got\n%s", path, want, got)
	}
}
