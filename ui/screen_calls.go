package ui

import (
	"bytes"
	"encoding/json"
	"strings"

	"agentcore-workshop/steps/text"
	"agentcore-workshop/ui/widget"
)

// callsScreen shows every call and every message of a flow, in order, with its time; Enter shows request and answer.
type callsScreen struct {
	c    *course
	at   int
	kept bool
	open bool
	top  int
}

func newCalls(c *course) *callsScreen { return &callsScreen{c: c} }

// hand is the row under the hand: the latest one until the person moves away from it.
func (s *callsScreen) hand() int {
	if !s.kept {
		return len(s.c.traffic) - 1
	}
	return min(s.at, len(s.c.traffic)-1)
}

func (s *callsScreen) Key(k press) any {
	by := map[string]int{"up": -1, "down": 1, "pgup": -10, "pgdown": 10, "home": -99999, "end": 99999}[k.name]
	switch {
	case len(s.c.traffic) == 0:
		return nil
	case s.open && by != 0:
		s.top = max(0, s.top+by)
	case by != 0:
		last := len(s.c.traffic) - 1
		s.at = max(0, min(last, s.hand()+by))
		s.kept = s.at < last // at the end, what comes is followed again
	case k.name == "enter":
		s.at, s.kept, s.open, s.top = s.hand(), true, !s.open, 0
	case k.name == "esc" && s.open:
		s.open = false
	default:
		return nil
	}
	return handled{}
}

func (s *callsScreen) Actions() []action {
	out := []action{act("esc", "Esc", labelBack, goBack{})}
	if len(s.c.traffic) > 0 {
		request, answer := s.c.traffic[s.hand()].bodies()
		turn := text.T{En: "Request and answer", Ko: "요청과 응답"}
		if s.open {
			turn = text.T{En: "List of calls", Ko: "호출 목록"}
		}
		out = append([]action{act("enter", "Enter", turn, handled{})}, out...)
		out = append(out, act("c", "c", labelCopy, copyValue{text.T{En: "request and answer", Ko: "요청과 응답"}.With(), request + "\n\n" + answer}))
	}
	return out
}

func (s *callsScreen) Next() text.Msg {
	if s.open {
		return text.T{En: "↑↓ scroll, Esc back to the list. Secrets are masked.", Ko: "↑↓로 내리고 Esc로 목록에 돌아갑니다. 비밀 값은 가려져 있습니다."}.With()
	}
	return text.T{En: "↑↓ choose a call, Enter shows its request and answer, Esc goes back.", Ko: "↑↓로 호출을 고르고, Enter로 요청과 응답을 보고, Esc로 돌아갑니다."}.With()
}

func (s *callsScreen) View(p *widget.Pen, width, height int) frame {
	title := p.Say(text.T{En: "Every call so far: %d", Ko: "지금까지의 모든 호출: %d개"}.With(len(s.c.traffic)))
	lines := []string{widget.Heading(p, "", title, "", width)}
	if len(s.c.traffic) == 0 {
		empty := p.T(text.T{En: "None yet. They appear here as they happen.", Ko: "아직 없습니다. 호출이 일어나면 여기에 나타납니다."})
		return frame{lines: append(lines, p.Theme.Dim.Render(empty))}
	}
	at := s.hand()
	if s.open {
		shown, top := widget.Scroll(p, s.c.traffic[at].whole(p, width), s.top, height-1)
		s.top = top
		return frame{lines: append(lines, shown...)}
	}
	room := height - 1
	from := max(0, min(at-room/2, len(s.c.traffic)-room))
	for i := from; i < min(len(s.c.traffic), from+room); i++ {
		lines = append(lines, s.c.traffic[i].line(p, i, i == at, width))
	}
	return frame{lines: lines}
}

func (x exchange) line(p *widget.Pen, i int, hand bool, width int) string {
	mark := "  "
	if hand {
		mark = p.Theme.Selected.Render("▸") + " "
	}
	head := sprintf("%3d %s ", i+1, x.at.Local().Format("15:04:05"))
	if x.call != nil {
		return mark + p.Theme.Dim.Render(head) + callLine(p, *x.call, width-2-text.Width(head))
	}
	words := sprintf("~ %s → %s · %s %s", x.hop.From, x.hop.To, x.hop.Method, pathOf(x.hop.URL))
	if x.hop.Status != 0 {
		words += sprintf(" %d", x.hop.Status) // none where the answer goes to the browser alone
	}
	return mark + p.Theme.Dim.Render(head) + p.Theme.Plain.Render(text.Cut(p.Line(words), width-2-text.Width(head)))
}

func (x exchange) bodies() (request, answer string) {
	if x.call != nil {
		return x.call.Request, x.call.Answer
	}
	return strings.TrimSpace(x.hop.Method+" "+x.hop.URL) + "\n" + x.hop.Request, x.hop.Answer
}

// pretty indents a JSON body; any other is left as it is.
func pretty(body string) string {
	var out bytes.Buffer
	if json.Indent(&out, []byte(body), "", "  ") != nil {
		return body
	}
	return out.String()
}

// whole is a call with what went over the wire, masked.
func (x exchange) whole(p *widget.Pen, width int) []string {
	var lines []string
	if x.call != nil {
		lines = append(lines, callLine(p, *x.call, width))
		lines = append(lines, p.Theme.Dim.Render(text.Cut(joinDot(x.step, p.Line(x.call.RequestID)), width)))
	} else {
		lines = append(lines, p.Wrap(p.Theme.Strong, p.Say(x.hop.Title), width)...)
		lines = append(lines, p.Theme.Dim.Render(text.Cut(joinDot(x.step, x.hop.From+" → "+x.hop.To), width)))
	}
	request, answer := x.bodies()
	for _, part := range []struct {
		title text.T
		body  string
	}{{text.T{En: "Request", Ko: "요청"}, request}, {text.T{En: "Answer", Ko: "응답"}, answer}} {
		lines = append(lines, "", p.Theme.Heading.Render(p.T(part.title)))
		body := strings.TrimSpace(p.Text(pretty(part.body)))
		if body == "" {
			body = p.T(text.T{En: "(empty)", Ko: "(비어 있음)"})
		}
		for _, line := range strings.Split(body, "\n") {
			for _, part := range hardWrap(line, width) {
				lines = append(lines, p.Theme.Plain.Render(part))
			}
		}
	}
	return lines
}
