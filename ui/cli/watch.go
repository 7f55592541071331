package cli

import (
	"context"
	"strings"
	"time"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// watchRest is how long a watch rests between two looks.
const watchRest = 2 * time.Second

// watch shows the checklist once, and then each check that comes out differently, until the person has seen enough. The exit
// status is that of the newest whole verification.
func (sh *shell) watch(ctx context.Context, s *flow.Session, checks []flow.Check, f verifyFlags, emit func(flow.Event)) (flow.Exit, error) {
	w := flow.NewWatch(s.Place, checks, s.Clock)
	var last *flow.Verification
	for {
		told := make(chan []flow.Change, 1)
		within, record := inJournal(ctx, unrecorded(s, last == nil), emit)
		v := flow.LookWithin(within, s.Place, checks, s.Clock, func(ctx context.Context, report func(flow.CheckResult)) flow.Verification {
			v, changes, whole := w.Look(ctx, report)
			if whole {
				told <- changes
			}
			return v
		}, record)
		switch {
		case ctx.Err() != nil && last == nil:
			return 0, context.Cause(ctx)
		case ctx.Err() != nil:
			return exitOf(*last), nil
		case last == nil:
			if err := sh.showVerification(v, f); err != nil {
				return 0, err
			}
		}
		select {
		case changes := <-told:
			if err := sh.tellChanges(s, v, changes, f); err != nil {
				return 0, err
			}
		default: // it took too long, and says nothing new
		}
		last = &v
		if err := sh.judged(ctx, s, v); err != nil && ctx.Err() == nil {
			return 0, err
		}
		if s.Clock.Sleep(ctx, watchRest) != nil {
			return exitOf(v), nil
		}
	}
}

// unrecorded is a session whose journal takes nothing: an hour of looks is no history. The first look is.
func unrecorded(s *flow.Session, first bool) *flow.Session {
	if first {
		return s
	}
	quiet := *s
	quiet.Journal = nil
	return &quiet
}

// tellChanges writes a line for each change: a JSON object, or time, check, before and after.
func (sh *shell) tellChanges(s *flow.Session, v flow.Verification, changes []flow.Change, f verifyFlags) error {
	if len(changes) == 0 {
		return nil
	}
	p := paint{sh.say.color}
	report := flow.NewReport(s.Clock, s.Journal.Record, nil, nil).For("verify")
	for _, c := range changes {
		report.Emit(flow.CheckResult{Check: c.Check, Verdict: c.After})
		sh.say.result(c.Wire(sh.lang), func() string { return changeText(c, p, sh.lang) })
	}
	if !sh.g.json() {
		sh.say.line(p.dim(text.T{En: "%d passed, %d warned, %d failed, %d skipped", Ko: "통과 %d, 경고 %d, 실패 %d, 건너뜀 %d"}.With(
			v.Count(flow.Pass), v.Count(flow.Warn), v.Count(flow.Fail), v.Count(flow.Skip)).In(sh.lang)))
	}
	return sh.keepVerification(v, f)
}

func changeText(c flow.Change, p paint, l text.Lang) string {
	lines := []string{
		c.Time.Local().Format(time.TimeOnly) + "  " + p.status(c.Before.Status) + " → " + p.status(c.After.Status) + "  " + c.Check.ID,
		"          " + text.T{En: "before:", Ko: "이전:"}.In(l) + " " + c.Before.Summary.In(l),
		"          " + text.T{En: "after:", Ko: "이후:"}.In(l) + " " + c.After.Summary.In(l),
	}
	return strings.Join(lines, "\n")
}
