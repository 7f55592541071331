package ui

import (
	"strings"
	"time"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
	"agentcore-workshop/ui/widget"
)

// why is the first answer: the picture where there is one and room for it, then two sentences that a beginner understands.
func (s *stepScreen) why(p *widget.Pen, r *record, width, height int) section {
	sec := section{key: "1", title: p.T(text.T{En: "Why", Ko: "왜 하나요"})}
	drawn := picture(p, r.info)
	switch {
	case len(drawn) == 0:
	case r.phase() == idle && fits(drawn, height):
		sec.lines = drawn
	default:
		sec.note = p.T(text.T{En: "(1 shows the picture)", Ko: "(1: 그림 보기)"})
	}
	sec.lines = append(sec.lines, p.Wrap(p.Theme.Plain, p.T(r.info.Why), width)...)
	return sec
}

// whyWhole is the same with all there is: the picture, the sentences, and the words that are new here.
func whyWhole(p *widget.Pen, r *record, width int) []string {
	lines := picture(p, r.info)
	if len(lines) > 0 {
		lines = append(lines, "")
	}
	lines = append(lines, p.Wrap(p.Theme.Plain, p.T(r.info.Why), width)...)
	return append(lines, termLines(p, r.info, width)...)
}

// picture is a step's drawing; its lines are its own.
func picture(p *widget.Pen, info flow.Info) []string {
	drawing := strings.Trim(p.T(info.Picture), "\n")
	if drawing == "" {
		return nil
	}
	lines := strings.Split(drawing, "\n")
	for i, line := range lines {
		lines[i] = p.Theme.Busy.Render(line)
	}
	return lines
}

// fits reports whether a picture has room beside a line of each other answer.
func fits(drawn []string, height int) bool { return len(drawn)+1 <= height-4-3 }

func termLines(p *widget.Pen, info flow.Info, width int) []string {
	var lines []string
	for _, term := range info.Terms {
		lines = append(lines, "", p.Theme.Strong.Render(p.Line(term.Word)))
		lines = append(lines, widget.Indent("  ", p.Wrap(p.Theme.Plain, p.T(term.Meaning), width-2))...)
	}
	return lines
}

// plan is the second answer: each call, what stays, what it costs.
func (s *stepScreen) plan(p *widget.Pen, r *record, width int) section {
	sec := section{key: "2", title: p.T(text.T{En: "What happens", Ko: "무엇을 하나요"}), note: p.Say(r.cost(p.Lang, s.c.session.Place.Mode == flow.Sandbox))}
	for _, plan := range r.info.Will {
		glyph := "· "
		if plan.Creates {
			glyph = p.Theme.Strong.Render("+") + " "
		}
		line := p.T(plan.Does)
		if !plan.Billed.Empty() {
			line += " — " + p.T(plan.Billed)
		}
		room := width - 2
		call := p.Line(plan.Call)
		if text.Width(line)+text.Width(call)+2 <= room {
			sec.lines = append(sec.lines, glyph+line+"  "+p.Theme.Dim.Render(call))
			continue
		}
		wrapped := p.Wrap(p.Theme.Plain, line, room)
		for i := range wrapped {
			if i > 0 {
				glyph = "  "
			}
			wrapped[i] = glyph + wrapped[i]
		}
		sec.lines = append(append(sec.lines, wrapped...), "    "+p.Theme.Dim.Render(text.Cut(call, max(1, room-2))))
	}
	if r.info.Original != "" {
		original := p.T(text.T{En: "By hand, on the workshop page: ", Ko: "워크숍 페이지의 명령: "}) + p.Line(r.info.Original)
		sec.lines = append(sec.lines, p.Theme.Dim.Render(text.Cut(original, width)))
	}
	return sec
}

// cost says in a few words whether anything stays and whether it is billed; in practice, what AWS would bill and take.
func (r *record) cost(l text.Lang, practice bool) text.Msg {
	creates, billed := 0, false
	for _, plan := range r.info.Will {
		if plan.Creates {
			creates++
		}
		billed = billed || !plan.Billed.Empty()
	}
	stays := text.T{En: "keeps nothing", Ko: "남는 것 없음"}
	if creates > 0 {
		stays = text.T{En: "+ stays", Ko: "+는 남음"}
	}
	money := text.T{En: "not billed", Ko: "과금 없음"}
	if billed {
		money = text.T{En: "partly billed", Ko: "일부 과금"}
	}
	takes := ""
	if r.info.Typical > 0 {
		takes = widget.About(l, r.info.Typical)
	}
	switch {
	case practice && takes != "":
		return text.T{En: "(on AWS %s, %s · %s)", Ko: "(AWS에서는 %s, %s · %s)"}.With(money, takes, stays)
	case practice && billed:
		return text.T{En: "(on AWS %s · %s)", Ko: "(AWS에서는 %s · %s)"}.With(money, stays)
	case takes != "":
		return text.T{En: "(%s · %s · %s)", Ko: "(%s · %s · %s)"}.With(money, stays, takes)
	}
	return text.T{En: "(%s · %s)", Ko: "(%s · %s)"}.With(money, stays)
}

