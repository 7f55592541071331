package ui

import (
	"strings"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
	"agentcore-workshop/ui/widget"
)

// The lanes of a flow from left to right: who asks stands left of whom is asked.
const (
	laneBrowser = iota
	laneProgram
	laneAgentCore
	laneIdentity
	laneResource
	laneOther
)

// laneOf is the lane that a party belongs to. Our agent and our application are one program.
func laneOf(party string) int {
	switch party {
	case "browser", "browser of B":
		return laneBrowser
	case "program", "agent", "app", "A's agent", "attacker", "curl":
		return laneProgram
	case "agentcore":
		return laneAgentCore
	case "cognito", "atlassian":
		return laneIdentity
	case "userinfo", "confluence", "tool":
		return laneResource
	}
	return laneOther
}

// partyName is what a party is called on a screen.
func partyName(p *widget.Pen, party string) string {
	names := map[string]text.T{
		"browser": {En: "browser", Ko: "브라우저"}, "browser of B": {En: "B's browser", Ko: "B 브라우저"},
		"program": {En: "program", Ko: "프로그램"}, "agent": {En: "agent", Ko: "에이전트"}, "app": {En: "our app", Ko: "우리 앱"},
		"A's agent": {En: "A's agent", Ko: "A 에이전트"}, "attacker": {En: "attacker", Ko: "공격자"}, "tool": {En: "tool", Ko: "도구"},
		"agentcore": {En: "AgentCore", Ko: "AgentCore"}, "cognito": {En: "Cognito", Ko: "Cognito"}, "atlassian": {En: "Atlassian", Ko: "Atlassian"},
		"runtime": {En: "Runtime", Ko: "Runtime"}, "hosted agent": {En: "its agent", Ko: "그 에이전트"}, "called tool": {En: "tool", Ko: "도구"},
		"gateway": {En: "Gateway", Ko: "Gateway"}, "gateway/machine": {En: "Gateway M2M", Ko: "Gateway M2M"}, "gateway/user": {En: "Gateway user", Ko: "Gateway 사용자"},
		"userinfo": {En: "userInfo", Ko: "userInfo"}, "confluence": {En: "Confluence", Ko: "Confluence"},
	}
	if name, known := names[party]; known {
		return p.T(name)
	}
	return p.Line(party)
}

// drawn is the flow that a step's hop belongs to, as it is drawn: hand is the hop's place among all of the step's, -1 being the last
// one without a mark. from is the place of the flow's first hop.
func drawnFlow(p *widget.Pen, r *record, hand int) (f widget.Flow, from int) {
	at := hand
	if at < 0 {
		at = len(r.hops) - 1
	}
	from, to := at, at
	for from > 0 && r.hops[from-1].Flow == r.hops[at].Flow {
		from--
	}
	for to < len(r.hops) && (at < 0 || r.hops[to].Flow == r.hops[at].Flow) {
		to++
	}
	if at < 0 {
		from, to = 0, 0
	}
	hops := r.hops[from:to]
	names := laneNames(p, r.info.Lanes, hops)
	f.Hand = -1
	if hand >= 0 {
		f.Hand = hand - from
	}
	for lane := range laneOther {
		if name, has := names[lane]; has {
			f.Lanes = append(f.Lanes, name)
		}
	}
	for _, h := range hops {
		f.Messages = append(f.Messages, widget.Message{From: laneName(p, names, h.From), To: laneName(p, names, h.To),
			Title: p.Line(p.Say(h.Title)), Request: requestLine(p, h), Status: h.Status})
	}
	return f, from
}

// livePicture is the flow of the step that runs, as far as it has come; nothing before its first hop.
func (m *root) livePicture(p *widget.Pen, width, rows int) []string {
	if m.course == nil {
		return nil
	}
	r := m.busyStep()
	if r == nil || len(r.hops) == 0 {
		return nil
	}
	f, _ := drawnFlow(p, r, len(r.hops)-1)
	f.Rows, f.Dense = rows, true
	return widget.Lanes(p, f, width)
}

// laneNames names the lanes that a step has and those that a flow needs. A lane of one party has that party's name.
func laneNames(p *widget.Pen, has []string, hops []flow.Hop) map[int]string {
	names := map[int]string{}
	for _, party := range has {
		names[laneOf(party)] = partyName(p, party)
	}
	only := map[int]string{}
	for _, h := range hops {
		for _, party := range []string{h.From, h.To} {
			lane := laneOf(party)
			if before, seen := only[lane]; seen && before != party && lane == laneProgram {
				party = "program"
			}
			only[lane] = party
		}
	}
	for lane, party := range only {
		if _, given := names[lane]; !given || lane != laneProgram {
			names[lane] = partyName(p, party)
		}
	}
	delete(names, laneOther)
	return names
}

func laneName(p *widget.Pen, names map[int]string, party string) string {
	if name, known := names[laneOf(party)]; known {
		return name
	}
	return partyName(p, party)
}

// requestLine is a hop's request in a few words.
func requestLine(p *widget.Pen, h flow.Hop) string {
	return p.Line(strings.TrimSpace(h.Method + " " + pathOf(h.URL)))
}
