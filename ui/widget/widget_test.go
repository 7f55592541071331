package widget

import (
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"agentcore-workshop/steps/text"
)

func pens() []*Pen {
	return []*Pen{{Lang: text.English, Theme: NewTheme(Dark, true)}, {Lang: text.Korean, Theme: NewTheme(HighContrast, true)}}
}

func plain(lines []string) string { return ansi.Strip(strings.Join(lines, "\n")) }

// TestInput edits Korean and Latin text; the cursor counts cells.
func TestInput(t *testing.T) {
	var in Input
	in.Insert("한글이름abc\n\x1b")
	if !in.Matches("한글이름abc") {
		t.Fatalf("control characters were kept: %q", in.Value().Reveal())
	}
	for _, step := range []struct {
		key, want string
		x         int
	}{
		{"", "한글이름abc", 11},
		{"home", "한글이름abc", 0},
		{"right", "한글이름abc", 2},
		{"delete", "한이름abc", 2},
		{"end", "한이름abc", 9},
		{"backspace", "한이름ab", 8},
		{"left", "한이름ab", 7},
		{"ctrl+u", "b", 0},
		{"ctrl+k", "", 0},
		{"backspace", "", 0},
	} {
		if step.key != "" && !in.Key(step.key) {
			t.Errorf("%s was not taken", step.key)
		}
		_, x := in.Draw(pens()[0], 20)
		if !in.Matches(step.want) || x != step.x {
			t.Errorf("after %q: %q with the cursor at %d, want %q at %d", step.key, in.Value().Reveal(), x, step.want, step.x)
		}
	}
}

// TestInputDecomposed joins a syllable that arrives in its parts, as some input methods send it.
func TestInputDecomposed(t *testing.T) {
	var in Input
	for _, part := range []string{"ᄒ", "ᅡ", "ᆫ"} {
		in.Insert(part)
	}
	if _, x := in.Draw(pens()[0], 20); x != 2 || len(in.units) != 1 {
		t.Errorf("한 in three parts is %d characters and %d cells, want 1 and 2", len(in.units), x)
	}
}

// TestInputHidden shows nothing of a secret, and keeps long text around the cursor in its field.
func TestInputHidden(t *testing.T) {
	in := Input{Hidden: true}
	in.Insert("hunter2 한글")
	line, _ := in.Draw(pens()[0], 20)
	if strings.ContainsAny(ansi.Strip(line), "hunter2한글") {
		t.Errorf("a secret was drawn: %q", line)
	}
	rapid.Check(t, func(r *rapid.T) {
		var in Input
		in.Insert(rapid.StringOf(rapid.RuneFrom([]rune("ab한글하👍 "))).Draw(r, "text"))
		for range rapid.IntRange(0, 20).Draw(r, "back") {
			in.Key("left")
		}
		width := rapid.IntRange(1, 30).Draw(r, "width")
		line, x := in.Draw(pens()[0], width)
		if ansi.StringWidth(line) != width || x < 0 || x >= width {
			r.Fatalf("%d cells in a field of %d, cursor at %d", ansi.StringWidth(line), width, x)
		}
	})
}

