package ui

import (
	"slices"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
	"agentcore-workshop/ui/widget"
)

// verifyScreen is the checklist: the summary, what is not green, and groups that fold. Beside the list, or below it, stand
// the evidence, the reason and the repair of the check under the hand.
type verifyScreen struct {
	c  *course
	at int
	// chosen says that the person moved, to the row of key: rows come and go with what is found, and the hand stays with its row. folds holds how groups are shown other than by default.
	chosen bool
	key    string
	folds  map[string]fold
	// open shows the check under the hand whole.
	open bool
	top  int
}

// fold is how much of a group is shown.
type fold int

const (
	notGreen fold = iota // the default: only what is not green
	closed
	all
)

// row is a line of the list: the summary, a group, or a check.
type row struct {
	group string
	check *flow.CheckResult
}

// key tells a row from the others.
func (r row) key() string {
	if r.check != nil {
		return "check " + r.check.Check.ID
	}
	return "group " + r.group
}

// rows are the lines of the list in the checklist's own order, so that nothing jumps while answers come in.
func (s *verifyScreen) rows() []row {
	results := map[string]*flow.CheckResult{}
	r := s.c.here()
	for i := range r.checks {
		results[r.checks[i].Check.ID] = &r.checks[i]
	}
	rows := []row{{}}
	group := ""
	folded := explained(results)
	for _, check := range s.order(r) {
		if check.Group != group {
			group = check.Group
			rows = append(rows, row{group: group})
		}
		result := results[check.ID]
		if result == nil || s.folds[group] == closed || (s.folds[group] == notGreen && (result.Verdict.Status == flow.Pass || folded[check.ID] != "")) {
			continue
		}
		rows = append(rows, row{group: group, check: result})
	}
	return rows
}

// order is the checklist, groups together, as the session has it; checks that it does not have follow.
func (s *verifyScreen) order(r *record) []*flow.Check {
	var groups []string
	in := map[string][]*flow.Check{}
	seen := map[string]bool{}
	add := func(c *flow.Check) {
		if seen[c.ID] {
			return
		}
		seen[c.ID] = true
		if in[c.Group] == nil {
			groups = append(groups, c.Group)
		}
		in[c.Group] = append(in[c.Group], c)
	}
	for i := range s.c.session.Checks {
		add(&s.c.session.Checks[i])
	}
	for i := range r.checks {
		add(r.checks[i].Check)
	}
	var out []*flow.Check
	for _, g := range groups {
		out = append(out, in[g]...)
	}
	return out
}

// hand is the row under the hand: until the person moves, the first check that failed, else the summary.
func (s *verifyScreen) hand(rows []row) int {
	if at := s.kept(rows); at >= 0 {
		return at
	}
	if at := s.worst(rows); at > 0 {
		return at
	}
	for i, r := range rows {
		if r.check != nil && r.check.Verdict.Status == flow.Warn {
			return i
		}
	}
	return 0
}

// kept is the row that the person chose, or -1 where it is gone: what was repaired is not shown any more.
func (s *verifyScreen) kept(rows []row) int {
	if !s.chosen {
		return -1
	}
	if s.at < len(rows) && rows[s.at].key() == s.key {
		return s.at
	}
	return slices.IndexFunc(rows, func(r row) bool { return r.key() == s.key })
}

// choose puts the hand on a row.
func (s *verifyScreen) choose(rows []row, at int) {
	s.at, s.chosen, s.key = at, true, rows[at].key()
}

// whole reports whether the check under the hand is shown whole.
func (s *verifyScreen) whole(rows []row) bool {
	at := s.kept(rows)
	return s.open && at >= 0 && rows[at].check != nil
}

// worst is the row of the first check that failed, or 0.
func (s *verifyScreen) worst(rows []row) int {
	for i, r := range rows {
		if r.check != nil && r.check.Verdict.Status == flow.Fail {
			return i
		}
	}
	return 0
}

