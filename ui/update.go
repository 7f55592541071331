package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
	"agentcore-workshop/ui/widget"
)

// lookEvery is how often something that is under way without us is looked at.
const lookEvery = 3 * time.Second

// tickMsg comes once a second while something counts.
type tickMsg struct{}

// Update takes a message. It changes the model and returns commands; it does no I/O itself.
func (m *root) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.width, m.height = msg.Width, msg.Height
		if m.width <= 0 || m.height <= 0 {
			m.width, m.height = fallbackWidth, fallbackHeight
		}
	case tea.BackgroundColorMsg:
		if m.o.Theme == widget.Auto {
			m.pen.Theme = widget.NewTheme(widget.Auto, msg.IsDark())
		}
	case tea.KeyPressMsg:
		return m, tea.Batch(m.key(normalise(msg)), m.tick())
	case tea.PasteMsg:
		if d := m.dialog(); d != nil && d.Editing() && !m.small() {
			d.Paste(msg.Content)
		}
	case tickMsg:
		m.ticking = false
		m.refreshHold()
		return m, tea.Batch(m.tick(), m.lookElsewhere())
	case mail:
		var cmds []tea.Cmd
		for _, item := range msg.items {
			cmds = append(cmds, m.receive(item))
		}
		m.refreshHold()
		return m, tea.Batch(append(cmds, m.box.wait(m.ctx), m.tick())...)
	case killed, tea.InterruptMsg:
		return m, m.quit(flow.ExitInterrupted)
	}
	return m, nil
}

// tick asks for the next second, but only while something counts: an idle program draws nothing.
func (m *root) tick() tea.Cmd {
	if m.ticking || !m.counting() {
		return nil
	}
	m.ticking = true
	return tea.Tick(time.Second, func(time.Time) tea.Msg { return tickMsg{} })
}

// lookElsewhere looks again at what is under way without us, every few seconds.
func (m *root) lookElsewhere() tea.Cmd {
	c := m.course
	if c == nil || c.running != "" || c.looking || m.now().Sub(c.lookedAt) < lookEvery {
		return nil
	}
	var under []*record
	for _, r := range c.steps {
		if r.stop() == widget.StopElsewhere {
			under = append(under, r)
		}
	}
	if len(under) == 0 {
		return nil
	}
	c.looking = true
	return m.survey(c, under)
}

func (m *root) counting() bool {
	if m.o.Session == nil && m.where.busy() {
		return true
	}
	if len(m.dialogs) > 0 {
		// Nothing is redrawn behind a person who types, or their input method would lose its place.
		return !m.dialogs[0].question.Deadline.IsZero() || !m.dialogs[0].dialog.Editing()
	}
	return m.course != nil && m.course.counting()
}

// key takes a key: the dialog first, then the bar, then the screen and what can be done everywhere.
func (m *root) key(k press) tea.Cmd {
	m.toast = text.Msg{}
	if k.name == "ctrl+c" {
		return m.quit(flow.ExitInterrupted)
	}
	if m.small() {
		return m.blindKey(k)
	}
	m.read = true
	if d := m.dialog(); d != nil {
		return m.dialogKey(d, k)
	}
	if cmd, ok := m.barKey(k); ok {
		return cmd
	}
	if did := m.top().Key(k); did != nil {
		return m.perform(did)
	}
	for _, name := range []string{k.name, letterKey(k.name)} {
		for _, a := range m.actions() {
			if a.key == name {
				return m.perform(a.do)
			}
		}
	}
	switch {
	case k.name == "esc":
		return m.back()
	case m.course.past() && pastKey(k.name):
		m.toast = pastOff().With()
	}
	return nil
}

// blindKey takes a key while the window is too small to show anything: nothing may happen that cannot be seen.
func (m *root) blindKey(k press) tea.Cmd {
	switch k.name {
	case "f2":
		return m.perform(switchLang{})
	case "f10":
		return m.quit(flow.ExitDone)
	}
	return nil
}

// dialogKeys are the keys that every dialog has besides its own.
func (m *root) dialogKeys() []action {
	keys := []action{act("f1", "F1", labelExplain, explain{}), act("f2", "F2", labelLang, switchLang{})}
	if m.course != nil {
		keys = append(keys, act("f3", "F3", labelCode, showCode{}), act("f4", "F4", labelCalls, showCalls{}))
	}
	return append(keys, act("f10", "F10", labelQuit, leave{}))
}

func (m *root) dialogKey(d dialog, k press) tea.Cmd {
	for _, a := range m.dialogKeys() {
		if a.key == k.name {
			before := len(m.screens)
			cmd := m.perform(a.do)
			if len(m.screens) > before {
				m.aside = len(m.screens) // what was asked for is read first; the question waits below it
			}
			return cmd
		}
	}
	if did := d.Key(k); did != nil {
		return m.perform(did)
	}
	return nil
}

// barKey walks along the action bar.
func (m *root) barKey(k press) (tea.Cmd, bool) {
	actions := m.actions()
	switch {
	case k.name == "tab":
		if did := m.top().Key(k); did != nil && m.bar < 0 {
			return m.perform(did), true
		}
		m.bar++
		if m.bar >= len(actions) {
			m.bar = -1
		}
	case k.name == "shift+tab":
		m.bar--
		if m.bar < -1 {
			m.bar = len(actions) - 1
		}
	case m.bar < 0:
		return nil, false
	case k.name == "right":
		m.bar = (m.bar + 1) % len(actions)
	case k.name == "left":
		m.bar = (m.bar + len(actions) - 1) % len(actions)
	case k.name == "esc":
		m.bar = -1
	case k.name == "enter" && m.bar < len(actions):
		do := actions[m.bar].do
		m.bar = -1
		return m.perform(do), true
	default:
		return nil, false
	}
	return nil, true
}

// quit ends the program; what runs is told to stop, and what has begun in the cloud goes on there.
func (m *root) quit(exit flow.Exit) tea.Cmd {
	m.exit = exit
	m.wasAt = m.whereabouts()
	if m.course != nil && m.course.stop != nil {
		m.course.stop()
	}
	return tea.Quit
}
