package ui

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
	"agentcore-workshop/ui/widget"
)

// root is the program: which screen is shown, which question waits, and the course behind them.
type root struct {
	o      Options
	ctx    context.Context
	box    *mailbox
	asker  *asker
	work   *work
	pen    *widget.Pen
	width  int
	height int

	where   *whereScreen
	screens []screen
	course  *course
	dialogs []*waiting
	held    *holdDialog
	// looks are the questions about progress that were shown while holding; asked again, they pass.
	looks map[string]bool
	// bar is the button of the action bar that has the focus, or -1.
	bar int
	// aside is how many screens there are while one of them is read before the question below it, or 0.
	aside int
	// warnings were said while the place was entered; read says that a key was pressed since.
	warnings []flow.Note
	read     bool
	// toast is the last thing worth saying by the way; the next key clears it.
	toast   text.Msg
	ticking bool
	exit    flow.Exit
	wasAt   string
}

// waiting is a question with the dialog that shows it.
type waiting struct {
	asked
	dialog dialog
}

// fallback size, for terminals that report none.
const fallbackWidth, fallbackHeight = 80, 24

func newRoot(ctx context.Context, o Options) *root {
	box := newMailbox()
	m := &root{
		o: o, ctx: ctx, box: box, asker: &asker{box: box}, work: newWork(), bar: -1,
		width: fallbackWidth, height: fallbackHeight,
		pen: &widget.Pen{Lang: o.Lang, Theme: widget.NewTheme(o.Theme, true)},
	}
	if o.Present {
		m.pen.Hide = widget.Veil()
	}
	m.where = newWhere(o)
	m.screens = []screen{m.where}
	if o.Session != nil {
		m.recall(o.Session)
	}
	return m
}

// Init looks for the doors while the first frame is already there.
func (m *root) Init() tea.Cmd {
	cmds := []tea.Cmd{m.box.wait(m.ctx), m.tick()}
	if m.o.Session == nil {
		cmds = append(cmds, m.findDoors())
	}
	if m.o.Theme == widget.Auto {
		cmds = append(cmds, tea.RequestBackgroundColor)
	}
	return tea.Batch(cmds...)
}

func (m *root) top() screen { return m.screens[len(m.screens)-1] }

// push shows a screen over the current one.
func (m *root) push(s screen) { m.screens, m.bar = append(m.screens, s), -1 }

// now is the session's time, which the practice cloud may have moved.
func (m *root) now() time.Time {
	if m.course != nil {
		return m.course.now()
	}
	return m.o.Now()
}

// View is the whole terminal, drawn anew; the renderer sends only what changed.
func (m *root) View() tea.View {
	lines, cursor := m.draw()
	v := tea.NewView(join(lines))
	v.AltScreen = true
	v.WindowTitle = m.windowTitle()
	// With the layout-independent key beside the typed one, shortcuts work while a Korean input method is on.
	v.KeyboardEnhancements.ReportAlternateKeys = true
	if cursor != nil {
		v.Cursor = tea.NewCursor(cursor.x, cursor.y)
		v.Cursor.Blink = false
	}
	return v
}

func (m *root) windowTitle() string {
	title := text.T{En: "AgentCore Identity workshop", Ko: "AgentCore Identity 워크숍"}.In(m.pen.Lang)
	if m.course != nil {
		title += " · " + m.placeName()
	}
	return title
}
