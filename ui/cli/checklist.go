package cli

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// verificationWire is the object of verify --output json.
type verificationWire struct {
	Account    string           `json:"account"`
	Region     string           `json:"region"`
	Mode       flow.Mode        `json:"mode"`
	StartedAt  string           `json:"started_at"`
	DurationMS int64            `json:"duration_ms"`
	Passed     int              `json:"passed"`
	Warned     int              `json:"warned"`
	Failed     int              `json:"failed"`
	Skipped    int              `json:"skipped"`
	Checks     []flow.CheckWire `json:"checks"`
}

func wireOf(v flow.Verification, l text.Lang) verificationWire {
	w := verificationWire{
		Account: v.Place.Account, Region: v.Place.Region, Mode: v.Place.Mode,
		StartedAt: v.StartedAt.UTC().Format(time.RFC3339), DurationMS: v.Duration.Milliseconds(),
		Passed: v.Count(flow.Pass), Warned: v.Count(flow.Warn), Failed: v.Count(flow.Fail), Skipped: v.Count(flow.Skip),
		Checks: []flow.CheckWire{},
	}
	for _, r := range v.Results {
		w.Checks = append(w.Checks, r.WireCheck(l))
	}
	return w
}

// verificationText is the checklist in words: first the count and what is not green, then all checks by group.
func verificationText(v flow.Verification, p paint, l text.Lang) string {
	var b strings.Builder
	b.WriteString(p.bold(text.T{
		En: "%d passed, %d warned, %d failed, %d skipped, in %s", Ko: "통과 %d, 경고 %d, 실패 %d, 건너뜀 %d (%s)",
	}.With(v.Count(flow.Pass), v.Count(flow.Warn), v.Count(flow.Fail), v.Count(flow.Skip), v.Duration.Round(time.Millisecond)).In(l)) + "\n")
	for _, r := range causesFirst(v) {
		b.WriteString("\n" + strings.Join(checkLines(r, p, l), "\n") + "\n")
	}
	group := ""
	for _, r := range v.Results {
		if r.Check.Group != group {
			group = r.Check.Group
			b.WriteString("\n" + p.bold(group) + "\n")
		}
		fmt.Fprintf(&b, "  %s  %s  %s\n", p.status(r.Verdict.Status), text.Pad(r.Check.ID, idWidth(v)), titled(r, l))
	}
	return b.String()
}

// causesFirst are the findings, in the order in which a person should look: what failed by itself, what follows from another finding,
// then what is only good to know.
func causesFirst(v flow.Verification) []flow.CheckResult {
	found, explains := map[string]bool{}, map[string]bool{}
	for _, r := range v.Results {
		found[r.Check.ID] = r.Verdict.Status == flow.Fail || r.Verdict.Status == flow.Warn
		explains[r.Verdict.Cause] = explains[r.Verdict.Cause] || r.Verdict.Status == flow.Fail
	}
	var causes, effects, advice []flow.CheckResult
	for _, r := range v.Results {
		switch {
		case !found[r.Check.ID]:
		case found[r.Verdict.Cause]:
			effects = append(effects, r)
		case r.Verdict.Status == flow.Fail || explains[r.Check.ID]:
			causes = append(causes, r)
		default:
			advice = append(advice, r)
		}
	}
	return slices.Concat(causes, effects, advice)
}

// titled is what was asked, and what was found.
func titled(r flow.CheckResult, l text.Lang) string {
	title, found := r.Check.Title.In(l), r.Verdict.Summary.In(l)
	if title == "" || found == "" {
		return title + found
	}
	return title + ": " + found
}

func idWidth(v flow.Verification) int {
	width := 0
	for _, r := range v.Results {
		width = max(width, text.Width(r.Check.ID))
	}
	return width
}

// checkLines is a check that is not green, with proof, cause and what to do.
func checkLines(r flow.CheckResult, p paint, l text.Lang) []string {
	out := []string{p.status(r.Verdict.Status) + "  " + r.Check.ID + "  " + titled(r, l)}
	add := func(label text.T, value string) {
		if value != "" {
			out = append(out, text.Strip("      "+label.In(l)+" "+value))
		}
	}
	add(text.T{En: "detail:", Ko: "자세히:"}, r.Verdict.Detail.In(l))
	for _, name := range slices.Sorted(maps.Keys(r.Verdict.Evidence)) {
		if name == "found" { // the summary once more
			continue
		}
		label := flow.EvidenceName(name)
		add(text.T{En: label.En + " =", Ko: label.Ko + " ="}, r.Verdict.Evidence[name])
	}
	add(cause, r.Verdict.Cause)
	if fix := r.Check.Fix; fix != nil {
		add(remedy, fix.Title.In(l))
	} else {
		add(remedy, r.Check.NoFix.In(l))
	}
	add(docs, r.Check.Docs)
	return out
}
