package ui

import (
	"agentcore-workshop/steps/text"
	"agentcore-workshop/ui/widget"
)

// addressDialog shows an address that no browser could be opened for, so that it can be opened elsewhere.
type addressDialog struct{ url string }

func (d *addressDialog) Editing() bool { return false }
func (d *addressDialog) Paste(string)  {}

func (d *addressDialog) Key(k press) any {
	switch k.name {
	case "esc", "enter":
		return answered{}
	case "c", "f6":
		return copyValue{address(), d.url}
	}
	return handled{}
}

func (d *addressDialog) View(p *widget.Pen, width, height int) frame {
	lines := append([]string{""}, p.Wrap(p.Theme.Heading, p.T(text.T{
		En: "No browser could be opened here. Open this address where there is one:",
		Ko: "여기에서는 브라우저를 열지 못했습니다. 브라우저가 있는 곳에서 이 주소를 여세요:",
	}), width)...)
	lines = append(append(lines, ""), widget.Head(p, linkLines(p, d.url, width), width, max(2, height-7), "F6")...)
	lines = append(lines, "")
	return frame{lines: append(lines, keyHelp(p, text.T{En: "F6 or c copies it. Enter or Esc goes back.", Ko: "F6나 c로 복사합니다. Enter나 Esc로 돌아갑니다."}, width)...)}
}
