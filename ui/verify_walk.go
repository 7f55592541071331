package ui

import (
	"slices"

	"agentcore-workshop/steps/flow"
)

// The checklist's rows, and the hand that walks them.

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
