package ui

import (
	"strings"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
	"agentcore-workshop/ui/widget"
)

// codeScreen shows what a step does as code that can be run elsewhere, with the values of this place.
type codeScreen struct {
	step string
	at   int
	top  int
	// codes are what has arrived, by dialect.
	codes map[flow.Dialect]string
	// howTo says how that is run here, in the language of the screen.
	howTo  map[flow.Dialect][]text.Msg
	failed map[flow.Dialect]*flow.Failure
}

func newCode(r *record) *codeScreen {
	return &codeScreen{step: r.info.ID, codes: map[flow.Dialect]string{}, howTo: map[flow.Dialect][]text.Msg{}, failed: map[flow.Dialect]*flow.Failure{}}
}

func dialects() []flow.Dialect { return []flow.Dialect{flow.CLI, flow.Python, flow.Golang} }

func dialectNames() []string { return []string{"AWS CLI", "Python", "Go"} }

func (s *codeScreen) dialect() flow.Dialect { return dialects()[s.at] }

// want asks for the code that is shown now, unless it is there.
func (s *codeScreen) want() any {
	if _, have := s.codes[s.dialect()]; have {
		return handled{}
	}
	return fetchCode{s.dialect()}
}

func (s *codeScreen) arrived(c coded) {
	if c.step != s.step {
		return
	}
	if c.err != nil {
		s.failed[c.dialect] = flow.AsFailure(c.err)
		return
	}
	s.codes[c.dialect], s.howTo[c.dialect] = c.code, c.howTo
	delete(s.failed, c.dialect)
}

func (s *codeScreen) Key(k press) any {
	by := map[string]int{"up": -1, "down": 1, "pgup": -10, "pgdown": 10, "home": -99999}[k.name]
	switch {
	case by != 0:
		s.top = max(0, s.top+by)
		return handled{}
	case k.name == "left" && s.at > 0:
		s.at--
	case (k.name == "right" || k.name == "tab") && s.at < len(dialects())-1:
		s.at++
	case k.name == "1" || k.name == "2" || k.name == "3":
		s.at = int(k.name[0] - '1')
	default:
		return nil
	}
	s.top = 0
	return s.want()
}

func (s *codeScreen) Actions() []action {
	return []action{
		act("esc", "Esc", labelBack, goBack{}),
		act("c", "c", labelCopy, copyValue{text.T{En: "the code for %s", Ko: "%s 코드"}.With(dialectNames()[s.at]), s.codes[s.dialect()]}),
	}
}

func (s *codeScreen) Next() text.Msg {
	return text.T{En: "Tab or ←→ change the language of the code, c copies all of it, Esc goes back.", Ko: "Tab이나 ←→로 코드의 언어를 바꾸고, c로 전체를 복사하고, Esc로 돌아갑니다."}.With()
}

func (s *codeScreen) View(p *widget.Pen, width, height int) frame {
	lines := []string{tabLine(p, dialectNames(), s.at, width), ""}
	code, have := s.codes[s.dialect()]
	switch {
	case s.failed[s.dialect()] != nil:
		return frame{lines: append(lines, failureLines(p, s.failed[s.dialect()], width)...)}
	case !have:
		return frame{lines: append(lines, p.Theme.Busy.Render("● "+p.T(text.T{En: "reading the values of this place…", Ko: "이곳의 값을 읽는 중…"})))}
	}
	var drawn []string
	if !strings.Contains(code, "--sandbox") { // our own command, which knows its way
		code = flow.Comment(s.dialect(), p.Lang, s.howTo[s.dialect()]) + code
	}
	for _, line := range strings.Split(strings.TrimRight(p.Text(code), "\n"), "\n") {
		ink := p.Theme.Plain
		if trimmed := strings.TrimSpace(line); strings.HasPrefix(trimmed, "#") || strings.HasPrefix(trimmed, "//") {
			ink = p.Theme.Dim
		}
		// Long lines go on below, marked, so that nothing is lost from sight; c copies them whole.
		for i, part := range hardWrap(line, width-2) {
			prefix := "  "
			if i > 0 {
				prefix = p.Theme.Dim.Render("↪ ")
			}
			drawn = append(drawn, prefix+ink.Render(part))
		}
	}
	shown, top := widget.Scroll(p, drawn, s.top, height-2)
	s.top = top
	return frame{lines: append(lines, shown...)}
}
