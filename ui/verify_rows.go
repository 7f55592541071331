package ui

import (
	"maps"
	"slices"

	"charm.land/lipgloss/v2"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
	"agentcore-workshop/ui/widget"
)

// head is the first answers in a line each, then how it stands: why, what happens, and the summary.
func (s *verifyScreen) head(p *widget.Pen, r *record, width int) []string {
	line := func(key string, title text.T, words string) string {
		head := p.Theme.Key.Render(key) + " " + p.Theme.Heading.Render(p.T(title)) + ": "
		return head + p.Theme.Plain.Render(text.Cut(words, max(1, width-text.Width(head))))
	}
	return []string{
		line("1", text.T{En: "Why", Ko: "왜 하나요"}, p.Line(p.T(r.info.Why))),
		line("2", text.T{En: "What happens", Ko: "무엇을 하나요"}, p.Say(text.T{En: "%d checks that change nothing", Ko: "아무것도 바꾸지 않는 점검 %d개"}.With(len(s.order(r))))),
		line("3", text.T{En: "Now", Ko: "지금"}, r.headlineWords(p, s)),
		p.Theme.Key.Render("4") + " " + p.Theme.Heading.Render(p.T(text.T{En: "Result", Ko: "결과"})) + ": " + summary(p, r.checks, width-10),
	}
}

func (r *record) headlineWords(p *widget.Pen, s *verifyScreen) string {
	if r.busy {
		return p.Say(text.T{En: "● checking · %d of %d", Ko: "● 점검 중 · %d / %d"}.With(len(r.checks), len(s.order(r))))
	}
	return p.Say(text.T{En: "finished in %s · %s", Ko: "%s 걸림 · %s"}.With(widget.Span(p.Lang, r.ended.Sub(r.started)), callCount(len(r.calls))))
}

// list draws the rows around the hand.
func (s *verifyScreen) list(p *widget.Pen, rows []row, at, width, height int) []string {
	lines := make([]string, len(rows))
	for i, row := range rows {
		lines[i] = s.row(p, row, i == at, width)
	}
	if len(lines) <= height {
		return lines
	}
	top := max(0, min(at-height/2, len(lines)-height))
	shown := append([]string{}, lines[top:top+height]...)
	if left := len(lines) - top - height; left > 0 && height > 1 && at != top+height-1 {
		shown[height-1] = p.Theme.Dim.Render(p.Say(text.T{En: "  ↓ %d more lines", Ko: "  ↓ 아래에 %d줄 더"}.With(left + 1)))
	}
	return shown
}

func (s *verifyScreen) row(p *widget.Pen, r row, hand bool, width int) string {
	mark, ink := "  ", p.Theme.Plain
	if hand {
		mark, ink = p.Theme.Selected.Render("▸")+" ", p.Theme.Selected
	}
	results := s.c.here().checks
	switch {
	case r.check != nil:
		glyph, colour := mark0(p, r.check.Verdict.Status)
		more := ""
		if n := len(s.explains(r.check.Check.ID)); n > 0 {
			more = sprintf(" (+%d)", n)
		}
		return mark + "  " + colour.Render(glyph) + " " + ink.Render(text.Cut(p.T(r.check.Check.Title), width-6-len(more))) + p.Theme.Dim.Render(more)
	case r.group != "":
		return mark + s.group(p, r.group, results, ink, width-2)
	}
	return mark + s.line(p, "=", p.T(text.T{En: "All checks", Ko: "전체 점검"}), results, ink, width-2)
}

// group is a group's header: its name, its counts in glyphs and numbers, and whether it is folded.
func (s *verifyScreen) group(p *widget.Pen, name string, results []flow.CheckResult, ink lipgloss.Style, width int) string {
	var mine []flow.CheckResult
	for _, r := range results {
		if r.Check.Group == name {
			mine = append(mine, r)
		}
	}
	sign := "+"
	if s.unfolded(name) {
		sign = "-"
	}
	return s.line(p, sign, p.T(groupName(name)), mine, ink, width)
}

