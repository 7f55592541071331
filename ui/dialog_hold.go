package ui

import (
	"strings"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
	"agentcore-workshop/ui/widget"
)

// holdDialog shows the request that waits at the gate. One key lets it pass.
type holdDialog struct {
	request *flow.Held
	// does is what the step says of this call, or nothing.
	does text.T
	top  int
}

// newHold finds what the step that runs says of the call that waits.
func newHold(request *flow.Held, r *record) *holdDialog {
	d := &holdDialog{request: request}
	if r == nil {
		return d
	}
	title := request.Title.In(text.English)
	_, operation, _ := strings.Cut(title, ":")
	for _, plan := range r.info.Will {
		_, planned, named := strings.Cut(plan.Call, ":")
		if plan.Call == title || named && operation == planned || pathOf(request.URL) != "/" && plan.Call == request.Method+" "+pathOf(request.URL) {
			d.does = plan.Does
			return d
		}
	}
	if looks(operation) {
		d.does = text.T{En: "Only looks; nothing changes.", Ko: "살펴보기만 하고 아무것도 바꾸지 않습니다."}
	}
	return d
}

func (d *holdDialog) Editing() bool { return false }
func (d *holdDialog) Paste(string)  {}

func (d *holdDialog) Key(k press) any {
	switch k.name {
	case "enter", "space", "right":
		return passHeld{}
	case "esc", "h":
		return toggleHold{}
	case "f8":
		return stopRun{}
	case "f10":
		return leave{}
	case "up", "pgup":
		d.top = max(0, d.top-1)
	case "down", "pgdown":
		d.top++
	}
	return handled{}
}

func (d *holdDialog) View(p *widget.Pen, width, height int) frame {
	head := []string{
		p.Theme.Warn.Render(p.T(text.T{En: "HELD before it is sent", Ko: "보내기 전에 멈췄습니다"})),
	}
	head = append(head, p.Wrap(p.Theme.Heading, p.Say(d.request.Title), width)...)
	foot := append([]string{""}, keyHelp(p, text.T{
		En: "Enter or Space sends it and holds the next one. Esc turns hold off. F8 stops the step.",
		Ko: "Enter나 Space로 보내고 다음 호출에서 다시 멈춥니다. Esc는 멈춤을 끄고, F8은 이 단계를 중단합니다.",
	}, width)...)
	head = append(head, p.Wrap(p.Theme.Plain, p.T(d.does), width)...)
	var body []string
	if target := strings.TrimSpace(d.request.Method + " " + plainAddress(d.request.URL)); target != "" {
		for _, line := range hardWrap(p.Line(target), width) {
			body = append(body, p.Theme.Dim.Render(line))
		}
	}
	body = append(body, "")
	for _, r := range requestRows(d.request) {
		name := p.Line(r.name) + " = "
		value := p.Line(strings.Join(strings.Fields(r.value), " "))
		body = append(body, p.Theme.Strong.Render(text.Cut(name, width))+p.Theme.Plain.Render(text.Cut(value, max(0, width-text.Width(name)))))
	}
	shown, top := widget.Scroll(p, body, d.top, max(2, height-len(head)-len(foot)))
	d.top = top
	return frame{lines: append(append(head, shown...), foot...)}
}
