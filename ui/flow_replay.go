package ui

import (
	"strings"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
	"agentcore-workshop/ui/widget"
)

// replay is the picture of a step's flows with all the room there is: while the step runs it follows what happens, and afterwards it
// is walked hop by hop, each with its request and its answer.
type replay struct {
	at   int
	kept bool
	top  int
}

// begin opens the picture: at the first hop of what has happened, or where it happens now.
func (v *replay) begin(r *record) { *v = replay{kept: r.phase() != running} }

// hand is the hop under the hand: the latest until the person moves.
func (v *replay) hand(r *record) int {
	if !v.kept {
		return len(r.hops) - 1
	}
	return max(0, min(v.at, len(r.hops)-1))
}

// key walks. It reports whether the key meant something here.
func (v *replay) key(r *record, name string) bool {
	by := map[string]int{"up": -1, "down": 1, "enter": 1, "home": -len(r.hops), "end": len(r.hops)}[name]
	switch {
	case by != 0:
		v.at, v.kept, v.top = max(0, min(len(r.hops)-1, v.hand(r)+by)), true, 0
	case name == "pgdown":
		v.top += 5
	case name == "pgup":
		v.top = max(0, v.top-5)
	default:
		return false
	}
	return true
}

// actions are what can be pressed while the flow is walked.
func (v *replay) actions(running bool) []action {
	out := []action{act("down", "↑↓", text.T{En: "Hop by hop", Ko: "한 단계씩"}, pressed{"down"}), act("home", "Home", text.T{En: "From the start", Ko: "처음부터"}, pressed{"home"}),
		act("pgdown", "PgDn", text.T{En: "Scroll", Ko: "내리기"}, pressed{"pgdown"})}
	if running {
		out = append([]action{act("f8", "F8", labelStop, stopRun{})}, out...)
	}
	return out
}

// next is the sentence that says how to walk.
func (v *replay) next(r *record) text.Msg {
	switch hand := v.hand(r); {
	case r.phase() == running && !v.kept:
		return text.T{En: "Each arrow lights as it happens. ↑↓ look at an earlier one.", Ko: "화살표는 실제로 일어나는 대로 켜집니다. ↑↓로 앞의 것을 볼 수 있습니다."}.With()
	case hand == len(r.hops)-1:
		return text.T{En: "That was the last one. Home begins again, Esc goes back to the step.", Ko: "마지막입니다. Home으로 처음부터 다시 보고, Esc로 단계로 돌아갑니다."}.With()
	}
	return text.T{En: "↓ or Enter: the next arrow, ↑ the one before. PgDn scrolls request and answer. Esc: back.", Ko: "↓ 또는 Enter로 다음 화살표, ↑로 이전 화살표를 봅니다. PgDn은 요청과 응답을 내리고 Esc는 돌아갑니다."}.With()
}

// detailLeast is how many lines a hop's request and answer keep when room is short.
const detailLeast = 8

func (v *replay) view(p *widget.Pen, r *record, width, height int) []string {
	hand := v.hand(r)
	f, from := drawnFlow(p, r, hand)
	h := r.hops[hand]
	title := p.Say(text.T{En: "%s: hop %d of %d", Ko: "%s: %d/%d"}.With(flowTitle(p, h.Flow), hand-from+1, len(f.Messages)))
	if from > 0 || from+len(f.Messages) < len(r.hops) {
		title += sprintf(" (%d/%d)", hand+1, len(r.hops))
	}
	lines := []string{widget.Heading(p, "3", title, p.T(text.T{En: "Esc: all answers", Ko: "Esc: 전체 보기"}), width)}
	f.Rows, f.Dense = max(4, height-1-detailLeast), true
	lines = append(lines, widget.Lanes(p, f, width)...)
	lines = append(lines, widget.Heading(p, "", partyName(p, h.From)+" → "+partyName(p, h.To), wireLine(p, h), width))
	lines = append(lines, widget.Head(p, p.Wrap(p.Theme.Strong, p.Say(h.Title), width), width, 2, "")...)
	detail := hopDetail(p, h, width)
	if r.told {
		detail = p.Wrap(p.Theme.Dim, p.T(pastHop()), width)
	}
	room := max(1, height-len(lines))
	v.top = max(0, min(v.top, len(detail)-room))
	return append(lines, widget.Head(p, detail[v.top:], width, room, "PgDn")...)
}