// groupName is a group of the checklist in words. Ids of groups that are not known here stand for themselves.
func groupName(id string) text.T {
	name, known := map[string]text.T{
		"place": {En: "Account and region", Ko: "계정과 리전"}, "stack": {En: "Stack", Ko: "스택"}, "pool": {En: "User pool", Ko: "User Pool"},
		"clients": {En: "App clients", Ko: "앱 클라이언트"}, "domain": {En: "Domain and discovery", Ko: "도메인과 Discovery"},
		"parameters": {En: "SSM parameters", Ko: "SSM 파라미터"}, "role": {En: "Execution role", Ko: "실행 역할"},
		"user": {En: "Test user", Ko: "테스트 사용자"}, "provider": {En: "Credential provider", Ko: "자격 증명 Provider"},
		"tokens": {En: "Tokens", Ko: "토큰"}, "token": {En: "Tokens", Ko: "토큰"},
		"consent": {En: "Consent and vault", Ko: "동의와 Token Vault"}, "gateway": {En: "Gateways", Ko: "Gateway"}, "runtime": {En: "Runtime", Ko: "Runtime"},
	}[id]
	if !known {
		return text.T{En: id, Ko: id}
	}
	return name
}

// line is a name with the counts of its results at the right.
func (s *verifyScreen) line(p *widget.Pen, sign, name string, results []flow.CheckResult, ink lipgloss.Style, width int) string {
	counts := tally(p, results)
	if len(results) == 0 {
		counts = p.Theme.Dim.Render("…")
	}
	room := max(1, width-text.Width(counts)-4)
	return sign + " " + widget.FitLine(ink.Render(text.Cut(name, room)), room) + " " + counts
}

// tally is how results came out, in glyphs and numbers; what is zero is left out.
func tally(p *widget.Pen, results []flow.CheckResult) string {
	passed, warned, failed, skipped := count(results)
	out := ""
	for _, part := range []struct {
		n      int
		status flow.CheckStatus
	}{{failed, flow.Fail}, {warned, flow.Warn}, {skipped, flow.Skip}, {passed, flow.Pass}} {
		if part.n > 0 {
			glyph, ink := mark0(p, part.status)
			out += ink.Render(sprintf("%s%d", glyph, part.n)) + " "
		}
	}
	return out
}

// summary is the result in words; what is zero is left out, but for what passed.
func summary(p *widget.Pen, results []flow.CheckResult, width int) string {
	passed, warned, failed, skipped := count(results)
	words := p.Say(text.T{En: "✓ %d passed", Ko: "✓ 통과 %d"}.With(passed))
	for _, part := range []struct {
		n    int
		word text.T
	}{
		{warned, text.T{En: "! %d warned", Ko: "! 경고 %d"}}, {failed, text.T{En: "✗ %d failed", Ko: "✗ 실패 %d"}},
		{skipped, text.T{En: "– %d skipped", Ko: "– 건너뜀 %d"}},
	} {
		if part.n > 0 {
			words = joinDot(words, p.Say(part.word.With(part.n)))
		}
	}
	ink := p.Theme.Good
	if failed > 0 {
		ink = p.Theme.Bad
	}
	if text.Width(words) > width {
		return tally(p, results)
	}
	return ink.Render(words)
}

// mark0 is the glyph and the colour of a result.
func mark0(p *widget.Pen, status flow.CheckStatus) (string, lipgloss.Style) {
	switch status {
	case flow.Pass:
		return "✓", p.Theme.Good
	case flow.Warn:
		return "!", p.Theme.Warn
	case flow.Fail:
		return "✗", p.Theme.Bad
	}
	return "–", p.Theme.Dim
}

// side is what stands beside the list about the row under the hand.
func (s *verifyScreen) side(p *widget.Pen, r row, width, height int) []string {
	if r.check != nil {
		return s.detail(p, r.check, width)
	}
	say := text.T{En: "+ is folded, - is open: Enter here turns it.", Ko: "+는 접힌 그룹, -는 펼친 그룹입니다. 여기에서 Enter로 바꿉니다."}
	if r.group == "" {
		say = text.T{En: "All groups. + is folded, - is open: Enter on a group turns it.", Ko: "모든 그룹입니다. +는 접힌 그룹, -는 펼친 그룹이며 그룹에서 Enter로 바꿉니다."}
	}
	return p.Wrap(p.Theme.Dim, p.T(say), width)
}

