package diagnose

import (
	"cmp"
	"slices"
	"strings"

	"agentcore-workshop/steps/secret"
	"agentcore-workshop/steps/text"
)

// Diagnosis is what a pasted text means.
type Diagnosis struct {
	// Known reports whether the catalogue has it. Where it has not, only Alternatives and Seen are set.
	Known bool
	ID    string
	// Cause, Proof and Fix are the entry's words. Checks are the ids of verify's checks that prove it.
	Cause, Proof, Fix text.Msg
	Checks            []string
	Docs              string
	// Alternatives are what else it may be, the nearest first.
	Alternatives []Alternative
	// Seen is the line that was recognised, or the first line, without secrets.
	Seen string
}

// Alternative is another entry that a text may mean.
type Alternative struct {
	ID    string
	Cause text.T
}

// alternatives is how many are offered: more would be guessing.
const alternatives = 3

// Decode reads an error message, an address of a browser, a JSON or XML error, or a script's log, and finds the catalogue's entry.
// It looks at words only, talks to nobody, and never claims to know what it does not.
func Decode(pasted string) Diagnosis {
	r := read(pasted)
	found := matches(r)
	if len(found) == 0 {
		return Diagnosis{Alternatives: nearest(r), Seen: r.line("")}
	}
	k := found[0].entry
	d := Diagnosis{Known: true, ID: k.ID, Cause: k.Cause.With(), Proof: k.proof(), Fix: k.Fix.With(), Checks: k.Checks, Docs: k.Docs, Seen: r.line(found[0].part)}
	for _, m := range found[1:min(len(found), 1+alternatives)] {
		d.Alternatives = append(d.Alternatives, Alternative{m.entry.ID, m.entry.Cause})
	}
	return d
}

// match is an entry that says what the text says; the longer what it says, the surer.
type match struct {
	entry Known
	part  string
	long  int
}

func matches(r reading) []match {
	var found []match
	for _, k := range Catalogue() {
		if k.Generic && r.foreign() {
			continue
		}
		best := match{entry: k}
		for _, f := range k.Says {
			if long := r.says(f); long > best.long {
				best.long, best.part = long, strings.TrimPrefix(f[0], "=")
			}
		}
		if best.long > 0 {
			found = append(found, best)
		}
	}
	slices.SortStableFunc(found, func(a, b match) int { return cmp.Compare(b.long, a.long) })
	return found
}

// Redact takes secrets out of a text that somebody pasted.
func Redact(s string) string { return secret.NewRedactor().Redact(s) }

func spaced(list []string) string { return strings.Join(list, " ") }
