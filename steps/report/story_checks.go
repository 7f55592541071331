package report

import (
	"slices"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// checks are those of the bundle, in the checklist's order, with the names and reasons that this program knows; those that it does
// not know follow under their ids.
func (b bundled) checks(known []flow.Check) []flow.Check {
	var out []flow.Check
	for _, c := range known {
		if i := b.check(b.en, c.ID); i >= 0 {
			out = append(out, b.asItWas(c, i))
		}
	}
	for i, w := range b.en.Checks {
		if !slices.ContainsFunc(known, func(c flow.Check) bool { return c.ID == w.ID }) && b.check(b.en, w.ID) == i {
			out = append(out, b.asItWas(flow.Check{ID: w.ID, Group: w.Group, Title: text.T{En: w.ID, Ko: w.ID}}, i))
		}
	}
	return out
}

// check is the place of a check in a document, or -1.
func (b bundled) check(d Document, id string) int {
	return slices.IndexFunc(d.Checks, func(w flow.CheckWire) bool { return w.ID == id })
}

// asItWas is a check that can only be read: the repair is the one that was offered then, by name.
func (b bundled) asItWas(c flow.Check, i int) flow.Check {
	w := b.en.Checks[i]
	was := flow.Check{ID: c.ID, Group: w.Group, Title: c.Title, Why: c.Why, Docs: w.Docs, Severity: c.Severity, Step: c.Step}
	was.NoFix = b.wire(c.ID, func(w flow.CheckWire) string { return w.NoFix })
	if w.Fix != nil {
		title := b.wire(c.ID, func(w flow.CheckWire) string {
			if w.Fix == nil {
				return ""
			}
			return w.Fix.Title
		})
		was.Fix = &flow.Fix{ID: w.Fix.ID, Title: title, Undo: w.Fix.Undo}
	}
	return was
}

// wire is a text of a check in either language.
func (b bundled) wire(id string, of func(flow.CheckWire) string) text.T {
	return b.both(func(d Document) string {
		if i := b.check(d, id); i >= 0 {
			return of(d.Checks[i])
		}
		return ""
	})
}

// result is how a check came out.
func (b bundled) result(c *flow.Check) flow.Event {
	w := b.en.Checks[b.check(b.en, c.ID)]
	v := flow.Verdict{Status: w.Status, Evidence: w.Evidence, Cause: w.Cause}
	v.Summary = said(b.wire(c.ID, func(w flow.CheckWire) string { return w.Summary }))
	v.Detail = said(b.wire(c.ID, func(w flow.CheckWire) string { return w.Detail }))
	return flow.Event{Time: b.en.Made, Step: verifyStep, Body: flow.CheckResult{Check: c, Verdict: v}}
}