func (s *verifyScreen) Key(k press) any {
	rows := s.rows()
	at := s.hand(rows)
	by := map[string]int{"up": -1, "down": 1, "pgup": -8, "pgdown": 8, "home": -9999, "end": 9999}[k.name]
	switch {
	case k.name == "shift+h" && len(s.labActions()) > 0 && s.labActions()[0].key == "h":
		return s.labActions()[0].do
	case s.whole(rows) && by != 0:
		s.top = max(0, s.top+by)
	case by != 0:
		s.open = false
		s.choose(rows, max(0, min(len(rows)-1, at+by)))
	case k.name == "esc" && s.whole(rows):
		s.open = false
	case k.name == "enter" && rows[at].check != nil:
		s.open, s.top = !s.whole(rows), 0
		s.choose(rows, at)
	case k.name == "enter" && at == 0 && s.worst(rows) > 0:
		s.choose(rows, s.worst(rows))
	case k.name == "enter" && at > 0:
		s.turn(rows[at].group)
		s.choose(rows, at)
	default:
		return nil
	}
	return handled{}
}

// turn opens a group whole, or folds it.
func (s *verifyScreen) turn(group string) {
	if s.folds == nil {
		s.folds = map[string]fold{}
	}
	if s.unfolded(group) {
		s.folds[group] = closed
		return
	}
	s.folds[group] = all
}

// unfolded reports whether something of a group is shown below it.
func (s *verifyScreen) unfolded(group string) bool {
	for _, r := range s.rows() {
		if r.group == group && r.check != nil {
			return true
		}
	}
	return false
}

func (s *verifyScreen) Actions() []action {
	r := s.c.here()
	if s.c.running != "" {
		return []action{act("f8", "F8", labelStop, stopRun{})}
	}
	if s.c.past() {
		return s.pastActions()
	}
	rows := s.rows()
	row := rows[s.hand(rows)]
	var out []action
	switch {
	case s.whole(rows):
		out = s.repairs(row.check)
	case row.group != "":
		out = append(out, act("enter", "Enter", text.T{En: "Show or hide", Ko: "보기/접기"}, handled{}))
	case row.check == nil && s.worst(rows) > 0:
		out = append(out, act("enter", "Enter", text.T{En: "To what failed", Ko: "실패한 항목으로"}, handled{}))
	case row.check == nil && r.complete() && s.c.onward() >= 0:
		out = append(out, act("enter", "Enter", text.T{En: "Next step", Ko: "다음 단계"}, goStep{s.c.onward()}))
	}
	out = append(out, act("f7", "F7", text.T{En: "Check again", Ko: "다시 확인"}, runStep{r.info.ID}))
	out = append(out, s.labActions()...)
	out = append(out, s.c.consoleActions()...)
	return append(out, s.c.walkActions()...)
}

// repairs are what can be done about a check that is shown whole. They are not offered beside the list, where the bar would
// change with every arrow.
func (s *verifyScreen) repairs(r *flow.CheckResult) []action {
	out := []action{act("enter", "Enter", text.T{En: "Back to the list", Ko: "목록으로"}, handled{})}
	if fix := r.Check.Fix; fix != nil && r.Verdict.Status != flow.Pass && r.Verdict.Status != flow.Skip && !s.c.session.Place.ReadOnly && !s.c.past() {
		switch {
		case fix.Do != nil:
			out = append(out, action{key: "f9", show: "F9", label: repairLabel(fix.Title), do: repairIt{fix}})
		case fix.Step != "":
			out = append(out, action{key: "f9", show: "F9", label: repairLabel(fix.Title), do: runStep{fix.Step}})
		}
	}
	if r.Check.Docs != "" {
		out = append(out, act("c", "c", text.T{En: "Copy link", Ko: "문서 주소 복사"}, copyValue{text.Plain(r.Check.Docs), r.Check.Docs}))
	}
	return out
}

