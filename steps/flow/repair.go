package flow

import (
	"context"
	"encoding/json"

	"agentcore-workshop/steps/text"
)

// Repair is one write of a repair as it is about to be made, with what takes it back. It is the journal's memory for undoing;
// its values are never secret.
type Repair struct {
	// Check is the check that it repairs; Undo says that an earlier repair is taken back.
	Check string
	Undo  bool
	// Edit is the write, in the words of whoever makes it.
	Edit json.RawMessage
}

func (Repair) Type() string { return "repair" }
func (b Repair) Wire(text.Lang) any {
	return struct {
		Check string          `json:"check"`
		Undo  bool            `json:"undo"`
		Edit  json.RawMessage `json:"edit"`
	}{b.Check, b.Undo, b.Edit}
}

// Repair does a check's repair, which shows what it changes and asks first, and then verifies again. The last event is Finished.
func (s *Session) Repair(ctx context.Context, fix *Fix, o RunOptions) *Failure {
	report := NewReport(s.Clock, func(e Event) {
		s.Journal.Record(e)
		if o.Emit != nil {
			o.Emit(e)
		}
	}, o.Asker, s.Gate).For("verify")
	if s.Place.ReadOnly {
		f := &Failure{Code: "ReadOnly", Exit: ExitUsage,
			Message: text.T{En: "%s would change the place, and --read-only was given.", Ko: "%s{은/는} 변경하는 단계인데 --read-only가 지정되어 있습니다."}.With(fix.Title),
			Fix:     text.T{En: "Leave --read-only out to go on.", Ko: "계속하려면 --read-only를 빼세요."}.With()}
		report.Emit(Finished{Status: Failed, Error: f})
		return f
	}
	if err := fix.Do(report.With(ctx), report); err != nil {
		f := AsFailure(err)
		report.Emit(Finished{Status: outcomeOf(f), Error: f})
		return f
	}
	return s.Run(ctx, o)
}