// happening is the third answer: the state as it is now, and while the step runs everything that moves.
func (s *stepScreen) happening(p *widget.Pen, r *record, width, rows int) section {
	sec := section{key: "3", title: p.T(text.T{En: "Now", Ko: "지금"})}
	sec.lines = append(sec.lines, r.headline(p, s.c.now(), width)...)
	for _, d := range r.differences {
		if r.phase() == idle {
			line := p.Say(text.T{En: "%s is %s, should be %s", Ko: "%s: 현재 %s, 올바른 값 %s"}.With(d.Field, quoted(d.Is), quoted(d.Want)))
			sec.lines = append(sec.lines, widget.Indent("  ", p.Wrap(p.Theme.Warn, line, width-2))...)
		}
	}
	if cause := firstCause(r.nodes); cause != nil {
		words := p.Say(text.T{En: "First cause: %s — %s", Ko: "최초 원인: %s — %s"}.With(cause.ID, cause.Reason))
		sec.lines = append(sec.lines, p.Wrap(p.Theme.Bad, words, width)...)
	}
	sec.lines = append(sec.lines, widget.Tree(p, r.nodes, s.c.now(), width)...)
	if len(r.hops) > 0 || r.busy && len(r.info.Lanes) > 0 {
		hand := -1
		if r.busy {
			hand = len(r.hops) - 1 // what happens now
		}
		if rows > 0 {
			drawn, _ := drawnFlow(p, r, hand)
			drawn.Rows = rows
			sec.lines = append(sec.lines, widget.Lanes(p, drawn, width)...)
		}
		if !r.busy {
			sec.note = p.Say(text.T{En: "(3: the flow, step by step: %d)", Ko: "(3: 흐름을 한 단계씩, %d단계)"}.With(len(r.hops)))
		}
	}
	if r.busy || s.zoom == 3 {
		sec.lines = append(sec.lines, recent(p, r.calls, width, s.zoom == 3)...)
	}
	return sec
}

func quoted(s string) string {
	if s == "" {
		return "—"
	}
	return s
}

// headline is the state in a line: what it is, for how long, and what was heard last.
func (r *record) headline(p *widget.Pen, now time.Time, width int) []string {
	ink := r.stop().Ink(p.Theme)
	line := r.stop().Glyph() + " " + r.stop().Word(p)
	switch r.phase() {
	case running:
		line += " · " + widget.Ticks(p.Lang, now.Sub(r.started))
		if r.info.Typical > 0 {
			line += " " + p.Say(text.T{En: "(on AWS %s)", Ko: "(AWS에서는 %s)"}.With(widget.About(p.Lang, r.info.Typical)))
		}
		if r.total > 0 {
			line += sprintf(" · %d/%d", r.done, r.total)
		}
	case finished, broken:
		line += " · " + widget.Span(p.Lang, r.ended.Sub(r.started)) + " · " + p.Say(callCount(len(r.calls)))
	}
	lines := []string{ink.Render(text.Cut(line, width))}
	switch {
	case r.lookErr != nil && r.phase() == idle:
		lines = append(lines, failureLines(p, r.lookErr, width)...)
	case r.info.Ephemeral && r.outcome != "" && r.state != flow.Present:
		// What the step got, or why it did not, stands below; that nothing of it is kept elsewhere is not news.
	case !r.summary.Empty() && !r.busy:
		lines = append(lines, p.Wrap(p.Theme.Plain, p.Say(r.summary), width)...)
	}
	return lines
}

// firstCause is the resource that failed first by itself, not because others did.
func firstCause(nodes []widget.Node) *widget.Node {
	var first *widget.Node
	for i, n := range nodes {
		if !strings.HasSuffix(n.Status, "_FAILED") || n.Reason == "" || strings.Contains(n.Reason, "cancelled") {
			continue
		}
		if first == nil || n.Until.Before(first.Until) {
			first = &nodes[i]
		}
	}
	return first
}