func (s *verifyScreen) Next() text.Msg {
	r := s.c.here()
	_, warned, failed, skipped := count(r.checks)
	next := s.c.onward()
	rows := s.rows()
	switch {
	case s.c.past():
		return s.pastNext()
	case s.whole(rows) && s.c.running == "":
		return s.nextOpen(rows[s.hand(rows)])
	case s.c.running != "":
		return text.T{En: "Nothing to press: the checks go on by themselves.", Ko: "누를 것이 없습니다. 점검이 알아서 진행됩니다."}.With()
	case !s.labNext().Empty():
		return s.labNext()
	case failed > 0 && s.hand(rows) == 0:
		return text.T{En: "Enter leads to the first check that failed. F7 checks again.", Ko: "Enter로 실패한 첫 항목으로 갑니다. F7로 다시 점검합니다."}.With()
	case rows[s.hand(rows)].check == nil && s.hand(rows) > 0:
		return text.T{En: "Enter opens or folds this group. F7 checks again.", Ko: "Enter로 이 그룹을 펼치거나 접습니다. F7로 다시 점검합니다."}.With()
	case failed > 0:
		return text.T{En: "Enter shows why and how to fix it. F7 checks again.", Ko: "Enter로 원인과 해결 방법을 봅니다. F7로 다시 점검합니다."}.With()
	case next >= 0 && warned+skipped > 0 && s.hand(rows) == 0:
		return text.T{En: "Good enough to go on. Enter goes on to: %s", Ko: "계속해도 됩니다. Enter로 다음 단계로 갑니다: %s"}.With(s.c.steps[next].info.Title)
	case next >= 0 && warned+skipped > 0:
		return text.T{En: "Good enough to go on: → leads to %s. Enter explains the item.", Ko: "계속해도 됩니다. →로 다음 단계(%s)로 가고, Enter로 항목을 자세히 봅니다."}.With(s.c.steps[next].info.Title)
	case next >= 0 && s.hand(rows) == 0:
		return text.T{En: "All as it should be. Enter goes on to: %s", Ko: "모두 정상입니다. Enter로 다음 단계로 갑니다: %s"}.With(s.c.steps[next].info.Title)
	case next >= 0:
		return text.T{En: "All as it should be. → leads to: %s", Ko: "모두 정상입니다. →로 다음 단계로 갑니다: %s"}.With(s.c.steps[next].info.Title)
	}
	return text.T{En: "↑↓ walk, Enter unfolds a group. F7 checks again.", Ko: "↑↓로 움직이고 Enter로 그룹을 펼칩니다. F7로 다시 점검합니다."}.With()
}

func (s *verifyScreen) nextOpen(r row) text.Msg {
	if r.check != nil && slices.ContainsFunc(s.repairs(r.check), func(a action) bool { return a.key == "f9" }) {
		return text.T{En: "F9 repairs it, then F7 checks again. Enter or Esc goes back to the list.", Ko: "F9로 고친 뒤 F7로 다시 점검합니다. Enter나 Esc로 목록에 돌아갑니다."}.With()
	}
	return text.T{En: "↑↓ scroll. Enter or Esc goes back to the list.", Ko: "↑↓로 내리고 Enter나 Esc로 목록에 돌아갑니다."}.With()
}

func count(results []flow.CheckResult) (passed, warned, failed, skipped int) {
	for _, r := range results {
		switch r.Verdict.Status {
		case flow.Pass:
			passed++
		case flow.Warn:
			warned++
		case flow.Fail:
			failed++
		case flow.Skip:
			skipped++
		}
	}
	return
}

// View gives the list at least half of the room.
func (s *verifyScreen) View(p *widget.Pen, width, height int) frame {
	r := s.c.here()
	rows := s.rows()
	at := s.hand(rows)
	head := append(s.head(p, r, width), s.labLines(p, width)...)
	room := height - len(head)
	if s.whole(rows) {
		shown, top := widget.Scroll(p, s.detail(p, rows[at].check, width), s.top, room)
		s.top = top
		return frame{lines: append(head, shown...)}
	}
	if width >= 84 {
		column := width * 11 / 20
		list := widget.Fit(s.list(p, rows, at, column, room), column, room)
		side := widget.Fit(s.side(p, rows[at], width-column-2, room), width-column-2, room)
		return frame{lines: append(head, widget.Beside(list, side, p.Theme.Dim.Render("│")+" ")...)}
	}
	below := min(4, max(0, room-6))
	lines := append(head, widget.Fit(s.list(p, rows, at, width, room-below), width, room-below)...)
	if below > 1 {
		lines = append(lines, widget.Heading(p, "", p.T(text.T{En: "Selected", Ko: "선택한 항목"}), "", width))
		lines = append(lines, widget.Head(p, s.side(p, rows[at], width, below-1), width, below-1, "Enter")...)
	}
	return frame{lines: lines}
}
