package ui

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"agentcore-workshop/steps/text"
)

// TestNormalise reads keys as keyboards in Korean mode send them.
func TestNormalise(t *testing.T) {
	for _, tc := range []struct {
		what string
		key  tea.Key
		want press
	}{
		{"a letter", tea.Key{Code: 'c', Text: "c"}, press{"c", "c"}},
		{"its key in Korean mode", tea.Key{Code: 'ㅊ', Text: "ㅊ"}, press{"c", "ㅊ"}},
		{"with the base key told", tea.Key{Code: 'ㅊ', BaseCode: 'c', Text: "ㅊ"}, press{"c", "ㅊ"}},
		{"a doubled consonant", tea.Key{Code: 'ㅃ', Text: "ㅃ"}, press{"q", "ㅃ"}},
		{"Ctrl+C in Korean mode", tea.Key{Code: 'ㅊ', Mod: tea.ModCtrl}, press{"ctrl+c", ""}},
		{"a syllable", tea.Key{Code: '한', Text: "한"}, press{"한", "한"}},
		{"space", tea.Key{Code: tea.KeySpace, Text: " "}, press{"space", " "}},
		{"an arrow", tea.Key{Code: tea.KeyUp}, press{"up", ""}},
		{"a function key", tea.Key{Code: tea.KeyF10}, press{"f10", ""}},
	} {
		if got := normalise(tea.KeyPressMsg(tc.key)); got != tc.want {
			t.Errorf("%s: got %q, want %q", tc.what, got, tc.want)
		}
	}
}

// TestJamoShortcuts presses letters as a Korean input method delivers them.
func TestJamoShortcuts(t *testing.T) {
	play(t, size{80, 24}, in(text.Korean), func(s *stage) {
		finishDeploy(s)
		s.Take()
		s.Press("ㅊ")
		if !strings.Contains(s.Take(), "\x1b]52;c;") {
			t.Error("ㅊ did not copy")
		}
		s.Send("\x1b[12618;5u") // Ctrl+ㅊ, as the kitty protocol sends it without the base key
		if !s.Ended() {
			t.Error("Ctrl+ㅊ did not end the program")
		}
	})
	play(t, size{80, 24}, in(text.Korean), func(s *stage) {
		s.Press("ㅂ")
		if !s.Ended() {
			t.Error("ㅂ, the key of q, did not end the program")
		}
	})
}

// TestBaseKey presses Ctrl+C as terminals send it that tell the base key.
func TestBaseKey(t *testing.T) {
	play(t, size{80, 24}, in(text.English), func(s *stage) {
		s.Send("\x1b[12618::99;5u")
		if !s.Ended() {
			t.Error("Ctrl+C with a base key did not end the program")
		}
	})
}

// TestHangulInput types Korean into a box: syllables are text and no shortcuts, and the terminal's own cursor stands after
// them in cells.
func TestHangulInput(t *testing.T) {
	play(t, size{80, 24}, in(text.Korean), func(s *stage) {
		s.Press("enter")
		go func() { _, _ = s.m.asker.Ask(s.m.ctx, naming()) }()
		s.Settle()
		x0, y0 := s.Cursor()
		s.Press("한", "글", "ㅂ", "a")
		if x, y := s.Cursor(); x != x0+7 || y != y0 {
			t.Errorf("the cursor is at %d,%d, want %d,%d", x, y, x0+7, y0)
		}
		if !strings.Contains(s.Screen(), "> 한글ㅂa") {
			t.Errorf("the text is not there:\n%s", s.Screen())
		}
		s.Press("left", "left", "backspace")
		if x, _ := s.Cursor(); x != x0+2 {
			t.Errorf("after deleting 글 the cursor is at %d, want %d", x, x0+2)
		}
		if !strings.Contains(s.Screen(), "> 한ㅂa") {
			t.Errorf("글 was not deleted:\n%s", s.Screen())
		}
		if s.Ended() {
			t.Error("a letter in the box ended the program")
		}
	})
}
