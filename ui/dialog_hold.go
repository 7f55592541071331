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
	top     int
}

func newHold(request *flow.Held) *holdDialog { return &holdDialog{request: request} }

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
	var body []string
	if target := strings.TrimSpace(d.request.Method + " " + d.request.URL); target != "" {
		body = append(body, "")
		for _, line := range hardWrap(p.Line(target), width) {
			body = append(body, p.Theme.Strong.Render(line))
		}
	}
	body = append(body, "")
	for _, line := range strings.Split(strings.TrimSpace(p.Text(pretty(d.request.Request))), "\n") {
		for _, part := range hardWrap(line, width) {
			body = append(body, p.Theme.Plain.Render(part))
		}
	}
	shown, top := widget.Scroll(p, body, d.top, max(2, height-len(head)-len(foot)))
	d.top = top
	return frame{lines: append(append(head, shown...), foot...)}
}