// detail is everything about a check: what was found, the proof, why it matters, and the repair.
func (s *verifyScreen) detail(p *widget.Pen, r *flow.CheckResult, width int) []string {
	glyph, ink := mark0(p, r.Verdict.Status)
	lines := p.Wrap(ink, glyph+" "+p.T(r.Check.Title), width)
	lines = append(lines, p.Wrap(p.Theme.Plain, p.Say(r.Verdict.Summary), width)...)
	lines = append(lines, p.Wrap(p.Theme.Plain, p.Say(r.Verdict.Detail), width)...)
	if fix := r.Check.Fix; fix != nil && r.Verdict.Status != flow.Pass {
		lines = append(lines, p.Wrap(p.Theme.Strong, p.T(text.T{En: "Fix: ", Ko: "해결: "})+p.T(fix.Title)+p.T(undoWords(fix.Undo)), width)...)
	}
	if r.Check.Fix == nil && r.Verdict.Status != flow.Pass && !r.Check.NoFix.Empty() {
		lines = append(lines, p.Wrap(p.Theme.Strong, p.T(text.T{En: "No repair from here: ", Ko: "여기서 고칠 수 없는 이유: "})+p.T(r.Check.NoFix), width)...)
	}
	if r.Verdict.Cause != "" {
		lines = append(lines, p.Wrap(p.Theme.Warn, p.Say(text.T{En: "Explained by: %s", Ko: "먼저 볼 점검: %s"}.With(s.title(r.Verdict.Cause))), width)...)
	}
	if why := p.T(r.Check.Why); why != "" {
		lines = append(lines, p.Wrap(p.Theme.Plain, p.T(text.T{En: "Why it matters: ", Ko: "왜 중요한가: "})+why, width)...)
	}
	for _, name := range slices.Sorted(maps.Keys(r.Verdict.Evidence)) {
		if name == "found" { // the summary once more
			continue
		}
		value := p.Line(r.Verdict.Evidence[name])
		if value == "" {
			value = "–"
		}
		lines = append(lines, p.Wrap(p.Theme.Dim, p.Line(p.T(flow.EvidenceName(name)))+": "+value, width)...)
	}
	lines = append(lines, p.Theme.Dim.Render(text.Cut(r.Check.ID, width)))
	if r.Check.Docs != "" {
		lines = append(lines, linkLines(p, r.Check.Docs, width)...)
	}
	if others := s.explains(r.Check.ID); len(others) > 0 {
		lines = append(lines, p.Wrap(p.Theme.Warn, p.Say(text.T{En: "It explains what is folded here (%d): %s", Ko: "이것 때문에 접어 둔 점검(%d개): %s"}.With(len(others), others)), width)...)
	}
	return lines
}

// title is the name of a check, for people.
func (s *verifyScreen) title(id string) any {
	for _, c := range s.c.session.Checks {
		if c.ID == id {
			return c.Title
		}
	}
	return id
}

func undoWords(kind flow.UndoKind) text.T {
	if kind == flow.UndoExact {
		return text.T{En: " (can be taken back)", Ko: " (되돌릴 수 있음)"}
	}
	return text.T{En: " (cannot be taken back)", Ko: " (되돌릴 수 없음)"}
}

// linkLines is an address wrapped to a width; every line of it is the whole link where the terminal follows links.
func linkLines(p *widget.Pen, url string, width int) []string {
	bare := widget.Pen{} // the target of a link is not seen, and must work where ids are masked
	link := p.Theme.Link.Hyperlink(bare.Line(url))
	var lines []string
	for _, line := range hardWrap(p.Line(url), width) {
		lines = append(lines, link.Render(line))
	}
	return lines
}
