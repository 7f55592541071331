package ui

import (
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
	"agentcore-workshop/ui/widget"
)

// verifyStep is the step whose results are a checklist.
const verifyStep = "verify"

// stepScreen answers, for one step: why, what will happen, what is happening, what just happened. What to press next
// stands below, as on every screen.
type stepScreen struct {
	c *course
	// zoom is the section that is shown whole, 1 to 4, or 0; top is how far it was scrolled.
	zoom, top int
	// fact is the card under the hand.
	fact  int
	list  verifyScreen
	shown string
	// alone says that the picture is shown alone, for want of room; looked that it was put away.
	alone, looked bool
	replay        replay
}

func newStepScreen(c *course) *stepScreen { return &stepScreen{c: c, list: verifyScreen{c: c}} }

// phase is where a step stands in its life.
type phase int

const (
	idle phase = iota
	running
	finished
	broken
)

func (r *record) phase() phase {
	switch {
	case r.busy:
		return running
	case r.outcome == flow.Failed:
		return broken
	case r.outcome != "":
		return finished
	}
	return idle
}

// listing reports whether the checklist is shown instead: it has results, and no section was asked for.
func (s *stepScreen) listing() bool {
	r := s.c.here()
	return r.info.ID == verifyStep && len(r.checks) > 0 && s.zoom == 0
}

func (s *stepScreen) Key(k press) any {
	if r := s.c.here(); s.shown != r.info.ID {
		s.shown, s.fact, s.zoom, s.top, s.looked = r.info.ID, 0, 0, 0, false
	}
	switch k.name {
	case "1", "2", "3", "4":
		zoom := int(k.name[0] - '0')
		if s.zoom == zoom {
			zoom = 0
		}
		s.zoom, s.top, s.looked = zoom, 0, true
		s.replay.begin(s.c.here())
		return handled{}
	case "left":
		return goStep{s.c.current - 1}
	case "right":
		return goStep{s.c.current + 1}
	case "esc":
		if s.zoom > 0 || s.alone {
			s.zoom, s.looked = 0, true
			return handled{}
		}
	}
	if s.listing() {
		return s.list.Key(k)
	}
	if s.replaying() && s.replay.key(s.c.here(), k.name) {
		return handled{}
	}
	return s.move(k.name)
}

// replaying reports whether the flow is shown with all the room there is.
func (s *stepScreen) replaying() bool { return s.zoom == 3 && len(s.c.here().hops) > 0 }

func (s *stepScreen) move(name string) any {
	by := map[string]int{"up": -1, "down": 1, "pgup": -10, "pgdown": 10}[name]
	if by == 0 {
		return nil
	}
	if n := len(s.c.here().facts); n > 0 && (s.zoom == 0 || s.zoom == 4) {
		s.fact = max(0, min(n-1, s.fact+by))
		return handled{}
	}
	s.top = max(0, s.top+by)
	return handled{}
}

func (s *stepScreen) View(p *widget.Pen, width, height int) frame {
	if s.listing() {
		return s.list.View(p, width, height)
	}
	r := s.c.here()
	zoom := s.zoom
	s.alone = false
	if drawn := picture(p, r.info); zoom == 0 && len(drawn) > 0 && r.phase() == idle && !s.looked && !fits(drawn, height) {
		zoom, s.alone = 1, true // a picture comes first, and alone where there is no room beside it
	}
	if s.replaying() {
		return frame{lines: s.replay.view(p, r, width, height)}
	}
	if zoom > 0 {
		return frame{lines: s.whole(p, r, zoom, width, height)}
	}
	return frame{lines: arrange(p, s.sections(p, r, width, height), width, height)}
}

// whole is one section with all the room there is, scrolled.
func (s *stepScreen) whole(p *widget.Pen, r *record, zoom, width, height int) []string {
	all := []section{s.why(p, r, width, height), s.plan(p, r, width), s.happening(p, r, width, 0), s.result(p, r, width)}
	one := all[zoom-1]
	if zoom == 1 {
		one.lines = whyWhole(p, r, width)
	}
	head := widget.Heading(p, one.key, one.title, p.T(text.T{En: "Esc: all five", Ko: "Esc: 전체 보기"}), width)
	shown, top := widget.Scroll(p, one.lines, s.top, height-1)
	s.top = top
	return append([]string{head}, shown...)
}

