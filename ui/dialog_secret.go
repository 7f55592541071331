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
	case k.name == "enter" && d.input.Empty() && d.q.Required:
	case k.name == "enter": // nothing typed is an answer too: the question says what it means
		return answered{flow.Answer{Yes: true, Text: d.input.Value()}}
	case d.input.Key(k.name):
	case k.text != "":
		d.input.Insert(k.text)
	}
	return handled{}
}

func (d *secretDialog) View(p *widget.Pen, width, height int) frame {
	line, x := d.input.Draw(p, max(1, width-2))
	help := keyHelp(p, d.words(), width)
	body := widget.Head(p, opening(p, d.q, width), width, max(1, height-3-len(help)), "")
	y := len(body) + 1
	body = append(body, "", p.Theme.Selected.Render(">")+" "+line, "")
	return frame{lines: append(body, help...), cursor: &cell{x + 2, y}}
}

// words say what the keys do now: Enter alone answers only where there is a default.
func (d *secretDialog) words() text.T {
	dots := text.T{}
	if d.q.Kind == flow.Secret {
		dots = text.T{En: "It is shown as dots. ", Ko: "입력한 값은 점으로 보입니다. "}
	}
	keys := text.T{En: "Enter sends it, Esc goes no further.", Ko: "Enter로 보내고, Esc를 누르면 진행하지 않습니다."}
	if d.input.Empty() && !d.q.Required {
		keys = text.T{En: "Enter alone takes the default, Esc goes no further.", Ko: "그냥 Enter를 누르면 기본값을 쓰고, Esc를 누르면 진행하지 않습니다."}
	}
	return text.T{En: dots.En + keys.En, Ko: dots.Ko + keys.Ko}
}
