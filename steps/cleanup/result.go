package cleanup

import (
	"maps"
	"slices"
	"strings"

	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// thingWire is one thing of the inventory as JSON.
type thingWire struct {
	Type string `json:"type"`
	Name string `json:"name"`
	ID   string `json:"id"`
	Why  string `json:"why"`
	// GoesWith names what takes it along; such a thing is not removed by itself.
	GoesWith string `json:"goes_with,omitempty"`
	// State is found, absent (read again and not there), present (still there) or unknown (it could not be read again).
	State string `json:"state"`
	// Error is why it is not absent.
	Error string `json:"error,omitempty"`
}

// result is the inventory with what became of it. A dry run has only found things.
func (c *cleaner) result(done bool) flow.Result {
	rows, removed := []thingWire{}, 0
	for _, key := range c.order {
		l := c.seen[key]
		row := thingWire{Type: l.kind, Name: l.name, ID: l.id, Why: l.why.In(text.English), GoesWith: l.with, State: "found"}
		switch {
		case done && c.absent[key]:
			row.State = "absent"
			removed++
		case done && c.unread[key]:
			row.State = "unknown"
		case done:
			row.State = "present"
		}
		if err := c.failed[key]; err != nil && row.State != "absent" {
			row.Error = flow.AsFailure(err).Message.In(text.English)
		}
		rows = append(rows, row)
	}
	unseen := slices.Sorted(maps.Keys(c.unseen))
	return flow.Result{
		JSON: map[string]any{"dry_run": !done, "stack_name": c.env.Stack, "things": rows, "removed": removed, "unseen": append([]string{}, unseen...)},
		Text: func(l text.Lang, _ int) string { return c.words(l, done, removed) },
	}
}

func (c *cleaner) words(l text.Lang, done bool, removed int) string {
	var b strings.Builder
	if len(c.order) == 0 {
		return text.T{En: "Nothing of the workshop is here.", Ko: "워크숍이 만든 것이 없습니다."}.In(l) + "\n"
	}
	width := 0
	for _, item := range c.seen {
		width = max(width, text.Width(shortKind(item.kind))+2)
	}
	for _, key := range c.order {
		item := c.seen[key]
		mark, indent := "·", ""
		if item.with != "" {
			indent = "  "
		}
		switch {
		case done && c.absent[key]:
			mark = "✓"
		case done:
			mark = "✗"
		}
		b.WriteString(mark + " " + indent + text.Pad(shortKind(item.kind), width-len(indent)) + "  " + item.name + "  (" + item.why.In(l) + ")\n")
	}
	if !done {
		b.WriteString(text.T{En: "%d things would be removed. Nothing was changed: add --yes, or run it in a terminal.", Ko: "%d개가 지워집니다. 아직 아무것도 바꾸지 않았습니다. --yes를 붙이거나 터미널에서 실행하세요."}.With(len(c.order)).In(l) + "\n")
		return b.String()
	}
	b.WriteString(text.T{En: "%d of %d removed, each read again and absent.", Ko: "%[2]d개 중 %[1]d개를 지웠고, 하나씩 다시 읽어 없음을 확인했습니다."}.With(removed, len(c.order)).In(l) + "\n")
	return b.String()
}

// shortKind is a type without the vendor: "Cognito::UserPool".
func shortKind(kind string) string { return strings.TrimPrefix(kind, "AWS::") }

// verdict is the failure of a cleaning that left something behind.
func (c *cleaner) verdict() error {
	for _, key := range c.order {
		if c.absent[key] {
			continue
		}
		f := &flow.Failure{Code: "StillThere", Exit: flow.ExitService,
			Message: c.standing(key),
			Fix:     text.T{En: "Settle the cause and run `cleanup` again: it goes on where this stopped.", Ko: "원인을 해결하고 `cleanup`을 다시 실행하면 이어서 진행합니다."}.With()}
		if cause := flow.AsFailure(c.failed[key]); cause != nil {
			f.Cause, f.Code, f.Docs, f.RequestID, f.Err = cause.Message, cause.Code, cause.Docs, cause.RequestID, cause
			if !cause.Cause.Empty() { // the last thing that was said is what has to be settled
				f.Cause = text.T{En: "%s %s", Ko: "%s %s"}.With(cause.Message, cause.Cause)
			}
		}
		return f
	}
	return c.halfSeen()
}

// standing says of one thing that is not proved absent how it stands: what could not be read is not said to be there.
func (c *cleaner) standing(key string) text.Msg {
	l := c.seen[key]
	if c.unread[key] {
		return text.T{En: "%s %s could not be read again, so that nobody knows whether it is there.", Ko: "%s %s{을/를} 다시 읽지 못해 남아 있는지 알 수 없습니다."}.With(l.kind, l.name)
	}
	return text.T{En: "%s %s is still there.", Ko: "%s %s{이/가} 아직 남아 있습니다."}.With(l.kind, l.name)
}

// tellLeft names everything that is not proved absent, with the reason: the failure names only the first.
func (c *cleaner) tellLeft() {
	for _, key := range c.order {
		if c.absent[key] {
			continue
		}
		why := text.Msg{}
		if err := c.failed[key]; err != nil {
			why = flow.AsFailure(err).Message
		}
		c.report.Warn(text.T{En: "%s %s", Ko: "%s %s"}.With(c.standing(key), why))
	}
}

// halfSeen is the failure of an inventory that had to leave something out: then nothing proves that nothing is left.
func (c *cleaner) halfSeen() error {
	for _, kind := range slices.Sorted(maps.Keys(c.unseen)) {
		cause := flow.AsFailure(steps.Explain(c.unseen[kind]))
		return &flow.Failure{Code: cause.Code, Exit: cause.Exit, Cause: cause.Message, Fix: cause.Fix, Docs: cause.Docs, RequestID: cause.RequestID, Err: cause,
			Message: text.T{En: "%s could not be looked at, so it is not proved that nothing is left.", Ko: "%s{을/를} 확인하지 못해, 남은 것이 없다고 말할 수 없습니다."}.With(kind)}
	}
	return nil
}