func (s *stepScreen) sections(p *widget.Pen, r *record, width, height int) []section {
	all := []section{s.why(p, r, width, height), s.plan(p, r, width), s.happening(p, r, width, pictureRows(r, height)), s.result(p, r, width)}
	ranks := map[phase][4]int{idle: {1, 2, 0, 3}, running: {3, 2, 0, 1}, finished: {3, 2, 1, 0}, broken: {3, 2, 1, 0}}[r.phase()]
	least := map[phase][4]int{idle: {2, 2, 2, 1}, running: {1, 1, 4, 1}, finished: {1, 1, 5, 3}, broken: {1, 1, 2, 3}}[r.phase()]
	if drawn := picture(p, r.info); len(drawn) > 0 && r.phase() == idle {
		ranks, least = [4]int{0, 2, 1, 3}, [4]int{len(drawn) + 1, 1, 1, 1}
	}
	for i := range all {
		all[i].rank, all[i].least = ranks[i], least[i]
	}
	return all
}

// pictureRows is how many lines a flow's picture gets beside the other answers: most of them while it is drawn, and afterwards what
// the results leave.
func pictureRows(r *record, height int) int {
	if r.busy {
		return max(5, height-8)
	}
	if height < 24 && len(r.hops) > 5 || len(r.facts) > height/2 {
		return 0 // a piece of it is none: 3 shows it whole
	}
	return max(7, height-16)
}

func (s *stepScreen) Actions() []action {
	r := s.c.here()
	if s.listing() {
		return s.list.Actions()
	}
	if s.replaying() {
		return s.replay.actions(s.c.running != "")
	}
	out := s.primary(r)
	if len(r.hops) > 0 {
		out = append(out, act("3", "3", text.T{En: "Flow", Ko: "흐름"}, pressed{"3"}))
	}
	if len(r.facts) > 0 {
		f := r.facts[min(s.fact, len(r.facts)-1)]
		label := f.Label.With()
		if label.Empty() {
			label = text.Plain(f.Key)
		}
		out = append(out, act("c", "c", labelCopy, copyValue{label, f.Value}))
	}
	out = append(out, act("1", "1-4", text.T{En: "Whole", Ko: "자세히"}, pressed{"1"}))
	out = append(out, s.c.consoleActions()...)
	return append(out, s.c.walkActions()...)
}

// primary is what a person most likely wants, by where the step stands.
func (s *stepScreen) primary(r *record) []action {
	c := s.c
	begin := act("enter", "Enter", text.T{En: "Start", Ko: "시작"}, runStep{r.info.ID})
	if r.state == flow.InProgress {
		begin.label = text.T{En: "Join", Ko: "합류"}.With()
	}
	again := act("f7", "F7", text.T{En: "Check again", Ko: "다시 확인"}, runStep{r.info.ID})
	if r.info.Ephemeral {
		again.label = text.T{En: "Do it again", Ko: "다시 실행"}.With()
	}
	switch {
	case c.past():
		return c.pastActions()
	case c.running != "":
		return []action{act("f8", "F8", labelStop, stopRun{})}
	case c.lookOnly(r) && c.index(verifyStep) >= 0:
		return []action{act("enter", "Enter", text.T{En: "To the checks", Ko: "점검으로"}, goStep{c.index(verifyStep)})}
	case r.failing() != nil:
		return []action{again}
	case r.phase() == broken:
		retry := act("enter", "Enter", text.T{En: "Try again", Ko: "다시 시도"}, runStep{r.info.ID})
		if c.door != flow.DoorPractice && isNetwork(r.failure) {
			return []action{retry, act("f9", "F9", text.T{En: "Do it in practice", Ko: "연습용에서 하기"}, practise{r.info.ID})}
		}
		if c.advisesChecks(r) {
			return []action{retry, act("f9", "F9", text.T{En: "Run the checks", Ko: "점검하기"}, runStep{verifyStep})}
		}
		return []action{retry}
	case r.complete() && c.jobDone() && c.onward() < 0:
		if c.door == flow.DoorPractice {
			return []action{act("enter", "Enter", text.T{En: "Build in my account", Ko: "내 계정에 만들기"}, goDoors{flow.DoorBuild}), again}
		}
		return []action{again}
	case r.complete():
		if next := c.onward(); next >= 0 {
			label := text.T{En: "Next step", Ko: "다음 단계"}
			if next < c.current {
				label = text.T{En: "To what is open", Ko: "남은 단계로"}
			}
			out := []action{act("enter", "Enter", label, goStep{next}), again}
			if c.door == flow.DoorPractice && c.jobDone() {
				out = append(out, act("f9", "F9", text.T{En: "My account", Ko: "내 계정"}, goDoors{flow.DoorBuild}))
			}
			return out
		}
		return []action{again}
	}
	return []action{begin}
}

// onward is the next step that is not done, after the current one first, or -1.
func (c *course) onward() int {
	n := len(c.steps)
	for off := 1; off < n; off++ {
		i := (c.current + off) % n
		if r := c.steps[i]; !r.complete() && (r.info.Main || c.jobDone()) && i > c.current {
			return i
		}
	}
	for i, r := range c.steps {
		if r.info.Main && !r.complete() && i != c.current {
			return i
		}
	}
	return -1
}
