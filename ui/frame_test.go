package ui

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"agentcore-workshop/steps/text"
	"agentcore-workshop/ui/uitest"
)

// TestFrameNeverExceeds draws every screen in sizes from 1x1 to 200x200: each frame is exactly as large as its terminal, and
// the cursor is in it.
func TestFrameNeverExceeds(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for _, sc := range scenes() {
		for _, l := range []text.Lang{text.English, text.Korean} {
			o := in(l)
			o.Workshop = &uitest.Workshop{Script: sc.script}
			play(t, size{80, 24}, o, func(s *stage) {
				sc.reach(s)
				for i := range 12 {
					w, h := 1+random.IntN(200), 1+random.IntN(200)
					if i%2 == 0 {
						w, h = minWidth+random.IntN(40), minHeight+random.IntN(20)
					}
					checkFrame(t, s.m, sc.name, w, h)
				}
			})
		}
	}
}

func checkFrame(t *testing.T, m *root, name string, w, h int) {
	t.Helper()
	m.width, m.height = w, h
	lines, cursor := m.draw()
	if len(lines) != h {
		t.Errorf("%s: %d lines in a terminal of %dx%d", name, len(lines), w, h)
	}
	for _, line := range lines {
		if got := ansi.StringWidth(line); got != w {
			t.Errorf("%s: %d cells in a terminal of %dx%d: %q", name, got, w, h, line)
			return
		}
	}
	if cursor != nil && (cursor.x < 0 || cursor.x >= w || cursor.y < 0 || cursor.y >= h) {
		t.Errorf("%s: the cursor is at %v in a terminal of %dx%d", name, *cursor, w, h)
	}
}

// TestResizeStorm changes the size again and again while a step runs; at the end the screen is whole.
func TestResizeStorm(t *testing.T) {
	play(t, size{80, 24}, in(text.Korean), func(s *stage) {
		s.Press("enter", "enter")
		for i := range 40 {
			s.Resize(20+(i*37)%150, 5+(i*13)%50)
		}
		s.Resize(80, 24)
		s.Wait(9 * time.Second)
		mustFit(t, s.Screen(), size{80, 24})
		s.sees("사용자 풀", "✓ 완료")
	})
}

// TestTooSmall says so in one sentence that fits, in both languages.
func TestTooSmall(t *testing.T) {
	for _, l := range []text.Lang{text.English, text.Korean} {
		play(t, size{40, 10}, in(l), func(s *stage) {
			s.sees("40x10", "60x20", "Ctrl+C")
			mustFit(t, s.Screen(), size{40, 10})
		})
	}
}

// TestRepaint measures what one key costs: at most 500 bytes in English at 80x24, and the screen is never cleared.
func TestRepaint(t *testing.T) {
	const budget = 500
	keys := map[string][]string{
		"where": {"down", "up"}, "where-aws": {"up", "up"}, "step-done": {"down", "down", "up", "tab", "tab"},
		"verify-green": {"down", "down", "up"}, "verify-red": {"up", "down", "down"}, "calls": {"up", "up", "down"},
		"confirm": {"left", "right"}, "confirm-ways": {"right", "left"}, "confirm-name": {"a", "b", "backspace"},
		"secret": {"x", "y", "backspace"}, "consent": {"h", "t", "tab", "backspace"}, "step-result": {"down", "up"},
	}
	for _, sc := range scenes() {
		if keys[sc.name] == nil {
			continue
		}
		o := in(text.English)
		o.Workshop, o.Env = &uitest.Workshop{Script: sc.script}, uitest.Plain()
		play(t, size{80, 24}, o, func(s *stage) {
			sc.reach(s)
			for _, key := range keys[sc.name] {
				s.Take()
				s.Press(key)
				sent := s.Take()
				if len(sent) > budget {
					t.Errorf("%s: %s repainted %d bytes: %q", sc.name, key, len(sent), sent)
				}
				if strings.Contains(sent, "\x1b[2J") || strings.Contains(sent, "\x1b[3J") || strings.Contains(sent, "\x1b[J") {
					t.Errorf("%s: %s cleared the screen", sc.name, key)
				}
				t.Logf("%s: %s repainted %d bytes", sc.name, key, len(sent))
			}
		})
	}
}

// TestIdleIsStill waits on screens where nothing counts: not one byte is sent.
func TestIdleIsStill(t *testing.T) {
	for _, sc := range scenes() {
		switch sc.name {
		case "where", "step", "step-done", "explain", "calls", "secret", "confirm-name", "hold":
		default:
			continue
		}
		o := in(text.English)
		o.Workshop = &uitest.Workshop{Script: sc.script}
		play(t, size{80, 24}, o, func(s *stage) {
			sc.reach(s)
			s.Take()
			s.Wait(time.Minute)
			if sent := s.Take(); sent != "" && sc.name != "hold" {
				t.Errorf("%s: %d bytes were sent while nothing happened: %q", sc.name, len(sent), sent)
			}
		})
	}
}
