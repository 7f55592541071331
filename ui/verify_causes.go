package ui

import (
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// Causes, not symptoms: what another check explains folds under it. A group that is opened shows it.

// explained maps the id of each check that another one explains to the one where the explanation ends. Checks that explain each
// other in a circle are not folded: none of them would be seen.
func explained(results map[string]*flow.CheckResult) map[string]string {
	folded := map[string]string{}
	for id, r := range results {
		seen := map[string]bool{id: true}
		end := id
		for at := r; at.Verdict.Status != flow.Pass && at.Verdict.Cause != ""; {
			cause := results[at.Verdict.Cause]
			if cause == nil || cause.Verdict.Status == flow.Pass {
				break
			}
			if end = cause.Check.ID; seen[end] {
				end = id
				break
			}
			seen[end], at = true, cause
		}
		if end != id {
			folded[id] = end
		}
	}
	return folded
}

// explains are the names of the checks that fold under one, in the checklist's order.
func (s *verifyScreen) explains(id string) []text.Msg {
	results := map[string]*flow.CheckResult{}
	r := s.c.here()
	for i := range r.checks {
		results[r.checks[i].Check.ID] = &r.checks[i]
	}
	folded := explained(results)
	var out []text.Msg
	for _, c := range s.order(r) {
		if folded[c.ID] == id {
			out = append(out, c.Title.With())
		}
	}
	return out
}

// roomForRepair is how wide a repair's name may be on the bar, in cells: a longer one stands in the details, and would push the
// other keys out.
const roomForRepair = 32

func repairLabel(title text.T) text.Msg {
	if max(text.Width(title.En), text.Width(title.Ko)) > roomForRepair {
		return text.T{En: "Repair it", Ko: "고치기"}.With()
	}
	return title.With()
}
