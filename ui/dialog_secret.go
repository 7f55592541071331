package ui

import (
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
	"agentcore-workshop/ui/widget"
)

// secretDialog takes a line of text: a value that nobody may read over a shoulder, or one that may be seen.
type secretDialog struct {
	q     flow.Question
	input widget.Input
}

func (d *secretDialog) Editing() bool  { return true }
func (d *secretDialog) Paste(s string) { d.input.Insert(s) }

func (d *secretDialog) Key(k press) any {
	switch {
	case k.name == "esc":
		return declined{}
	case k.name == "enter" && !d.input.Empty():
		return answered{flow.Answer{Yes: true, Text: d.input.Value()}}
	case d.input.Key(k.name):
	case k.text != "":
		d.input.Insert(k.text)
	}
	return handled{}
}

func (d *secretDialog) View(p *widget.Pen, width, height int) frame {
	line, x := d.input.Draw(p, max(1, width-2))
	words := text.T{En: "It is shown as dots. Enter sends it, Esc goes on with nothing.", Ko: "입력한 값은 점으로 보입니다. Enter로 보내고, Esc를 누르면 진행하지 않습니다."}
	if d.q.Kind == flow.Value {
		words = text.T{En: "Enter sends it, Esc goes on with nothing.", Ko: "Enter로 보내고, Esc를 누르면 진행하지 않습니다."}
	}
	help := keyHelp(p, words, width)
	body := widget.Head(p, opening(p, d.q, width), width, max(1, height-3-len(help)), "")
	y := len(body) + 1
	body = append(body, "", p.Theme.Selected.Render(">")+" "+line, "")
	return frame{lines: append(body, help...), cursor: &cell{x + 2, y}}
}
