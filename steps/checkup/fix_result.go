package checkup

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// print fills in the commands that do a repair, and those that take it back.
func (o *fixed) print(ctx context.Context, e *steps.Env) error {
	if o.step != "" {
		o.shell = []string{"agentcore-workshop " + o.step}
		return nil
	}
	for _, d := range o.edits {
		lines, err := kindOf(d.Kind).shell(ctx, e, d)
		if err != nil {
			return err
		}
		o.shell = append(o.shell, lines...)
	}
	if o.undoOf() != flow.UndoExact {
		return nil
	}
	for _, d := range slices.Backward(o.edits) {
		lines, err := kindOf(d.Kind).shell(ctx, e, d.back())
		if err != nil {
			return err
		}
		o.back = append(o.back, lines...)
	}
	return nil
}

// fixWire is one repair as JSON.
type fixWire struct {
	Check   string            `json:"check"`
	Title   string            `json:"title"`
	Status  string            `json:"status"`
	Undo    flow.UndoKind     `json:"undo"`
	Step    string            `json:"step,omitempty"`
	Reason  string            `json:"reason,omitempty"`
	Edits   []editWire        `json:"edits"`
	Shell   []string          `json:"commands,omitempty"`
	Back    []string          `json:"undo_commands,omitempty"`
	Verdict *flow.CheckStatus `json:"verdict,omitempty"`
}

type editWire struct {
	Resource    string           `json:"resource"`
	Name        string           `json:"name"`
	Differences []differenceWire `json:"differences"`
}

type differenceWire struct {
	Field string `json:"field"`
	Is    string `json:"is"`
	Want  string `json:"want"`
}

// fixReport is what `fix` prints.
type fixReport struct{ f *fixing }

// Wire is the whole as JSON.
func (w fixReport) Wire(l text.Lang) any {
	all := []fixWire{}
	for _, o := range w.f.done {
		all = append(all, w.f.wire(o, l))
	}
	return struct {
		DryRun bool      `json:"dry_run"`
		Passed int       `json:"passed"`
		Warned int       `json:"warned"`
		Failed int       `json:"failed"`
		Fixes  []fixWire `json:"fixes"`
	}{w.f.dry, w.f.last.Count(flow.Pass), w.f.last.Count(flow.Warn), w.f.last.Count(flow.Fail), all}
}

func (f *fixing) wire(o fixed, l text.Lang) fixWire {
	w := fixWire{Check: o.check, Title: o.title().In(l), Status: o.status, Undo: o.undoOf(), Step: o.step, Reason: o.refused.In(l), Edits: []editWire{}, Shell: o.shell, Back: o.back}
	for _, d := range o.edits {
		line := editWire{Resource: kindOf(d.Kind).title.In(l), Name: d.name(), Differences: []differenceWire{}}
		for _, c := range d.differences() {
			line.Differences = append(line.Differences, differenceWire{c.Field, redacted(c.Is), redacted(c.Want)})
		}
		w.Edits = append(w.Edits, line)
	}
	if r := f.find(o.check); r != nil && o.status == "done" {
		w.Verdict = &r.Verdict.Status
	}
	return w
}

func (f *fixing) result() flow.Result {
	result := flow.Result{JSON: fixReport{f}, Text: f.words}
	for _, o := range f.done {
		if r := f.find(o.check); o.status == "failed" && (f.undo || r == nil || r.Verdict.Status != flow.Pass) || o.status == "nothing" && !f.all && !f.undo && r != nil && r.Verdict.Status == flow.Fail {
			result.Exit = flow.ExitCheckFailed
		}
		if r := f.find(o.check); o.status == "done" && !f.undo && r != nil && r.Verdict.Status == flow.Fail {
			result.Exit = flow.ExitCheckFailed
		}
	}
	if f.all && !f.dry && !f.undo && !f.last.OK() {
		result.Exit = flow.ExitCheckFailed
	}
	return result
}

func (f *fixing) words(l text.Lang, width int) string {
	var b strings.Builder
	if f.as == "cli" {
		return f.script(l)
	}
	if len(f.done) == 0 {
		return text.T{En: "There is nothing to repair.", Ko: "고칠 것이 없습니다."}.In(l) + "\n"
	}
	for _, o := range f.done {
		w := f.wire(o, l)
		fmt.Fprintf(&b, "%s %s: %s\n", map[string]string{"done": "✓", "planned": "·", "failed": "✗", "nothing": "–"}[o.status], w.Check, w.Title)
		if w.Reason != "" {
			for _, line := range text.Wrap(w.Reason, max(20, width-4)) {
				b.WriteString("    " + line + "\n")
			}
		}
		for _, d := range w.Edits {
			fmt.Fprintf(&b, "    %s %s\n", d.Resource, d.Name)
			for _, c := range d.Differences {
				fmt.Fprintf(&b, "      %s\n        - %s\n        + %s\n", c.Field, steps.InWords(short(c.Is)).In(l), steps.InWords(short(c.Want)).In(l))
			}
		}
		if o.status == "planned" || o.status == "done" {
			undo := text.T{En: "    cannot be taken back", Ko: "    되돌릴 수 없습니다"}
			if w.Undo == flow.UndoExact {
				undo = text.T{En: "    can be taken back exactly (--undo)", Ko: "    정확히 되돌릴 수 있습니다(--undo)"}
			}
			b.WriteString(undo.In(l) + "\n")
		}
	}
	if f.dry {
		b.WriteString(text.T{En: "Nothing was changed: add --yes to do it.", Ko: "아무것도 바꾸지 않았습니다. 실행하려면 --yes를 붙이세요."}.In(l) + "\n")
	}
	return b.String()
}

// script is a shell script for whoever may run it.
func (f *fixing) script(l text.Lang) string {
	var b, back strings.Builder
	for _, o := range f.done {
		if len(o.shell) > 0 {
			fmt.Fprintf(&b, "# %s: %s\n%s\n", o.check, o.title().In(l), strings.Join(o.shell, "\n"))
		}
	}
	for _, o := range slices.Backward(f.done) {
		switch {
		case len(o.back) > 0:
			fmt.Fprintf(&back, "# %s\n# %s\n", o.check, strings.Join(o.back, "\n# "))
		case len(o.shell) > 0:
			fmt.Fprintf(&back, "# %s: %s\n", o.check, text.T{En: "cannot be taken back", Ko: "되돌릴 수 없습니다"}.In(l))
		}
	}
	if back.Len() > 0 {
		b.WriteString("\n# " + text.T{En: "To take it back:", Ko: "되돌리려면:"}.In(l) + "\n" + back.String())
	}
	return b.String()
}
