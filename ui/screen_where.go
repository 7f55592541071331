package ui

import (
	"strconv"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
	"agentcore-workshop/ui/widget"
)

// whereScreen is the first one: three doors, each with what is behind it.
type whereScreen struct {
	doors []flow.Door
	at    int
	// moved says that the person chose; known that the doors are the workshop's, not only their names.
	moved, known bool
	failed       *flow.Failure
	entering     flow.DoorID
	resumeDoor   flow.DoorID
	resumeStep   string
}

// newWhere shows the doors by name until the workshop knows more; the practice cloud can be entered at once.
func newWhere(Options) *whereScreen {
	return &whereScreen{doors: []flow.Door{
		{
			ID: flow.DoorPractice, Title: text.T{En: "Practice in the cloud inside this program", Ko: "이 프로그램 안의 연습용 클라우드에서 해 보기"}, Preselected: true,
			Detail: text.T{En: "No AWS account, no cost. Everything is done for real, but only on this computer.", Ko: "AWS 계정도 비용도 필요 없습니다. 모든 과정을 실제처럼 하되 이 컴퓨터 안에서만 일어납니다."}.With(),
		},
		{ID: flow.DoorBuild, Title: text.T{En: "Build in my AWS account", Ko: "내 AWS 계정에 만들기"}},
		{ID: flow.DoorCheck, Title: text.T{En: "Check an existing set-up (read-only)", Ko: "이미 만든 구성을 점검하기(읽기 전용)"}},
	}}
}

func (s *whereScreen) busy() bool { return !s.known && s.failed == nil || s.entering != "" }

func (s *whereScreen) again() { s.known, s.failed = false, nil }

// found takes the doors; the one that fits the situation is preselected unless the person has already chosen.
func (s *whereScreen) found(d doorsFound) {
	s.known, s.resumeDoor, s.resumeStep = true, d.resumeDoor, d.resumeStep
	if d.err != nil {
		s.failed = flow.AsFailure(d.err)
		return
	}
	if len(d.doors) == 0 {
		return
	}
	at := s.doors[s.at].ID
	s.doors = d.doors
	for _, door := range d.doors {
		if door.Preselected && !s.moved {
			at = door.ID
		}
	}
	if d.resumeDoor != "" && !s.moved {
		at = d.resumeDoor
	}
	s.at = 0
	for i, door := range s.doors {
		if door.ID == at {
			s.at = i
		}
	}
}

// choose puts the hand on a door.
func (s *whereScreen) choose(id flow.DoorID) {
	for i, d := range s.doors {
		if d.ID == id {
			s.at, s.moved = i, true
		}
	}
}

func (s *whereScreen) Key(k press) any {
	switch k.name {
	case "up":
		s.at, s.moved = (s.at+len(s.doors)-1)%len(s.doors), true
	case "down":
		s.at, s.moved = (s.at+1)%len(s.doors), true
	default:
		i, err := strconv.Atoi(k.name)
		if err != nil || i < 1 || i > len(s.doors) {
			return nil
		}
		s.at, s.moved = i-1, true
	}
	return handled{}
}

func (s *whereScreen) Actions() []action {
	door := s.doors[s.at]
	if s.entering != "" {
		return nil
	}
	// The label is the same for every door, so that the bar stays as it is while the hand moves.
	first := act("enter", "Enter", text.T{En: "Choose", Ko: "선택"}, enterDoor{door.ID})
	if door.Problem != nil {
		first.do = lookAgain{}
	}
	return []action{first, act("f7", "F7", text.T{En: "Look again", Ko: "다시 확인"}, lookAgain{})}
}

func (s *whereScreen) Next() text.Msg {
	door := s.doors[s.at]
	switch {
	case s.entering != "":
		return text.T{En: "Opening: nothing to press.", Ko: "여는 중입니다. 누를 것은 없습니다."}.With()
	case door.Problem != nil:
		return text.T{En: "Not open now: do what it says, then Enter looks again.", Ko: "지금은 들어갈 수 없습니다. 안내대로 한 뒤 Enter로 다시 확인하세요."}.With()
	case door.ID == s.resumeDoor && s.resumeStep != "":
		return text.T{En: "Enter goes on where you were. ↑↓ choose another place.", Ko: "Enter로 하던 곳에서 이어 갑니다. ↑↓로 다른 곳을 고를 수 있습니다."}.With()
	}
	if s.at > 0 && !s.moved {
		return text.T{En: "↑↓ choose, Enter goes in. The cursor stands where most go on from here.", Ko: "↑↓로 고르고 Enter로 들어갑니다. 지금 상황에 알맞은 곳이 선택되어 있습니다."}.With()
	}
	return text.T{En: "↑↓ choose, Enter goes in. New here? Take the first.", Ko: "↑↓로 고르고 Enter로 들어갑니다. 처음이라면 첫 번째를 고르세요."}.With()
}

