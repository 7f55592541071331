package flow

import (
	"context"
	"sync"
	"time"

	"agentcore-workshop/steps/text"
)

// A verification never takes longer than 30 seconds (cli.md): after the first limit its calls are cut off, after the second
// what has not answered even then counts as not made. What a person holds back at the gate does not count.
const (
	softLimit = 27 * time.Second
	hardLimit = 29 * time.Second
)

// Look makes checks and reports each: Verify, or a look of a Watch.
type Look func(ctx context.Context, report func(CheckResult)) Verification

// VerifyWithin makes a place's checks in bounded time, whatever the place does. The gate is that of ctx's Report. Nothing is
// reported after it has returned.
func VerifyWithin(ctx context.Context, place Place, checks []Check, clock Clock, report func(CheckResult)) Verification {
	return LookWithin(ctx, place, checks, clock, func(ctx context.Context, report func(CheckResult)) Verification {
		return Verify(ctx, place, checks, clock, report)
	}, report)
}

// LookWithin is VerifyWithin for another way to look.
func LookWithin(ctx context.Context, place Place, checks []Check, clock Clock, look Look, report func(CheckResult)) Verification {
	var gate *Gate
	if r := From(ctx); r != nil {
		gate = r.gate
	}
	soft, stopSoft := withPatience(ctx, softLimit, gate)
	defer stopSoft()
	hard, stopHard := withPatience(context.WithoutCancel(ctx), hardLimit, gate)
	defer stopHard()
	made := &results{report: report, made: map[string]CheckResult{}}
	done := make(chan Verification, 1)
	started := clock.Now()
	go func() { done <- look(soft, made.add) }()
	select {
	case v := <-done:
		return v
	case <-hard.Done():
		return Verification{Place: place, StartedAt: started, Duration: clock.Now().Sub(started), Results: made.all(checks)}
	}
}

// results are those of a verification that may be given up.
type results struct {
	mu     sync.Mutex
	report func(CheckResult)
	made   map[string]CheckResult
	over   bool
}

func (rs *results) add(r CheckResult) {
	rs.mu.Lock()
	defer rs.mu.Unlock()
	if rs.over {
		return
	}
	rs.made[r.Check.ID] = r
	if rs.report != nil {
		rs.report(r)
	}
}

// all ends it: a result for each check, those that never came back as not made.
func (rs *results) all(checks []Check) []CheckResult {
	rs.mu.Lock()
	defer rs.mu.Unlock()
	rs.over = true
	var all []CheckResult
	for i := range checks {
		r, ok := rs.made[checks[i].ID]
		if !ok {
			late := Skipping(text.T{En: "there was no answer in time", Ko: "제시간에 응답이 오지 않았습니다"}.With())
			r = CheckResult{Check: &checks[i], Verdict: late}
		}
		all = append(all, r)
	}
	return all
}
