package ui

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
	"agentcore-workshop/ui/widget"
)

// explainScreen is the longer explanation: this step, its words, and its documents; on the first screen, the doors.
type explainScreen struct {
	info flow.Info
	// door is what is explained on the first screen, before there is a step.
	door *flow.Door
	docs []flow.Document
	at   int
	top  int
	// drawn keeps what was parsed, by document, language and width.
	drawn map[string][]string
}

func newExplain(m *root) *explainScreen {
	door := &m.where.doors[m.where.at]
	s := &explainScreen{drawn: map[string][]string{}, door: door, docs: []flow.Document{{Title: door.Title}, aboutProgram()}}
	if m.course != nil && m.top() != m.where {
		s.info, s.door = m.course.here().info, nil
		s.docs = append(append([]flow.Document{{Title: s.info.Title}}, s.info.Documents...), aboutProgram())
	}
	return s
}

func (s *explainScreen) Key(k press) any {
	by := map[string]int{"up": -1, "down": 1, "pgup": -10, "pgdown": 10, "home": -99999}[k.name]
	switch {
	case by != 0:
		s.top = max(0, s.top+by)
	case k.name == "left" && s.at > 0:
		s.at, s.top = s.at-1, 0
	case k.name == "right" && s.at < len(s.docs)-1:
		s.at, s.top = s.at+1, 0
	case len(k.name) == 1 && k.name[0] >= '1' && int(k.name[0]-'1') < len(s.docs):
		s.at, s.top = int(k.name[0]-'1'), 0
	default:
		return nil
	}
	return handled{}
}

func (s *explainScreen) Actions() []action {
	return []action{act("esc", "Esc", labelBack, goBack{})}
}

func (s *explainScreen) Next() text.Msg {
	if len(s.docs) > 1 {
		return text.T{En: "↑↓ scroll, ←→ or digits choose the page, Esc goes back.", Ko: "↑↓로 내리고, ←→나 숫자로 쪽을 고르고, Esc로 돌아갑니다."}.With()
	}
	return text.T{En: "↑↓ scroll, Esc goes back.", Ko: "↑↓로 내리고 Esc로 돌아갑니다."}.With()
}

func (s *explainScreen) View(p *widget.Pen, width, height int) frame {
	tabs := tabLine(p, s.titles(p), s.at, width)
	shown, top := widget.Scroll(p, s.page(p, width), s.top, height-2)
	s.top = top
	return frame{lines: append([]string{tabs, ""}, shown...)}
}

func (s *explainScreen) titles(p *widget.Pen) []string {
	titles := make([]string, len(s.docs))
	for i, d := range s.docs {
		titles[i] = p.T(d.Title)
	}
	return titles
}

// page is the chosen document; the first one of a step is made of what the step says of itself.
func (s *explainScreen) page(p *widget.Pen, width int) []string {
	key := sprintf("%d/%s/%d", s.at, p.Lang, width)
	if lines, ok := s.drawn[key]; ok {
		return lines
	}
	var lines []string
	switch body := p.T(s.docs[s.at].Body); {
	case body != "":
		lines = widget.Markdown(p, body, width)
	case s.door != nil:
		lines = aboutDoor(p, s.door, width)
	default:
		lines = s.about(p, width)
	}
	s.drawn[key] = lines
	return lines
}

// aboutDoor is a door with everything that is known of it, uncut.
func aboutDoor(p *widget.Pen, d *flow.Door, width int) []string {
	lines := p.Wrap(p.Theme.Plain, p.Say(d.Detail), width)
	if d.Problem != nil {
		lines = append(append(lines, ""), failureLines(p, d.Problem, width)...)
		if d.Problem.Docs != "" {
			lines = append(lines, linkLines(p, d.Problem.Docs, width)...)
		}
	}
	return append(append(lines, ""), shownLines(p, d.Facts, width)...)
}

func (s *explainScreen) about(p *widget.Pen, width int) []string {
	lines := p.Wrap(p.Theme.Plain, p.T(s.info.Why), width)
	if picture := strings.TrimRight(p.T(s.info.Picture), "\n"); picture != "" {
		lines = append(lines, "")
		for _, line := range strings.Split(picture, "\n") {
			lines = append(lines, p.Theme.Busy.Render(line))
		}
	}
	lines = append(lines, "", p.Theme.Heading.Render(p.T(text.T{En: "Call by call", Ko: "호출별 설명"})))
	for _, plan := range s.info.Will {
		glyph := "· "
		if plan.Creates {
			glyph = "+ "
		}
		lines = append(lines, glyph+p.Theme.Busy.Render(text.Cut(p.Line(plan.Call), width-2)))
		lines = append(lines, widget.Indent("  ", p.Wrap(p.Theme.Plain, joinDot(p.T(plan.Does), p.T(plan.Billed)), width-2))...)
	}
	if len(s.info.Terms) > 0 {
		lines = append(lines, "", p.Theme.Heading.Render(p.T(text.T{En: "Words", Ko: "용어"})))
		lines = append(lines, termLines(p, s.info, width)...)
	}
	return lines
}

// tabLine is a line of titles with the chosen one marked; where they do not fit, those around it are shown.
func tabLine(p *widget.Pen, titles []string, at, width int) string {
	parts := make([]string, len(titles))
	for i, title := range titles {
		title = sprintf("%d %s", i+1, text.Cut(title, max(6, width/2)))
		parts[i] = p.Theme.Dim.Render(" " + title + " ")
		if i == at {
			parts[i] = p.Theme.Selected.Render("[" + title + "]")
		}
	}
	from := 0
	for from < at && ansi.StringWidth(strings.Join(parts[from:at+1], " ")) > width {
		from++
	}
	return widget.FitLine(strings.Join(parts[from:], " "), width)
}

func hardWrap(s string, width int) []string {
	return strings.Split(ansi.Hardwrap(s, max(1, width), true), "\n")
}