// flowTitle is a flow's name in words.
func flowTitle(p *widget.Pen, name string) text.Msg {
	titles := map[string]text.T{
		"3lo": {En: "A user's consent", Ko: "사용자의 동의"}, "3lo-lessons": {En: "What else was tried", Ko: "추가로 시도한 것"},
		"confluence": {En: "The same at Atlassian", Ko: "Atlassian에서 같은 흐름"}, "binding": {En: "A's address leaks to B", Ko: "A의 주소가 B에게 유출"},
		"binding-owner": {En: "A's own browser", Ko: "A 자신의 브라우저"}, "binding-off": {En: "The leak without binding", Ko: "바인딩이 없을 때의 유출"},
		"isolation": {En: "Two users, and who tries what", Ko: "두 사용자와 여러 시도"}, "tools": {En: "Through both gateways", Ko: "두 Gateway를 거치는 호출"},
		"inbound": {En: "The agent is called", Ko: "에이전트 호출"}, "user-propagation": {En: "One token, three doors", Ko: "토큰 하나로 세 곳을 통과"}, "machine": {En: "The machine pattern", Ko: "machine 패턴"},
		"crossed-keys": {En: "Crossed keys", Ko: "바꿔 쓴 열쇠"}, "agent-consent": {En: "The agent asks for consent", Ko: "에이전트의 동의 요청"}, "refusals": {En: "Every token at every door", Ko: "모든 토큰을 모든 입구에"},
		"authorization_code": {En: "Sign-in", Ko: "로그인"},
		"client_credentials": {En: "Client credentials", Ko: "Client Credentials"}, "m2m": {En: "Through AgentCore", Ko: "AgentCore를 거쳐"},
	}
	if title, known := titles[name]; known {
		return title.With()
	}
	return text.Plain(p.Line(name))
}

// wireLine is a hop's request and status in a line.
func wireLine(p *widget.Pen, h flow.Hop) string {
	line := requestLine(p, h)
	if h.Status != 0 {
		line += sprintf(" → %d", h.Status)
	}
	return line
}

// hopDetail is what went over the wire, side by side where there is room.
func hopDetail(p *widget.Pen, h flow.Hop, width int) []string {
	request, answer := h.Request, h.Answer
	if answer == "" {
		answer = unseen(p, h)
	}
	if request == "" {
		request, answer = answer, ""
	}
	left := append([]string{p.Theme.Heading.Render(p.T(text.T{En: "Request", Ko: "요청"}))}, bodyLines(p, request, columnOf(width))...)
	right := append([]string{p.Theme.Heading.Render(p.T(text.T{En: "Answer", Ko: "응답"}))}, bodyLines(p, answer, columnOf(width))...)
	if columnOf(width) == width {
		return append(append(left, ""), right...)
	}
	n := max(len(left), len(right))
	return widget.Beside(widget.Fit(left, columnOf(width), n), widget.Fit(right, columnOf(width), n), p.Theme.Dim.Render("│")+" ")
}

// columnOf is the width of a request where the answer stands beside it.
func columnOf(width int) int {
	if width < 70 {
		return width
	}
	return (width - 2) / 2
}

// unseen says why there is no answer to show.
func unseen(p *widget.Pen, h flow.Hop) string {
	switch {
	case h.From == "agentcore":
		return p.T(text.T{En: "(inside AWS: not seen from here)", Ko: "(AWS 내부: 여기서는 보이지 않음)"})
	case laneOf(h.To) == laneBrowser:
		return p.T(text.T{En: "(the address goes to the browser: nothing is answered)", Ko: "(브라우저에 주소를 건넬 뿐 응답은 없음)"})
	case laneOf(h.From) == laneBrowser && h.Request == "":
		return p.T(text.T{En: "(in your own browser: not seen from here)", Ko: "(내 브라우저 안의 일: 여기서는 보이지 않음)"})
	}
	return ""
}

// bodyLines are a masked body, indented where it is JSON.
func bodyLines(p *widget.Pen, body string, width int) []string {
	body = strings.TrimSpace(p.Text(pretty(body)))
	if body == "" {
		body = p.T(text.T{En: "(empty)", Ko: "(비어 있음)"})
	}
	var lines []string
	for _, line := range strings.Split(body, "\n") {
		for _, part := range hardWrap(line, width) {
			lines = append(lines, p.Theme.Plain.Render(part))
		}
	}
	return lines
}
