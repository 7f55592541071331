package checkup

import (
	"slices"

	"agentcore-workshop/steps/flow"
)

// In which order repairs are made: a cause before what follows from it, and what others are compared with before them.

func (f *fixing) find(id string) *flow.CheckResult {
	for i := range f.last.Results {
		if f.last.Results[i].Check.ID == id {
			return &f.last.Results[i]
		}
	}
	return nil
}

// wanted are the ids to repair, in the order of their dependence. A check that another explains is repaired there.
func (f *fixing) wanted() []string {
	ids := []string{}
	for _, r := range f.last.Results {
		finding := r.Verdict.Status == flow.Fail || r.Verdict.Status == flow.Warn
		if f.all && !finding || !f.all && !slices.Contains(f.names, r.Check.ID) {
			continue
		}
		if id := f.causeOf(r.Check.ID); !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	rank := map[string]int{}
	for i, m := range mends() {
		rank[m.check] = i + 1 // those that no mend knows, stack and account, come before all
	}
	for _, r := range f.last.Results { // and what a later step repairs after all, since it rests on the rest
		if fix := r.Check.Fix; rank[r.Check.ID] == 0 && fix != nil && fix.Step != "" && r.Check.Group != groupStack {
			rank[r.Check.ID] = len(mends()) + 1
		}
	}
	slices.SortStableFunc(ids, func(a, b string) int { return rank[a] - rank[b] })
	return ids
}

func (f *fixing) causeOf(id string) string {
	for range 5 {
		r := f.find(id)
		if r == nil || r.Verdict.Cause == "" || r.Verdict.Status == flow.Pass {
			break
		}
		cause := f.find(r.Verdict.Cause)
		if cause == nil || cause.Verdict.Status == flow.Pass {
			break
		}
		id = r.Verdict.Cause
	}
	return id
}
