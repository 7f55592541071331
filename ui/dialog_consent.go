package ui

import (
	"time"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
	"agentcore-workshop/ui/widget"
)

// consentDialog stands while the person signs in in a browser: the address, who to sign in as, the time that is left, and
// a box for the address that the browser ended at. It closes by itself when the browser comes back.
type consentDialog struct {
	q   flow.Question
	now func() time.Time
	// note is what the step said last: that the browser is elsewhere, or why it asks again.
	note  *flow.Note
	input widget.Input
	// picture is the flow so far, which stands below where there is room for it.
	picture func(p *widget.Pen, width, rows int) []string
	// at is what Tab is on: the box, then the buttons.
	at int
}

// pictureLeast is how many lines the picture needs: the lanes' names, and a few arrows.
const pictureLeast = 5

// buttons of the dialog, after the paste box.
const (
	atBox = iota
	atOpen
	atCopy
	atCancel
	stations
)

func (d *consentDialog) Editing() bool { return d.at == atBox }

// Paste puts an address into the box, wherever the hand is: there is nothing else to paste here.
func (d *consentDialog) Paste(s string) {
	d.at = atBox
	d.input.Insert(s)
}

func (d *consentDialog) Key(k press) any {
	switch k.name {
	case "esc":
		return answered{} // a plain no: the step stops waiting for the browser
	case "tab", "down":
		d.at = (d.at + 1) % stations
		return handled{}
	case "shift+tab", "up":
		d.at = (d.at + stations - 1) % stations
		return handled{}
	case "f5":
		return openURL{d.q.URL}
	case "f6":
		return copyValue{address(), d.q.URL}
	}
	if d.at == atBox {
		return d.box(k)
	}
	switch {
	case k.name == "right":
		d.at = max(1, (d.at+1)%stations)
	case k.name == "left":
		d.at = max(1, d.at-1)
	case k.name == "enter" && d.at == atOpen:
		return openURL{d.q.URL}
	case k.name == "enter" && d.at == atCopy, k.name == "c":
		return copyValue{address(), d.q.URL}
	case k.name == "enter":
		return answered{}
	}
	return handled{}
}

// address is what is copied, in words.
func address() text.Msg { return text.T{En: "the address", Ko: "주소"}.With() }

func (d *consentDialog) box(k press) any {
	switch {
	case k.name == "enter" && d.input.Empty():
		return openURL{d.q.URL}
	case k.name == "enter":
		return answered{flow.Answer{Yes: true, Text: d.input.Value()}}
	case d.input.Key(k.name):
	case k.text != "":
		d.input.Insert(k.text)
	}
	return handled{}
}

func (d *consentDialog) View(p *widget.Pen, width, height int) frame {
	title := p.Wrap(p.Theme.Heading, p.Say(d.q.Title), width)
	left := ""
	if !d.q.Deadline.IsZero() {
		left = countdownLine(p, d.q.Deadline, d.now())
	}
	who := shownLines(p, d.q.Shown, width)
	url := linkLines(p, d.q.URL, width)
	foot, y, x := d.foot(p, width)
	room := height - len(title) - len(who) - len(foot) - 2
	lines := append(title, left)
	if d.note != nil {
		ink, glyph := noteLook(p, d.note.Level)
		said := widget.Head(p, p.Wrap(ink, glyph+p.Say(d.note.Message), width), width, 3, "")
		lines = append(lines, said...)
		room -= len(said)
	}
	// The address never gives way to the explanation, and is at least three lines long: c and F6 copy it whole.
	if detail := p.Wrap(p.Theme.Plain, p.Say(d.q.Detail), width); len(detail)+len(url) <= room {
		lines = append(lines, detail...)
		room -= len(detail)
	}
	lines = append(lines, who...)
	lines = append(lines, p.Theme.Dim.Render(p.T(text.T{En: "Address for the browser:", Ko: "브라우저에서 열 주소:"})))
	lines = append(lines, widget.Head(p, url, width, max(2, room), "F6")...)
	y += len(lines)
	lines = append(lines, foot...)
	if spare := height - len(lines) - 1; d.picture != nil && spare >= pictureLeast {
		lines = append(append(lines, ""), d.picture(p, width, spare)...)
	}
	return frame{lines: lines, cursor: d.cursor(x, y)}
}

func (d *consentDialog) cursor(x, y int) *cell {
	if d.at != atBox {
		return nil
	}
	return &cell{x, y}
}

// foot is the box for an address, the buttons, and what to do; y is the box's line in it.
func (d *consentDialog) foot(p *widget.Pen, width int) (lines []string, y, x int) {
	note := text.T{En: "Or paste the address at which the browser ended:", Ko: "또는 브라우저가 마지막에 도착한 주소를 붙여 넣으세요:"}
	lines = append([]string{""}, p.Wrap(p.Theme.Dim, p.T(note), width)...)
	field, x := d.input.Draw(p, max(1, width-2))
	y = len(lines)
	lines = append(lines, p.Theme.Selected.Render(">")+" "+field)
	labels := []string{
		p.T(text.T{En: "F5 Open the browser again", Ko: "F5 브라우저 다시 열기"}),
		p.T(text.T{En: "F6 Copy the address", Ko: "F6 주소 복사"}),
		p.T(text.T{En: "Esc Cancel", Ko: "Esc 취소"}),
	}
	lines = append(lines, choices(p, labels, d.at-1, width)...)
	help := text.T{En: "Sign in in the browser. This screen goes on by itself when you are done.", Ko: "브라우저에서 로그인하세요. 끝나면 이 화면이 알아서 다음으로 넘어갑니다."}
	if !d.input.Empty() {
		help = text.T{En: "Enter sends the pasted address.", Ko: "Enter로 붙여 넣은 주소를 보냅니다."}
	}
	return append(lines, keyHelp(p, help, width)...), y, x + 2
}