func (s *whereScreen) View(p *widget.Pen, width, height int) frame {
	lines := []string{p.Theme.Heading.Render(p.T(text.T{En: "Where do you want to work?", Ko: "어디에서 하시겠습니까?"}))}
	if s.failed != nil {
		lines = append(lines, failureLines(p, s.failed, width)...)
	}
	all := make([][]string, len(s.doors))
	total := len(lines)
	for i := range s.doors {
		all[i] = s.door(p, i, width)
		total += len(all[i])
	}
	// Blank lines give way first. Then doors get the same room whichever is selected, so that moving the hand moves nothing else.
	airy, room := total+len(all) <= height, max(2, (height-len(lines))/len(all))
	for _, door := range all {
		switch {
		case airy:
			lines = append(lines, "")
		case total > height:
			door = widget.Head(p, door, width, room, "F1")
		}
		lines = append(lines, door...)
	}
	return frame{lines: lines}
}

func (s *whereScreen) door(p *widget.Pen, i, width int) []string {
	d := s.doors[i]
	mark, ink := "  ", p.Theme.Strong
	if i == s.at {
		mark, ink = p.Theme.Selected.Render("▸")+" ", p.Theme.Selected
	}
	title := mark + p.Theme.Key.Render(strconv.Itoa(i+1)) + " " + ink.Render(text.Cut(p.T(d.Title), width-4))
	var body []string
	switch {
	case s.entering == d.ID:
		body = append(body, p.Theme.Busy.Render("● "+p.T(text.T{En: "opening…", Ko: "여는 중…"})))
	case d.Problem != nil && i > 0 && s.doors[i-1].Problem == d.Problem:
		say := text.T{En: "✗ Not open now, for the same reason.", Ko: "✗ 같은 이유로 지금은 들어갈 수 없습니다."}
		body = append(body, p.Theme.Bad.Render(text.Cut(p.T(say), width-4)))
	case d.Problem != nil:
		body = append(body, failureLines(p, d.Problem, width-4)...)
	case !s.known && d.ID != flow.DoorPractice:
		body = append(body, p.Theme.Dim.Render("● "+p.T(text.T{En: "looking for your AWS settings…", Ko: "AWS 설정을 확인하는 중…"})))
	}
	if d.Problem == nil {
		body = append(body, p.Wrap(p.Theme.Plain, p.Say(d.Detail), width-4)...)
	}
	for _, f := range d.Facts {
		body = append(body, factLine(p, f, width-4))
	}
	return append([]string{title}, widget.Indent("    ", body)...)
}

// factLine is a fact on one line: name, value, and where it came from.
func factLine(p *widget.Pen, f flow.Fact, width int) string {
	label, value := p.T(f.Label), p.Line(f.Value)
	if label == "" {
		label = f.Key
	}
	source := ""
	if !f.Source.Empty() {
		source = " (" + p.Say(f.Source) + ")"
	}
	head := label + " "
	return p.Theme.Dim.Render(head) + p.Theme.Plain.Render(text.Cut(value, max(1, width-text.Width(head)))) +
		p.Theme.Dim.Render(text.Cut(source, max(0, width-text.Width(head)-text.Width(value))))
}

// failureLines is what was wrong, why, and what to do, each on its own line.
func failureLines(p *widget.Pen, f *flow.Failure, width int) []string {
	lines := p.Wrap(p.Theme.Bad, "✗ "+p.Say(f.Message), width)
	if !f.Cause.Empty() {
		lines = append(lines, p.Wrap(p.Theme.Plain, p.T(text.T{En: "Why: ", Ko: "원인: "})+p.Say(f.Cause), width)...)
	}
	if !f.Fix.Empty() {
		lines = append(lines, p.Wrap(p.Theme.Strong, p.T(text.T{En: "Do: ", Ko: "해결: "})+p.Say(f.Fix), width)...)
	}
	return lines
}
