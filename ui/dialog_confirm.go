package ui

import (
	"strconv"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
	"agentcore-workshop/ui/widget"
)

// confirmDialog asks for a yes, or for one of several ways to go on; where nothing can be taken back, for a name.
type confirmDialog struct {
	q     flow.Question
	ways  []flow.Option
	at    int
	top   int
	input widget.Input
}

const yes, no = "yes", "no"

// newConfirm puts the hand on the first way, which is the default; of yes and no it is no, so that a key pressed twice by
// accident changes nothing.
func newConfirm(q flow.Question) *confirmDialog {
	d := &confirmDialog{q: q, ways: q.Options}
	if len(d.ways) == 0 {
		d.ways = []flow.Option{
			{ID: yes, Title: text.T{En: "Yes, go on", Ko: "예, 계속합니다"}},
			{ID: no, Title: text.T{En: "No, change nothing", Ko: "아니요, 바꾸지 않습니다"}},
		}
		d.at = 1
	}
	return d
}

func (d *confirmDialog) Editing() bool  { return d.q.TypeName != "" }
func (d *confirmDialog) Paste(s string) { d.input.Insert(s) }

func (d *confirmDialog) Key(k press) any {
	if d.Editing() {
		return d.typing(k)
	}
	switch k.name {
	case "left", "shift+tab":
		d.at = (d.at + len(d.ways) - 1) % len(d.ways)
	case "right", "tab":
		d.at = (d.at + 1) % len(d.ways)
	case "up", "pgup":
		d.top = max(0, d.top-1)
	case "down", "pgdown":
		d.top++
	case "enter":
		return d.answer()
	case "esc", "n":
		return declined{}
	case "y":
		if len(d.q.Options) == 0 {
			d.at = 0
		}
	default:
		i, err := strconv.Atoi(k.name)
		if err != nil || i < 1 || i > len(d.ways) {
			return nil
		}
		d.at = i - 1
	}
	return handled{}
}

// typing takes keys while the name is being typed; only the exact name goes on.
func (d *confirmDialog) typing(k press) any {
	switch {
	case k.name == "esc":
		return declined{}
	case k.name == "enter" && d.input.Matches(d.q.TypeName):
		d.at = 0
		a := flow.Answer{Yes: true, Text: d.input.Value()}
		if len(d.q.Options) > 0 {
			a.Choice = d.q.Options[0].ID
		}
		return answered{a}
	case d.input.Key(k.name):
	case k.text != "":
		d.input.Insert(k.text)
	}
	return handled{}
}

func (d *confirmDialog) answer() any {
	way := d.ways[d.at]
	if len(d.q.Options) > 0 {
		return answered{flow.Answer{Yes: true, Choice: way.ID}}
	}
	if way.ID == no {
		return answered{flow.Answer{}}
	}
	return answered{flow.Answer{Yes: true}}
}

func (d *confirmDialog) View(p *widget.Pen, width, height int) frame {
	if d.Editing() {
		return d.viewTyping(p, width, height)
	}
	labels := make([]string, len(d.ways))
	for i, way := range d.ways {
		labels[i] = strconv.Itoa(i+1) + " " + p.T(way.Title)
		if way.Destroys {
			labels[i] += p.T(text.T{En: " (deletes)", Ko: " (삭제함)"})
		}
	}
	foot := append([]string{""}, choices(p, labels, d.at, width)...)
	foot = append(foot, "")
	foot = append(foot, keyHelp(p, text.T{En: "←→ or digits choose, Enter answers, Esc goes no further.", Ko: "←→나 숫자로 고르고 Enter로 답합니다. Esc를 누르면 진행하지 않습니다."}, width)...)
	body, top := widget.Scroll(p, opening(p, d.q, width), d.top, height-len(foot))
	d.top = top
	return frame{lines: append(body, foot...)}
}

func (d *confirmDialog) viewTyping(p *widget.Pen, width, height int) frame {
	ask := text.T{En: "This cannot be undone. Type the name to go on: %s", Ko: "되돌릴 수 없습니다. 계속하려면 이름을 그대로 입력하세요: %s"}.With(d.q.TypeName)
	foot := append([]string{""}, p.Wrap(p.Theme.Warn, p.Say(ask), width)...)
	foot = append(foot, "")
	line, x := d.input.Draw(p, max(1, width-2))
	y := len(foot)
	foot = append(foot, p.Theme.Selected.Render(">")+" "+line, "")
	foot = append(foot, keyHelp(p, text.T{En: "Enter goes on when the name is right, Esc goes no further.", Ko: "이름이 맞으면 Enter로 계속합니다. Esc를 누르면 진행하지 않습니다."}, width)...)
	body := widget.Head(p, opening(p, d.q, width), width, height-len(foot), "")
	return frame{lines: append(body, foot...), cursor: &cell{x + 2, len(body) + y}}
}
