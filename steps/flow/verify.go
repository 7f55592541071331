package flow

import (
	"context"
	"errors"
	"sync"
	"time"

	"agentcore-workshop/steps/text"
)

// CheckResult is a check with its verdict: the "check" event, a row of the checklist, a test case of JUnit.
type CheckResult struct {
	Check   *Check
	Verdict Verdict
}

func (CheckResult) Type() string { return "check" }

// CheckWire is a check result as the public contract has it.
type CheckWire struct {
	ID       string            `json:"id"`
	Group    string            `json:"group"`
	Status   CheckStatus       `json:"status"`
	Summary  string            `json:"summary"`
	Detail   string            `json:"detail"`
	Evidence map[string]string `json:"evidence"`
	Cause    string            `json:"cause"`
	Fix      *FixWire          `json:"fix"`
	NoFix    string            `json:"no_fix,omitempty"`
	Docs     string            `json:"docs"`
}

// FixWire is a fix as the public contract has it.
type FixWire struct {
	ID    string   `json:"id"`
	Title string   `json:"title"`
	Undo  UndoKind `json:"undo"`
}

func (b CheckResult) Wire(l text.Lang) any { return b.WireCheck(l) }

// WireCheck is the result as JSON sees it.
func (b CheckResult) WireCheck(l text.Lang) CheckWire {
	w := CheckWire{
		ID: b.Check.ID, Group: b.Check.Group, Status: b.Verdict.Status, Summary: b.Verdict.Summary.In(l),
		Detail: b.Verdict.Detail.In(l), Evidence: b.Verdict.Evidence, Cause: b.Verdict.Cause, Docs: b.Check.Docs,
	}
	if w.Evidence == nil {
		w.Evidence = map[string]string{}
	}
	if fix := b.Check.Fix; fix != nil && (b.Verdict.Status == Fail || b.Verdict.Status == Warn) {
		w.Fix = &FixWire{fix.ID, fix.Title.In(l), fix.Undo}
	} else if fix == nil && (b.Verdict.Status == Fail || b.Verdict.Status == Warn) {
		w.NoFix = b.Check.NoFix.In(l)
	}
	return w
}

// Verification is one pass over a checklist.
type Verification struct {
	Place     Place
	StartedAt time.Time
	Duration  time.Duration
	Results   []CheckResult
}

// Count is how many checks came out in a way.
func (v Verification) Count(status CheckStatus) int {
	n := 0
	for _, r := range v.Results {
		if r.Verdict.Status == status {
			n++
		}
	}
	return n
}

// OK reports whether nothing failed and every check of the main job could be made.
func (v Verification) OK() bool {
	for _, r := range v.Results {
		if r.Verdict.Status == Fail || (r.Verdict.Status == Skip && r.Check.Severity == MainJob) {
			return false
		}
	}
	return true
}

// Verify makes checks: the graph of needs decides what is fetched at the same time, each check is judged as soon as what it
// needs is there, and each is reported once. Results keep the checklist's order.
func Verify(ctx context.Context, place Place, checks []Check, clock Clock, report func(CheckResult)) Verification {
	return verifyWith(ctx, NewFacts(), place, checks, clock, report)
}

func verifyWith(ctx context.Context, facts *Facts, place Place, checks []Check, clock Clock, report func(CheckResult)) Verification {
	v := Verification{Place: place, StartedAt: clock.Now(), Results: make([]CheckResult, len(checks))}
	var all sync.WaitGroup
	var telling sync.Mutex
	for i := range checks {
		all.Go(func() {
			verdict := judge(ctx, &checks[i], facts)
			telling.Lock()
			defer telling.Unlock()
			v.Results[i] = CheckResult{&checks[i], verdict}
			if report != nil {
				report(v.Results[i])
			}
		})
	}
	all.Wait()
	v.Duration = clock.Now().Sub(v.StartedAt)
	return v
}

func judge(ctx context.Context, c *Check, facts *Facts) Verdict {
	err := facts.FetchAll(ctx, c.Needs)
	switch {
	case err == nil:
		return c.Judge(facts)
	case c.OnError != nil && !errors.As(err, new(*SkippedError)):
		return c.OnError(facts, err)
	default:
		return skip(facts, c, err)
	}
}

// skip says why a check could not be made, and which other check tells the cause.
func skip(facts *Facts, c *Check, err error) Verdict {
	v := Skipping(text.T{En: "could not be looked at: %s", Ko: "확인하지 못했습니다: %s"}.With(AsFailure(rootOf(err)).Message))
	var because *SkippedError
	if errors.As(skipped(facts, c.Needs, err), &because) && because.Guard != c.ID {
		v.Cause = because.Guard
	}
	return v
}

func rootOf(err error) error {
	var because *SkippedError
	if errors.As(err, &because) {
		return because.Err
	}
	return err
}
