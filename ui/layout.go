package ui

import (
	"strings"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
	"agentcore-workshop/ui/widget"
)

// The program works from this size up.
const minWidth, minHeight = 60, 20

// Which pane gives way first when the terminal is small:
//  1. below 76 columns the journey on the left becomes one line;
//  2. below 24 rows states lose their words and long titles their second line;
//  3. then, on a step's screen, the section that matters least now keeps one line and the key that shows it whole;
//  4. the sentence that says what to press next, and the frame that says where one is, never give way.
const journeyFrom = 76

// What to press next has two lines, or one where a line is wide; the bar has two. Their room does not depend on what they
// say, so that a changed sentence moves nothing else.
const wide, barRows = 110, 2

// journeyWidth is the journey's column at a width, or 0 where it is one line. Pictures need 56 cells beside it.
func journeyWidth(width int) int {
	if width < journeyFrom {
		return 0
	}
	return max(19, min(32, width-59))
}

// draw is the whole frame: exactly height lines of exactly width cells, whatever the panes did.
func (m *root) draw() ([]string, *cell) {
	if m.small() {
		return m.tooSmall(), nil
	}
	border, left, right := m.place()
	inner, cursor := m.inside(m.width-2, m.height-2)
	lines := widget.Frame(m.pen, border, left, right, m.status(), inner, m.width, m.height)
	if cursor != nil {
		cursor = &cell{min(cursor.x+1, m.width-1), min(cursor.y+1, m.height-1)}
	}
	return widget.Fit(lines, m.width, m.height), cursor
}

// inside is what the frame holds: the screen or a question, what to press next, and the bar.
func (m *root) inside(width, height int) ([]string, *cell) {
	if d := m.dialog(); d != nil {
		f := d.View(m.pen, width-2, height-1)
		if f.cursor != nil {
			f.cursor.x++
		}
		lines := append(widget.Fit(f.lines, width-2, height-1), widget.Bar(m.pen, buttonsOf(m.pen, m.dialogKeys()), -1, width-2, 1)...)
		return widget.Indent(" ", widget.Fit(lines, width-2, height)), f.cursor
	}
	bar := m.bars(width - 2)
	next := m.next(width - 2)
	body := height - len(bar) - len(next)
	lines := m.body(width, body)
	lines = append(widget.Fit(lines, width, body), widget.Indent(" ", next)...)
	return append(lines, widget.Indent(" ", bar)...), nil
}

// body is the screen, below what was warned of while entering the place until a key is pressed.
func (m *root) body(width, height int) []string {
	var warned []string
	if m.course != nil && !m.read {
		for _, n := range m.warnings {
			ink, glyph := noteLook(m.pen, n.Level)
			warned = append(warned, m.pen.Wrap(ink, glyph+m.pen.Say(n.Message), width-2)...)
		}
		warned = widget.Indent(" ", widget.Head(m.pen, warned, width-2, min(5, height/3), ""))
	}
	return append(widget.Fit(warned, width, len(warned)), m.page(width, height-len(warned))...)
}

// page is the screen itself. A step has the journey beside it or above it; explanations, code, calls and a
// flow that is walked have all the width.
func (m *root) page(width, height int) []string {
	if step, is := m.top().(*stepScreen); !is || step.replaying() {
		return widget.Indent(" ", widget.Fit(m.top().View(m.pen, width-2, height).lines, width-2, height))
	}
	stops := m.course.stops(m.pen)
	column := journeyWidth(width + 2)
	if column == 0 {
		line := " " + widget.JourneyLine(m.pen, stops, m.course.current, width-2)
		rest := widget.Fit(m.top().View(m.pen, width-2, height-1).lines, width-2, height-1)
		return append([]string{line}, widget.Indent(" ", rest)...)
	}
	journey := widget.Journey(m.pen, stops, m.course.current, column, height)
	room := width - column - 2
	page := widget.Fit(m.top().View(m.pen, room, height).lines, room, height)
	return widget.Beside(journey, page, m.pen.Theme.Dim.Render("│")+" ")
}

func (m *root) bars(width int) []string {
	return widget.Fit(widget.Bar(m.pen, buttonsOf(m.pen, m.actions()), m.bar, width, barRows), width, barRows)
}