// TestVeil masks what identifies, and nothing else, without moving anything.
func TestVeil(t *testing.T) {
	hide := Veil()
	for in, want := range map[string]string{
		"account 123456789012 here":         "account •••••••••••• here",
		"a-123456789012/123456789012-b":     "a-••••••••••••/••••••••••••-b",
		"arn:aws:iam::123456789012:user/k ": "arn:aws:iam::••••••••••••••••••• ",
		"kim@example.com, you":              "•••••••••••••••, you",
		"1234567890123 and 2026-11-21":      "1234567890123 and 2026-11-21",
		"us-east-1_AbCdEf123":               "us-east-1_AbCdEf123",
	} {
		if got := hide(in); got != want || ansi.StringWidth(got) != ansi.StringWidth(in) {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
}

// TestPen keeps escape sequences and control characters of others off the screen.
func TestPen(t *testing.T) {
	p := pens()[0]
	if got := p.Line("a\x1b[31mred\x1b]0;title\x07\tb\r\n c"); got != "ared b c" {
		t.Errorf("got %q", got)
	}
}

// TestMarkdown draws what explanations use, in both languages, never wider than asked.
func TestMarkdown(t *testing.T) {
	source := "# 제목 title\n\nA **bold** word, `code` and a [link](https://example.com/a).\n한국어 문장이 이어집니다.\n\n" +
		"1. one\n2. two\n   - inner\n\n> quoted\n\n| 리소스 | what for |\n|---|---|\n| `UserPool` | knows the users and hands out tokens |\n\n```\naws sts get-caller-identity --output json\n```\n\n---\n"
	for _, p := range pens() {
		for _, width := range []int{10, 24, 56, 100} {
			lines := Markdown(p, source, width)
			for _, line := range lines {
				if w := ansi.StringWidth(line); w > width {
					t.Errorf("%d cells in %d: %q", w, width, line)
				}
			}
		}
		got := plain(Markdown(p, source, 56))
		for _, want := range []string{"제목 title", "A bold word, code and a link (https://example.com/a).", "1. one", "   • inner", "│ quoted", "  aws sts get-caller-identity", "UserPool"} {
			if !strings.Contains(got, want) {
				t.Errorf("%q is missing in\n%s", want, got)
			}
		}
		if strings.Contains(got, "**") || strings.Contains(got, "`") {
			t.Errorf("marks were left in\n%s", got)
		}
	}
}

// TestJourney draws many steps in little room: the current one stays in sight.
func TestJourney(t *testing.T) {
	stops := make([]Stop, 18)
	for i := range stops {
		stops[i] = Stop{Title: sprintf("Step of a long name 이름 %d", i+1), State: StopState(i % 7)}
	}
	for _, p := range pens() {
		for current := range stops {
			for _, height := range []int{3, 10, 18, 60} {
				lines := Journey(p, stops, current, 20, height)
				if len(lines) != height {
					t.Fatalf("%d lines, want %d", len(lines), height)
				}
				if !strings.Contains(plain(lines), "▸") {
					t.Errorf("step %d is out of sight in %d lines", current+1, height)
				}
			}
			if w := ansi.StringWidth(JourneyLine(p, stops, current, 58)); w != 58 {
				t.Errorf("%d cells, want 58", w)
			}
		}
	}
}

// TestTree puts the first failure first, and does not count a cancelled resource for it.
func TestTree(t *testing.T) {
	at := func(s int) time.Time { return time.Unix(int64(s), 0) }
	nodes := []Node{
		{ID: "Done", Type: "AWS::SSM::Parameter", Status: "CREATE_COMPLETE", Since: at(0), Until: at(3)},
		{ID: "Later", Status: "CREATE_FAILED", Reason: "Resource creation cancelled", Since: at(1), Until: at(9)},
		{ID: "First", Status: "CREATE_FAILED", Reason: "no such role", Since: at(1), Until: at(5)},
		{ID: "Busy", Status: "CREATE_IN_PROGRESS", Since: at(2)},
	}
	got := plain(Tree(pens()[0], nodes, at(12), 40))
	order := []string{"✗ First", "no such role", "✗ Later", "● Busy", "10 s", "✓ Done", "3 s"}
	for i, last := 0, -1; i < len(order); i++ {
		where := strings.Index(got, order[i])
		if where <= last {
			t.Fatalf("%q is not after %q in\n%s", order[i], order[max(0, i-1)], got)
		}
		last = where
	}
}

// TestLanes draws arrows between the right lanes, in both directions, and words where there is no room.
func TestLanes(t *testing.T) {
	messages := []Message{{From: "program", To: "cognito", Title: "ask", Status: 200}, {From: "cognito", To: "program", Title: "answer", Status: 400}, {From: "program", To: "program", Title: "think"}}
	p := pens()[0]
	got := plain(Lanes(p, Flow{Messages: messages, Hand: -1}, 40))
	for _, want := range []string{"├────────────────>│", "│<────────────────┤", "1 ask → 200", "2 answer → 400", "●"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing in\n%s", want, got)
		}
	}
	if got := plain(Lanes(p, Flow{Messages: messages, Hand: -1, Rows: 5}, 40)); strings.Contains(got, "1 ask") || !strings.Contains(got, "3 think") {
		t.Errorf("not the last two:\n%s", got)
	}
	lanes := []string{"브라우저", "program", "cognito", "AgentCore", "API"}
	got = plain(Lanes(p, Flow{Lanes: lanes, Messages: messages, Hand: 0, Dense: true}, 76))
	for _, want := range []string{" 브라우저", "├──────>│        │        │    ask → 200", "│<┄┄┄┄┄┄┤        │        │    answer → 400", "▸ 1 "} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing in\n%s", want, got)
		}
	}
	if got := plain(Lanes(p, Flow{Lanes: lanes, Messages: messages, Hand: 0, Rows: 2, Dense: true}, 76)); !strings.Contains(got, "ask") || strings.Contains(got, "answer") {
		t.Errorf("the hand is out of sight:\n%s", got)
	}
	if got := plain(Lanes(p, Flow{Lanes: lanes, Messages: messages, Hand: -1}, 30)); !strings.Contains(got, "1 program → cognito: ask") {
		t.Errorf("no words where there is no room for lanes:\n%s", got)
	}
}

// TestSpan says lengths of time as people do.
func TestSpan(t *testing.T) {
	for d, want := range map[time.Duration]string{
		400 * time.Millisecond: "0.4 s", 12 * time.Second: "12 s", 185 * time.Second: "3 min 05 s", 62 * time.Minute: "1 h 02 min", -time.Second: "0.0 s",
	} {
		if got := Span(text.English, d); got != want {
			t.Errorf("%v: %q, want %q", d, got, want)
		}
	}
	if got := Ticks(text.Korean, 3*time.Minute+4*time.Second); got != "3분 04초" {
		t.Errorf("got %q", got)
	}
}

// TestNeverWider gives every widget texts of any kind: no line is wider than asked.
func TestNeverWider(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		word := rapid.StringOf(rapid.RuneFrom([]rune("ab한글 -/.ᄒ👍\x1b\t")))
		p := rapid.SampledFrom(pens()).Draw(r, "pen")
		width := rapid.IntRange(12, 120).Draw(r, "width")
		s := func(name string) string { return p.Line(word.Draw(r, name)) }
		var all []string
		cards, _ := Cards(p, []Card{{Label: s("label"), Value: s("value"), Source: s("source"), Note: s("note")}}, 0, rapid.Bool().Draw(r, "whole"), width)
		all = append(all, cards...)
		all = append(all, Tree(p, []Node{{ID: s("id"), Type: s("type"), Status: "CREATE_FAILED", Reason: s("reason")}}, time.Time{}, width)...)
		all = append(all, Lanes(p, Flow{Lanes: []string{s("lane")}, Messages: []Message{{From: s("from"), To: s("to"), Title: s("title")}}, Hand: rapid.IntRange(-1, 0).Draw(r, "hand")}, width)...)
		all = append(all, Heading(p, "1", s("heading"), s("note"), width), JourneyLine(p, []Stop{{Title: s("stop")}}, 0, width))
		for _, line := range all {
			if w := ansi.StringWidth(line); w > width {
				r.Fatalf("%d cells in %d: %q", w, width, line)
			}
		}
	})
}
