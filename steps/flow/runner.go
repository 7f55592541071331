package flow

import (
	"context"
	"errors"
	"slices"

	"agentcore-workshop/steps/text"
)

// RunOptions is what a run is asked to do.
type RunOptions struct {
	// Steps are the steps to do, with what they need; none means the main job.
	Steps []string
	// Emit gets every event, in order; Asker answers for the person.
	Emit  func(Event)
	Asker Asker
	// Yes is consent given beforehand to change the place.
	Yes bool
	// Alone leaves out what the named steps need: a checklist shall find what is wrong, and not mend it on the way.
	Alone bool
	// Again applies the named steps even when they are present (an update).
	Again bool
}

// Run works through steps in the course's order. Nothing done before is repeated: durable results are looked at again, and
// only what is missing is brought about. A failed check lets the run go on. The last event is Finished.
func (s *Session) Run(ctx context.Context, o RunOptions) *Failure {
	report := NewReport(s.Clock, func(e Event) {
		s.Journal.Record(e)
		if o.Emit != nil {
			o.Emit(e)
		}
	}, o.Asker, s.Gate)
	order, failure := s.plan(o.Steps)
	if o.Alone {
		order = slices.DeleteFunc(order, func(id string) bool { return !slices.Contains(o.Steps, id) })
	}
	var checks *Failure
	if failure == nil {
		failure, checks = s.runAll(ctx, report, order, o)
	}
	if failure == nil {
		failure = checks
	}
	report.Emit(Finished{Status: outcomeOf(failure), Error: failure})
	return failure
}

func (s *Session) runAll(ctx context.Context, report *Report, order []string, o RunOptions) (failure, checks *Failure) {
	agreed := o.Yes || s.Place.Mode == Sandbox
	for _, id := range order {
		step, _ := Find(s.Steps, id)
		// What is only needed is good as it is while this session has it: nobody signs in twice for two steps.
		named := len(o.Steps) == 0 || slices.Contains(o.Steps, id)
		again := named && (o.Again || step.Info().Ephemeral)
		err := s.runStep(ctx, report.For(id), step, again, &agreed)
		switch {
		case err == nil:
		case errors.Is(err, ErrChecksFailed):
			checks = AsFailure(err)
		default:
			return AsFailure(err), checks
		}
	}
	return nil, checks
}

// runStep looks, applies what is missing, and looks again.
func (s *Session) runStep(ctx context.Context, report *Report, step Step, again bool, agreed *bool) (err error) {
	info := step.Info()
	report.Emit(StepStarted{Title: info.Title})
	ctx = report.With(ctx)
	var status Status
	defer func() {
		end := StepFinished{Status: OK, State: status.State, Summary: status.Summary}
		if err != nil {
			if cause := context.Cause(ctx); cause != nil {
				err = cause
			}
			end.Status, end.Error = Failed, AsFailure(err)
		}
		report.Emit(end)
	}()
	if status, err = step.State(ctx); err != nil {
		return err
	}
	applier, can := step.(Applier)
	if status.State == Present && !again || !can {
		tellFacts(report, status)
		return nil
	}
	if err = s.mayChange(ctx, report, info, agreed); err != nil {
		return err
	}
	if err = applier.Apply(ctx, report); err != nil {
		return err
	}
	if status, err = step.State(ctx); err == nil {
		tellFacts(report, status)
	}
	return err
}

func tellFacts(report *Report, status Status) {
	for _, f := range status.Facts {
		report.Emit(f)
	}
}

// mayChange asks once in a run before the first change to an AWS account, and refuses where the place is read-only.
func (s *Session) mayChange(ctx context.Context, report *Report, info Info, agreed *bool) error {
	if !changes(info) {
		return nil
	}
	if s.Place.ReadOnly {
		return &Failure{
			Code: "ReadOnly", Exit: ExitUsage,
			Message: text.T{En: "%s would change the place, and --read-only was given.", Ko: "%s{은/는} 변경하는 단계인데 --read-only가 지정되어 있습니다."}.With(info.Title),
			Fix:     text.T{En: "Leave --read-only out to go on.", Ko: "계속하려면 --read-only를 빼세요."}.With(),
		}
	}
	if *agreed {
		return nil
	}
	answer, err := report.Ask(ctx, Question{
		Kind:   Confirm,
		Title:  text.T{En: "Change AWS account %s in %s?", Ko: "AWS 계정 %s(%s)을 변경할까요?"}.With(s.Place.Account, s.Place.Region),
		Detail: text.T{En: "First step: %s", Ko: "첫 단계: %s"}.With(info.Title),
	})
	if err != nil {
		return err
	}
	if !answer.Yes {
		return &Failure{Code: "Declined", Exit: ExitInterrupted, Message: text.T{En: "Nothing was changed.", Ko: "아무것도 바꾸지 않았습니다."}.With()}
	}
	*agreed = true
	return nil
}

func changes(info Info) bool {
	return slices.ContainsFunc(info.Will, func(p Plan) bool { return p.Creates })
}

// plan puts the wanted steps and their needs into the course's order.
func (s *Session) plan(wanted []string) ([]string, *Failure) {
	if len(wanted) == 0 {
		wanted = s.MainSteps()
	}
	in := map[string]bool{}
	var add func(id string) *Failure
	add = func(id string) *Failure {
		step, ok := Find(s.Steps, id)
		if !ok {
			return &Failure{
				Code: "UnknownStep", Exit: ExitUsage,
				Message: text.T{En: "There is no step named %s.", Ko: "%s(이)라는 단계는 없습니다."}.With(id),
				Fix:     text.T{En: "`steps` lists them.", Ko: "`steps`로 목록을 볼 수 있습니다."}.With(),
			}
		}
		in[id] = true
		for _, need := range step.Info().Needs {
			if !in[need] {
				if f := add(need); f != nil {
					return f
				}
			}
		}
		return nil
	}
	for _, id := range wanted {
		if f := add(id); f != nil {
			return nil, f
		}
	}
	var order []string
	for _, step := range s.Steps {
		if id := step.Info().ID; in[id] {
			order = append(order, id)
		}
	}
	return order, nil
}

func outcomeOf(f *Failure) Outcome {
	switch {
	case f == nil:
		return OK
	case f.Exit == ExitInterrupted:
		return Interrupted
	case f.Exit == ExitTimedOut:
		return TimedOut
	case f.Code == "NeedsUser":
		return NeedsPerson
	}
	return Failed
}