// buttonsOf are actions as the bar draws them. What leads on, explains, goes back or leaves never gives way.
func buttonsOf(p *widget.Pen, actions []action) []widget.Button {
	late := map[string]int{"right": 9, "f6": 8, "f5": 7, "c": 6, "1": 6, "f3": 5, "f4": 4, "f7": 3, "b": 3, "space": 2, "f2": 1}
	buttons := make([]widget.Button, len(actions))
	for i, a := range actions {
		buttons[i] = widget.Button{Key: a.show, Label: p.Say(a.label), Spare: late[a.key]}
		if i == 0 {
			buttons[i].Spare = 0 // the likeliest
		}
	}
	return buttons
}

// next answers the fifth question: what to press now.
func (m *root) next(width int) []string {
	head := m.pen.T(text.T{En: "Next", Ko: "다음"})
	say := m.top().Next()
	if say.Empty() {
		if actions := m.top().Actions(); len(actions) > 0 {
			say = text.T{En: "%s: %s", Ko: "%s: %s"}.With(actions[0].show, actions[0].label)
		}
	}
	room := width - text.Width(head) - 3
	rows := 2
	if m.width >= wide {
		rows = 1
	}
	lines := text.Wrap(m.pen.Say(say), max(1, room))
	if len(lines) > rows {
		lines = append(lines[:rows-1:rows-1], text.Cut(strings.Join(lines[rows-1:], " "), room))
	}
	out := make([]string, len(lines))
	for i, line := range lines {
		prefix := strings.Repeat(" ", text.Width(head)+3)
		if i == 0 {
			prefix = m.pen.Theme.Heading.Render(head) + m.pen.Theme.Selected.Render(" ▸ ")
		}
		out[i] = prefix + m.pen.Theme.Strong.Render(line)
	}
	return widget.Fit(out, width, rows)
}

// small reports whether the window shows nothing but that it is too small.
func (m *root) small() bool { return m.width < minWidth || m.height < minHeight }

// tooSmall is one sentence that fits.
func (m *root) tooSmall() []string {
	say := m.pen.Say(text.T{
		En: "This window is %dx%d and the program needs 60x20: enlarge it, or make the letters smaller. Until then only F2 (한국어), F10 and Ctrl+C (quit) work.",
		Ko: "창 크기가 %dx%d입니다. 60x20 이상이 필요하니 창을 키우거나 글자를 줄이세요. 그때까지는 F2(English)와 F10, Ctrl+C(종료)만 쓸 수 있습니다.",
	}.With(m.width, m.height))
	return widget.Fit(text.Wrap(say, m.width), m.width, m.height)
}

// place is the frame of where one is, and the words in it.
func (m *root) place() (b widget.Border, left, right string) {
	right = m.o.Version
	if m.course == nil {
		return widget.PlainBorder(), m.pen.T(text.T{En: "AgentCore Identity workshop", Ko: "AgentCore Identity 워크숍"}), right
	}
	at := m.course.session.Place
	right = m.pen.Text(strings.Trim(at.Account+" · "+at.Region, " ·"))
	switch {
	case m.course.past():
		b = widget.LookingBorder()
	case at.Mode == flow.Sandbox:
		b = widget.PracticeBorder()
	case at.ReadOnly || m.course.door == flow.DoorCheck:
		b = widget.LookingBorder()
	default:
		b = widget.RealBorder()
	}
	return b, m.placeName(), right
}

func (m *root) placeName() string {
	at := m.course.session.Place
	name := text.T{En: "AWS account: changes are real", Ko: "AWS 계정: 실제로 변경됩니다"}
	switch {
	case m.course.past():
		return m.pen.Say(pastName(m.course.session))
	case at.Mode == flow.Sandbox && at.ReadOnly:
		name = text.T{En: "practice cloud, read-only: nothing is changed", Ko: "연습용 클라우드(읽기 전용): 아무것도 변경하지 않습니다"}
	case at.Mode == flow.Sandbox:
		name = text.T{En: "practice cloud: not AWS, not billed", Ko: "연습용 클라우드: AWS가 아니고 과금도 없음"}
	case at.ReadOnly || m.course.door == flow.DoorCheck:
		name = text.T{En: "checking AWS, read-only: nothing is changed", Ko: "AWS 점검(읽기 전용): 아무것도 변경하지 않습니다"}
	}
	return m.pen.T(name)
}

func join(lines []string) string { return strings.Join(lines, "\n") }
