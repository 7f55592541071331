package report

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// words are the headings, which page and text share.
type words struct{ title, timeline, verification, facts, flows, none, counts, cause, fix, where text.T }

func wordsOf() words {
	return words{
		title:        text.T{En: "AgentCore Identity workshop: what was done and found", Ko: "AgentCore Identity 워크숍: 진행한 내용과 확인 결과"},
		timeline:     text.T{En: "Timeline", Ko: "타임라인"},
		verification: text.T{En: "Last verification", Ko: "마지막 검증"},
		facts:        text.T{En: "Facts", Ko: "확인된 값"},
		flows:        text.T{En: "Flows", Ko: "인증 흐름"},
		none:         text.T{En: "nothing yet", Ko: "아직 없습니다"},
		counts:       text.T{En: "%d passed, %d warned, %d failed, %d skipped", Ko: "통과 %d, 경고 %d, 실패 %d, 건너뜀 %d"},
		cause:        text.T{En: "cause:", Ko: "원인:"},
		fix:          text.T{En: "fix:", Ko: "해결:"},
		where:        text.T{En: "account %s, %s", Ko: "계정 %s, %s"},
	}
}

func (w words) place(d Document, l text.Lang) string {
	kind := text.T{En: "AWS", Ko: "AWS"}
	if d.Place.Mode == flow.Sandbox {
		kind = text.T{En: "practice cloud", Ko: "연습용 클라우드"}
	}
	return kind.In(l) + ", " + w.where.With(d.Place.Account, d.Place.Region).In(l)
}

func (w words) count(d Document, l text.Lang) string {
	return w.counts.With(d.Count(flow.Pass), d.Count(flow.Warn), d.Count(flow.Fail), d.Count(flow.Skip)).In(l)
}

// Markdown is a document as Markdown.
func Markdown(d Document, l text.Lang) string {
	w, b := wordsOf(), &strings.Builder{}
	fmt.Fprintf(b, "# %s\n\n%s · %s · %s %s\n", w.title.In(l), w.place(d, l), d.Made.Format(time.RFC3339), "agentcore-workshop", plain(d.Version.Program))
	fmt.Fprintf(b, "\n## %s\n\n", w.timeline.In(l))
	w.happened(b, d, l, plain)
	fmt.Fprintf(b, "\n## %s\n\n", w.verification.In(l))
	if d.Verified == nil {
		b.WriteString(w.none.In(l) + "\n")
	} else {
		fmt.Fprintf(b, "%s, %s\n\n| | | |\n|---|---|---|\n", d.Verified.Format(time.RFC3339), w.count(d, l))
	}
	for _, c := range d.Checks {
		fmt.Fprintf(b, "| %s | `%s` | %s |\n", c.Status, c.ID, cell(explained(w, c, l)))
	}
	fmt.Fprintf(b, "\n## %s\n\n", w.facts.In(l))
	for _, f := range d.Facts {
		fmt.Fprintf(b, "- `%s` %s\n", plain(f.Key), plain(f.Value))
	}
	if len(d.Hops) > 0 {
		fmt.Fprintf(b, "\n## %s\n\n", w.flows.In(l))
	}
	for _, h := range d.Hops {
		fmt.Fprintf(b, "1. *%s* %s → %s: %s\n", plain(h.Flow), plain(h.From), plain(h.To), plain(h.Title))
	}
	return b.String()
}

// happened is the timeline, a line for each moment; quote is how others' texts are written there.
func (w words) happened(b *strings.Builder, d Document, l text.Lang, quote func(string) string) {
	for _, m := range d.Steps {
		fmt.Fprintf(b, "- %s **%s** %s: %s\n", m.Time.Format(time.DateTime), quote(m.Title), quote(m.Status), quote(m.Summary))
		if m.Cause != "" {
			fmt.Fprintf(b, "  - %s %s\n", w.cause.In(l), quote(m.Cause))
		}
	}
	if len(d.Steps) == 0 {
		b.WriteString(w.none.In(l) + "\n")
	}
}

// explained is a check's summary; with proof, cause and fix where it is not green.
func explained(w words, c flow.CheckWire, l text.Lang) string {
	if c.Status == flow.Pass || c.Status == flow.Skip {
		return c.Summary
	}
	parts := []string{c.Summary, c.Detail}
	for _, name := range slices.Sorted(maps.Keys(c.Evidence)) {
		parts = append(parts, flow.EvidenceName(name).In(l)+" = "+c.Evidence[name])
	}
	if c.Cause != "" {
		parts = append(parts, w.cause.In(l)+" "+c.Cause)
	}
	if c.Fix != nil {
		parts = append(parts, w.fix.In(l)+" "+c.Fix.Title)
	}
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), " · ")
}

// plain keeps Markdown from reading others' texts as its own; cell also keeps a table whole.
func plain(s string) string {
	return strings.NewReplacer("\\", "\\\\", "*", "\\*", "_", "\\_", "<", "&lt;", "`", "\\`", "\n", " ").Replace(s)
}

func cell(s string) string { return strings.ReplaceAll(plain(s), "|", "\\|") }

// Words is a document for a terminal: checklist and timeline, line by line.
func Words(d Document, l text.Lang) string {
	w, b := wordsOf(), &strings.Builder{}
	fmt.Fprintf(b, "%s\n%s, %s\n", w.title.In(l), w.place(d, l), d.Made.Format(time.RFC3339))
	fmt.Fprintf(b, "\n%s\n", w.verification.In(l))
	if d.Verified == nil {
		b.WriteString("  " + w.none.In(l) + "\n")
	} else {
		b.WriteString("  " + w.count(d, l) + "\n")
	}
	for _, c := range d.Checks {
		fmt.Fprintf(b, "  %s  %s  %s\n", text.Pad(string(c.Status), 4), text.Pad(c.ID, 34), explained(w, c, l))
	}
	fmt.Fprintf(b, "\n%s\n", w.timeline.In(l))
	for _, m := range d.Steps {
		fmt.Fprintf(b, "  %s  %s  %s: %s\n", m.Time.Format(time.DateTime), text.Pad(m.Status, 11), m.Title, m.Summary)
	}
	if len(d.Hops) > 0 {
		fmt.Fprintf(b, "\n%s\n", w.flows.In(l))
	}
	for _, h := range d.Hops {
		fmt.Fprintf(b, "  %s  %s → %s  %s\n", h.Flow, h.From, h.To, h.Title)
	}
	return b.String()
}
