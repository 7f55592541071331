package flow

import (
	"context"
	"errors"

	"agentcore-workshop/steps/text"
)

// Severity says what a check's failure means.
type Severity string

const (
	MainJob  Severity = "main"    // without it the main job does not work
	Optional Severity = "extra"   // belongs to a later step, or is good practice
	Advice   Severity = "warning" // at most a warning
)

// CheckStatus is how a check came out.
type CheckStatus string

const (
	Pass CheckStatus = "pass"
	Warn CheckStatus = "warn"
	Fail CheckStatus = "fail"
	Skip CheckStatus = "skip"
)

// Check is one question about a set-up, answered by a pure function over what probes fetched.
type Check struct {
	ID       string
	Group    string
	Title    text.T
	Severity Severity
	// Step is the step that this check belongs to. Checks of steps that were never done are skipped, not failed.
	Step string
	// Needs are the probes it judges.
	Needs []Need
	// Judge decides. It is not asked when a need could not be fetched, unless OnError is set.
	Judge func(f *Facts) Verdict
	// OnError judges when a need failed; nil skips the check.
	OnError func(f *Facts, err error) Verdict
	// Why is what it matters for; Docs where to read more.
	Why  text.T
	Docs string
	// Fix is how to repair it, or nil. NoFix says then why nothing here can, and who or what can.
	Fix   *Fix
	NoFix text.T
}

// Verdict is a judgement with its proof.
type Verdict struct {
	Status  CheckStatus
	Summary text.Msg
	Detail  text.Msg
	// Evidence is what was compared: names to values, never secret.
	Evidence map[string]string
	// Cause is the id of the check whose failure explains this one.
	Cause string
}

// Passed, Failing, Warned and Skipped make verdicts.
func Passed(m text.Msg) Verdict  { return Verdict{Status: Pass, Summary: m} }
func Failing(m text.Msg) Verdict { return Verdict{Status: Fail, Summary: m} }
func Warned(m text.Msg) Verdict  { return Verdict{Status: Warn, Summary: m} }
func Skipping(m text.Msg) Verdict {
	return Verdict{Status: Skip, Summary: m}
}

// With adds proof.
func (v Verdict) With(name, value string) Verdict {
	evidence := map[string]string{name: value}
	for k, old := range v.Evidence {
		evidence[k] = old
	}
	v.Evidence = evidence
	return v
}

// Because adds an explanation.
func (v Verdict) Because(m text.Msg) Verdict {
	v.Detail = m
	return v
}

// EvidenceName is what a person calls a piece of proof that many checks have. Others keep their names, which are AWS's.
func EvidenceName(name string) text.T {
	named, common := map[string]text.T{
		"is": {En: "is", Ko: "현재 값"}, "want": {En: "must be", Ko: "맞는 값"}, "lacks": {En: "lacks", Ko: "빠진 것"}, "denied_by": {En: "denied by", Ko: "거부하는 정책"},
	}[name]
	if !common {
		return text.T{En: name, Ko: name}
	}
	return named
}

// UndoKind says beforehand whether a repair can be taken back.
type UndoKind string

const (
	UndoExact UndoKind = "exact"
	UndoNone  UndoKind = "none"
)

// Fix is a repair: what it is called, and the action that does it.
type Fix struct {
	ID    string
	Title text.T
	Undo  UndoKind
	// Step is the step whose Apply repairs it, when no special action is needed.
	Step string
	// Do repairs it; nil means Step's Apply.
	Do func(ctx context.Context, r *Report) error
}

var errNotProbed = errors.New("not looked at")

// SkippedError is why a probe did not run: one that it needs failed.
type SkippedError struct {
	// Because is the id of the probe that failed first, and Guard of the check that reports it.
	Because string
	Guard   string
	Err     error
}

func (e *SkippedError) Error() string { return "needs " + e.Because + ": " + e.Err.Error() }
func (e *SkippedError) Unwrap() error { return e.Err }
