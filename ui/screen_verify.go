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

func (s *verifyScreen) Actions() []action {
	r := s.c.here()
	if s.c.running != "" {
		return []action{act("f8", "F8", labelStop, stopRun{})}
	}
	out := s.onRow(r)
	if s.c.past() {
		return append(append(out, s.c.pastActions()...), s.c.walkActions()...)
	}
	out = append(out, act("f7", "F7", text.T{En: "Check again", Ko: "다시 확인"}, runStep{r.info.ID}))
	out = append(out, s.labActions()...)
	out = append(out, s.c.consoleActions()...)
	return append(out, s.c.walkActions()...)
}

// onRow is what can be done with the row under the hand, live or in a bundle.
func (s *verifyScreen) onRow(r *record) []action {
	rows := s.rows()
	enter := func(label text.T, do any) []action { return []action{act("enter", "Enter", label, do)} }
	switch row := rows[s.hand(rows)]; {
	case s.whole(rows):
		return s.repairs(row.check)
	case row.check != nil || row.group != "": // one label, or the bar would be drawn anew with every arrow
		return enter(text.T{En: "Show or hide", Ko: "보기/접기"}, handled{})
	case s.worst(rows) > 0:
		return enter(text.T{En: "To what failed", Ko: "실패한 항목으로"}, handled{})
	case !s.c.past() && r.complete() && s.c.onward() >= 0:
		return enter(text.T{En: "Next step", Ko: "다음 단계"}, goStep{s.c.onward()})
	}
	return nil
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
