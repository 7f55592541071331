package ui

import (
	"slices"

	tea "charm.land/bubbletea/v2"
)

// press is a key as the program sees it: a name that does not depend on the keyboard's language, and the text that it
// types, if any.
type press struct{ name, text string }

// normalise names a key. A Korean input method turns letters into jamo, and Ctrl+C into Ctrl+ㅊ: the terminal's base key
// code tells the real key where there is one, else the 2-beolsik layout does.
func normalise(k tea.KeyPressMsg) press {
	key := tea.Key(k)
	typed := key.Text
	if key.Mod.Contains(tea.ModCtrl) || key.Mod.Contains(tea.ModAlt) {
		typed = ""
	}
	code := key.Code
	if key.BaseCode != 0 {
		code = key.BaseCode
	}
	if latin, ok := latinKey(code); ok {
		key.BaseCode, key.Code = 0, latin
	}
	key.Text = ""
	return press{name: key.Keystroke(), text: typed}
}

// latinKey is the Latin letter on the key of a jamo in the 2-beolsik layout.
func latinKey(r rune) (rune, bool) {
	const (
		jamo  = "ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔㅁㄴㅇㄹㅎㅗㅓㅏㅣㅋㅌㅊㅍㅠㅜㅡㅃㅉㄸㄲㅆㅒㅖ"
		latin = "qwertyuiopasdfghjklzxcvbnmqwertop"
	)
	i := 0
	for _, j := range jamo {
		if j == r {
			return rune(latin[i]), true
		}
		i++
	}
	return r, false
}

// globalActions are on every screen. F-keys carry them, since letters may be swallowed by an input method.
func (m *root) globalActions() []action {
	var out []action
	if m.course != nil && m.top() != m.where {
		// The other language stands in its own letters: who needs it reads those.
		out = append(out,
			act("f1", "F1", labelExplain, explain{}), act("f2", "F2", labelLang, switchLang{}),
			act("f3", "F3", labelCode, showCode{}), act("f4", "F4", labelCalls, showCalls{}))
		if m.course.past() { // no place, no code
			out = slices.DeleteFunc(out, func(a action) bool { return a.key == "f3" })
		}
		if m.course.session.Gate != nil {
			out = append(out, action{key: "space", show: "Space", label: m.holdLabel(), do: toggleHold{}})
		}
		back := labelBack
		if top, is := m.top().(*stepScreen); is && m.course.past() && !top.nested() {
			back = labelClose
		}
		out = append(out, act("esc", "Esc", back, goBack{}))
	} else {
		out = append(out, act("f1", "F1", labelExplain, explain{}), act("f2", "F2", labelLang, switchLang{}))
		if len(m.screens) > 1 {
			out = append(out, act("esc", "Esc", labelBack, goBack{}))
		}
	}
	return append(out, act("f10", "F10", labelQuit, leave{}))
}

// actions are the screen's and the global ones; a screen's own come first and win.
func (m *root) actions() []action {
	own := m.top().Actions()
	taken := map[string]bool{}
	for _, a := range own {
		taken[a.key] = true
	}
	for _, a := range m.globalActions() {
		if !taken[a.key] {
			own = append(own, a)
		}
	}
	return own
}

// letters are extras for those whose keyboard sends them.
func letterKey(name string) string {
	switch name {
	case "q":
		return "f10"
	case "?", "h":
		return "f1"
	case "shift+tab":
		return "shift+tab"
	}
	return name
}
