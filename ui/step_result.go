package ui

import (
	"fmt"
	"strings"
	"time"

	"charm.land/lipgloss/v2"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
	"agentcore-workshop/ui/widget"
)

func sprintf(format string, args ...any) string { return fmt.Sprintf(format, args...) }

// result is the fourth answer: what just happened. A failure stands first, then warnings, then facts to copy.
func (s *stepScreen) result(p *widget.Pen, r *record, width int) section {
	sec := section{key: "4", title: p.T(text.T{En: "What just happened", Ko: "방금 무슨 일이 있었나요"})}
	switch {
	case r.cancelled():
		sec.lines = p.Wrap(p.Theme.Plain, "· "+p.T(text.T{En: "You cancelled. Enter tries again.", Ko: "취소했습니다. Enter로 다시 시도합니다."}), width)
		sec.lines = append(sec.lines, p.Wrap(p.Theme.Dim, p.Say(r.failure.Message), width)...)
	case r.stopped():
		sec.lines = p.Wrap(p.Theme.Plain, "· "+p.T(text.T{
			En: "You stopped this step. What had begun in the cloud goes on there; Enter looks at what is there and goes on from it.",
			Ko: "이 단계를 중단했습니다. 클라우드에서 이미 시작된 작업은 계속됩니다. Enter를 누르면 상태를 확인하고 이어서 진행합니다."}), width)
	case r.failing() != nil:
		sec.lines = checkLines(p, r.failing(), width)
	case r.failure != nil && r.phase() == broken:
		sec.lines = failureLines(p, r.failure, width)
		if r.failure.Code != "" {
			code := joinDot(r.failure.Code, r.failure.RequestID)
			sec.lines = append(sec.lines, p.Theme.Dim.Render(text.Cut(joinDot(code, p.Line(r.failure.Docs)), width)))
		}
	}
	for _, n := range r.notes {
		ink, glyph := noteLook(p, n.Level)
		sec.lines = append(sec.lines, p.Wrap(ink, glyph+p.Say(n.Message), width)...)
	}
	if len(r.facts) > 0 {
		cards, at := widget.Cards(p, s.cards(p, r), s.fact, s.zoom == 4, width)
		if s.zoom == 4 {
			s.top = max(0, min(s.top, len(sec.lines)+at))
			if at+len(sec.lines) > s.top+12 {
				s.top = at + len(sec.lines) - 12
			}
		}
		sec.focus = len(sec.lines) + at
		if s.fact == 0 && s.zoom == 0 {
			sec.focus = 0 // a failure or a warning above the first card is not scrolled away
		}
		sec.lines = append(sec.lines, cards...)
		sec.note = p.T(text.T{En: "(↑↓ and c copy)", Ko: "(↑↓로 고르고 c로 복사)"})
	}
	if len(sec.lines) == 0 {
		sec.lines = []string{p.Theme.Dim.Render(p.T(text.T{En: "Nothing yet.", Ko: "아직 없습니다."}))}
	}
	return sec
}

// failing is the check that explains why the step failed: the first one that failed and has no other as its cause; nil where
// the step failed for another reason.
func (r *record) failing() *flow.CheckResult {
	if r.failure == nil || r.phase() != broken || r.failure.Code != "ChecksFailed" {
		return nil
	}
	var first *flow.CheckResult
	for i := range r.checks {
		v := &r.checks[i].Verdict
		if v.Status == flow.Fail && (first == nil || first.Verdict.Cause != "" && v.Cause == "") {
			first = &r.checks[i]
		}
	}
	return first
}

