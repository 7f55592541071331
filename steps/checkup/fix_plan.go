package checkup

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// planned is a repair that is ready to be shown, made, or printed.
type planned struct {
	check string
	mend  mend
	edits []edit
	// step is the step that repairs it when run again, where no edit does.
	step string
	// undoing says that this takes an earlier repair back.
	undoing bool
	// refused is why there is none.
	refused text.Msg
}

// planFor asks a mend what must be written now.
func planFor(ctx context.Context, e *steps.Env, m mend) (planned, error) {
	p := planned{check: m.check, mend: m}
	s, err := e.Look(ctx)
	if err != nil {
		return p, err
	}
	if s.Stack.ID != "" && !s.Stack.Healthy() && !m.unwell { // what it names may be gone, and is no measure
		p.refused = text.T{En: "First the stack: it is in %s.", Ko: "스택부터 해결해야 합니다. 현재 %s 상태입니다."}.With(s.Stack.Status)
		return p, nil
	}
	p.edits, err = m.plan(ctx, e, s)
	return p, err
}

// refusal is the failure of a plan that has nothing to do.
func (p planned) refusal() error {
	m := p.refused
	if m.Empty() {
		m = text.T{En: "There is nothing that could be repaired safely here.", Ko: "안전하게 고칠 수 있는 것이 없습니다."}.With()
	}
	return &flow.Failure{Code: "NotRepairable", Exit: flow.ExitCheckFailed, Message: m}
}

// typeName is the name to type before something is removed, else empty.
func (p planned) typeName() string {
	for _, d := range p.edits {
		replaced := d.Kind == "domain" && d.Is != nil || d.Kind == "provider" && d.Is != nil && d.Is.one("credentialProviderVendor") != d.Want.one("credentialProviderVendor")
		if d.destroys() || replaced || d.Kind == "stack-again" || d.Target["foreign"] != "" {
			return d.name()
		}
	}
	return ""
}

func (p planned) title() text.T {
	switch {
	case p.undoing:
		return text.T{En: "Take the repair of " + p.check + " back", Ko: p.check + "의 수리를 되돌립니다"}
	case p.step != "":
		return byStep(p.step).Title
	}
	return p.mend.title
}

// agree shows what a repair changes, says whether it can be taken back, and asks.
func agree(ctx context.Context, e *steps.Env, r *flow.Report, p planned) error {
	undo := text.T{En: "It cannot be taken back.", Ko: "되돌릴 수 없습니다."}
	if p.undoOf() == flow.UndoExact {
		undo = text.T{En: "It can be taken back exactly: fix %s --undo", Ko: "정확히 되돌릴 수 있습니다: fix %s --undo"}
	}
	detail := undo.With(p.check)
	if p.undoOf() != flow.UndoExact {
		detail = undo.With()
	}
	q := flow.Question{Kind: flow.Confirm, Explicit: true, TypeName: p.typeName(), Detail: detail,
		Title: text.T{En: "%s: %s?", Ko: "%s: %s. 진행할까요?"}.With(p.check, p.title())}
	for _, d := range p.edits {
		q.Shown = append(q.Shown, d.shown()...)
	}
	answer, err := r.Ask(ctx, q)
	if err != nil {
		return err
	}
	if !answer.Yes {
		return steps.Declined()
	}
	return nil
}

// perform writes the edits. Each goes into the journal before it is written, so that one which was cut off can be taken back too.
func perform(ctx context.Context, e *steps.Env, r *flow.Report, p planned) error {
	batch := fmt.Sprintf("%s %d", p.check, e.Clock.Now().UnixNano())
	for _, d := range p.edits {
		body := flow.Repair{Check: p.check, Undo: p.undoing, Edit: remembered(d, batch, p.undoOf())}
		r.Emit(body)
		e.Repaired(body)
		if err := kindOf(d.Kind).write(ctx, e, r, d); err != nil {
			return err
		}
	}
	return nil
}

// rememberedEdit is an edit as the journal keeps it.
type rememberedEdit struct {
	edit
	Batch string        `json:"batch"`
	Undo  flow.UndoKind `json:"undo"`
}

func remembered(d edit, batch string, undo flow.UndoKind) json.RawMessage {
	if !d.speakable() {
		d.Is, d.Want = nil, nil
	}
	raw, err := json.Marshal(rememberedEdit{d, batch, undo})
	if err != nil {
		return json.RawMessage("{}") // lists of strings always can
	}
	return raw
}

// lastRepair are the edits of the newest repair of a check that was not taken back, the last one first.
func lastRepair(e *steps.Env, s *flow.Session, check string) ([]rememberedEdit, error) {
	repairs, err := rememberedRepairs(e, s)
	if err != nil {
		return nil, err
	}
	var done []rememberedEdit
	for _, b := range repairs {
		var m rememberedEdit
		if b.Check != check || json.Unmarshal(b.Edit, &m) != nil {
			continue
		}
		if b.Undo {
			done = done[:max(0, len(done)-1)]
			continue
		}
		done = append(done, m)
	}
	if len(done) == 0 {
		return nil, nil
	}
	last := slices.DeleteFunc(done, func(m rememberedEdit) bool { return m.Batch != done[len(done)-1].Batch })
	slices.Reverse(last)
	return last, nil
}

// rememberedRepairs are all repairs: the journal's, or where none is kept, this session's.
func rememberedRepairs(e *steps.Env, s *flow.Session) ([]flow.Repair, error) {
	if s.Journal == nil {
		return e.SessionRepairs(), nil
	}
	entries, err := s.Journal.Entries()
	var all []flow.Repair
	for _, entry := range entries {
		var b struct {
			Check string          `json:"check"`
			Undo  bool            `json:"undo"`
			Edit  json.RawMessage `json:"edit"`
		}
		if entry.Type == "repair" && json.Unmarshal(entry.Raw, &b) == nil {
			all = append(all, flow.Repair{Check: b.Check, Undo: b.Undo, Edit: b.Edit})
		}
	}
	return all, err
}

// planUndo is what takes the newest repair of a check back, compared with what stands there now.
func planUndo(ctx context.Context, e *steps.Env, s *flow.Session, check string) (planned, error) {
	p := planned{check: check, undoing: true}
	done, err := lastRepair(e, s, check)
	if err != nil {
		return p, err
	}
	if len(done) == 0 {
		p.refused = text.T{En: "No repair of it is remembered here.", Ko: "이곳에 기록된 수리가 없습니다."}.With()
		return p, nil
	}
	for _, m := range done {
		if m.Undo != flow.UndoExact {
			p.edits, p.refused = nil, text.T{En: "This repair cannot be taken back, as was said before it.", Ko: "이 수리는 미리 알린 대로 되돌릴 수 없습니다."}.With()
			return p, nil
		}
		d := m.back()
		is, err := kindOf(d.Kind).read(ctx, e, d.Target)
		if err != nil {
			return p, steps.Explain(err)
		}
		if is != nil && d.Is != nil { // the same fields as were changed, as they are now
			now := fields{}
			for name := range d.Is {
				now[name] = is[name]
			}
			d.Is = now
		} else {
			d.Is = is
		}
		p.edits = append(p.edits, d)
	}
	return p, nil
}
