package cli

import (
	"slices"
	"strings"
	"testing"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// The course stands in the help in its order, not in the alphabet's.
func TestHelpHasTheCoursesOrder(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.app.Steps = nil
	want := []string{"run"}
	for _, id := range []string{"deploy", "provider", "verify", "token", "signin", "apikey"} {
		b.app.Steps = append(b.app.Steps, flow.Info{ID: id, Title: text.T{En: id, Ko: id}})
		want = append(want, id)
	}
	_, out, _ := b.run("--help")
	_, course, _ := strings.Cut(out, "The course, in its order\n")
	course, _, _ = strings.Cut(course, "\n\n")
	var got []string
	for line := range strings.Lines(course) {
		if name := strings.Fields(line)[0]; strings.HasPrefix(line, "  ") && line[2] != ' ' {
			got = append(got, name)
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

// TestHelpIsInOneLanguage: the flag library has words of its own.
func TestHelpIsInOneLanguage(t *testing.T) {
	t.Parallel()
	for language, want := range map[string]string{"en": `(default "/app/`, "ko": `(기본값 "/app/`} {
		_, out, _ := newBench(t).run("run", "--help", "--lang", language)
		if out = strings.Join(strings.Fields(out), " "); !strings.Contains(out, want) {
			t.Errorf("%s misses %q:\n%s", language, want, out)
		}
		if english := strings.Contains(out, "[flags]") || strings.Contains(out, "(default "); english != (language == "en") {
			t.Errorf("%s: %s", language, out)
		}
	}
}