// checkLines are a failed check as a failure is shown: what is wrong, why, and what to do.
func checkLines(p *widget.Pen, r *flow.CheckResult, width int) []string {
	said := p.T(r.Check.Title)
	if summary := p.Say(r.Verdict.Summary); summary != "" {
		said += ": " + summary
	}
	lines := p.Wrap(p.Theme.Bad, "✗ "+said, width)
	if why := p.Say(r.Verdict.Detail); why != "" {
		lines = append(lines, p.Wrap(p.Theme.Plain, p.T(text.T{En: "Why: ", Ko: "원인: "})+why, width)...)
	}
	if fix := r.Check.Fix; fix != nil {
		lines = append(lines, p.Wrap(p.Theme.Strong, p.T(text.T{En: "Do: ", Ko: "해결: "})+p.T(fix.Title), width)...)
	}
	return append(lines, p.Theme.Dim.Render(text.Cut(r.Check.ID, width)))
}

// noteLook is the colour and the glyph of a note.
func noteLook(p *widget.Pen, level flow.Level) (lipgloss.Style, string) {
	if level == flow.Warning {
		return p.Theme.Warn, "! "
	}
	return p.Theme.Plain, "· "
}

func (s *stepScreen) cards(p *widget.Pen, r *record) []widget.Card {
	cards := make([]widget.Card, len(r.facts))
	group := ""
	for i, f := range r.facts {
		label := p.T(f.Label)
		if label == "" {
			label = f.Key
		}
		cards[i] = widget.Card{Label: label, Value: p.Line(f.Shown(p.Lang)), Source: p.Say(f.Source)}
		if strings.HasSuffix(f.Key, ".signature") && f.Value == "verified" {
			cards[i].Value = p.T(text.T{En: "verified", Ko: "검증됨"}) // the value itself is never translated
		}
		if until, ok := expiry(f); ok {
			cards[i].Note = countdown(p, until.Sub(s.c.now()))
		}
		if g := groupOf(f.Key); g != group && g != "" {
			cards[i].Group = groupTitle(p, g)
			group = g
		}
	}
	return cards
}

// groupTitle is what stands above facts that belong together.
func groupTitle(p *widget.Pen, group string) string {
	titles := map[string]text.T{
		"lesson": {En: "What else was tried", Ko: "추가로 시도한 것"}, "trial": {En: "Every way to somebody else's token", Ko: "다른 사람의 토큰을 얻으려는 시도"},
		"threat": {En: "Threats, before and after", Ko: "위협: 이전과 이후"}, "compare": {En: "Do it yourself, or with AgentCore Identity", Ko: "직접 구현과 AgentCore Identity 비교"},
		"binding": {En: "The leaked address", Ko: "유출된 주소"}, "isolation": {En: "Two users", Ko: "두 사용자"}, "audit": {En: "CloudTrail", Ko: "CloudTrail"},
		"userinfo": {En: "The protected call", Ko: "보호된 API 호출"}, "confluence": {En: "Confluence", Ko: "Confluence"}, "apikey": {En: "The tool's API key", Ko: "도구의 API 키"},
		"tools": {En: "Both gateways' tools", Ko: "두 Gateway의 도구"}, "identity": {En: "Whom each of them sees", Ko: "각자가 본 사용자"},
		"refusal": {En: "Each token at all three doors", Ko: "토큰별 세 입구의 응답"},
	}
	if title, known := titles[group]; known {
		return p.T(title)
	}
	return p.Say(text.T{En: "Token (%s)", Ko: "토큰(%s)"}.With(group))
}

// groupOf is what a fact belongs to: the part of its key before a dot. Claims are "token name.claim".
func groupOf(key string) string {
	group, _, belongs := strings.Cut(key, ".")
	if !belongs {
		return ""
	}
	return group
}

// expiry is the time that a fact counts down to: facts whose key ends in expires_at.
func expiry(f flow.Fact) (time.Time, bool) {
	if !strings.HasSuffix(f.Key, "expires_at") {
		return time.Time{}, false
	}
	until, err := time.Parse(time.RFC3339, f.Value)
	return until, err == nil
}

func countdown(p *widget.Pen, left time.Duration) string {
	if left <= 0 {
		return p.T(text.T{En: "expired", Ko: "만료됨"})
	}
	return p.Say(text.T{En: "%s left", Ko: "%s 남음"}.With(widget.Ticks(p.Lang, left)))
}
