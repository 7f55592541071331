package checkup

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/script"
	"agentcore-workshop/steps/secret"
	"agentcore-workshop/steps/text"
)

// A repair is data: which resource, what it is, what it shall be. What is shown before, written, kept for undoing and printed as
// commands is one and the same value, and undoing is the same write with the two sides exchanged.

// fields are a resource's fields that a repair is about; each is a list, most of one value. nil means that there is no such resource.
type fields map[string][]string

// one is a field's only value.
func (f fields) one(name string) string {
	if len(f[name]) == 0 {
		return ""
	}
	return f[name][0]
}

func (f fields) clone() fields {
	if f == nil {
		return nil
	}
	c := fields{}
	for name, list := range f {
		c[name] = slices.Clone(list)
	}
	return c
}

// edit is one write to one resource.
type edit struct {
	Kind string `json:"kind"`
	// Target says which resource of the kind: ids and names.
	Target map[string]string `json:"target"`
	// Is and Want have the same fields; null is no resource.
	Is   fields `json:"is"`
	Want fields `json:"want"`
	// oneWay says that the service would refuse what is there now, so that it cannot be put back.
	oneWay bool
}

// back is the edit that takes an edit back.
func (d edit) back() edit { return edit{Kind: d.Kind, Target: d.Target, Is: d.Want, Want: d.Is} }

// name is the resource's, for people.
func (d edit) name() string { return d.Target["name"] }

// destroys reports whether the write removes the resource.
func (d edit) destroys() bool { return d.Want == nil && d.Is != nil }

// differences are the fields that change.
func (d edit) differences() []flow.Difference {
	var all []flow.Difference
	names := slices.Sorted(maps.Keys(d.Is))
	for _, name := range slices.Sorted(maps.Keys(d.Want)) {
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	for _, name := range names {
		is, want := strings.Join(d.Is[name], ", "), strings.Join(d.Want[name], ", ")
		if is != want {
			all = append(all, documentDifferences(name, is, want)...)
		}
	}
	return all
}

// nothing reports whether there is nothing to write.
func (d edit) nothing() bool {
	return (d.Is == nil) == (d.Want == nil) && len(d.differences()) == 0
}

// speakable reports whether all values may be kept and shown: one that looks like a secret may not.
func (d edit) speakable() bool {
	raw, err := json.Marshal([]fields{d.Is, d.Want})
	return err == nil && secret.NewRedactor().Redact(string(raw)) == string(raw)
}

// kind knows how to read and write one kind of resource.
type kind struct {
	title text.T
	// read gives the fields that the course looks at, nil where there is no such resource.
	read func(ctx context.Context, e *steps.Env, target map[string]string) (fields, error)
	// write turns what is into what is wanted, and leaves everything else as it is.
	write func(ctx context.Context, e *steps.Env, r *flow.Report, d edit) error
	// shell is the same as commands of the AWS CLI.
	shell func(ctx context.Context, e *steps.Env, d edit) ([]string, error)
}

func kindOf(name string) kind {
	return map[string]kind{
		"client": clientKind(), "parameter": parameterKind(), "user": userKind(), "group": groupKind(), "pool": poolKind(), "domain": domainKind(),
		"resource-server": serverKind(), "provider": providerKind(), "workload": workloadKind(), "stack": stackKind(), "role": roleKind(),
		"role-trust": trustKind(), "role-policy": policyKind(), "stack-rollback": rollbackKind(), "stack-domain": moveKind(), "stack-again": againKind(),
	}[name]
}

// shown are an edit's differences as lines of a question.
func (d edit) shown() []flow.Fact {
	title := kindOf(d.Kind).title
	head := flow.Fact{Key: d.Kind, Label: title, Value: d.name()}
	switch {
	case d.Is == nil:
		head.Value += " (+)"
	case d.Want == nil:
		head.Value += " (-)"
	}
	all := []flow.Fact{head}
	redact := secret.NewRedactor()
	for _, c := range d.differences() {
		all = append(all, flow.Fact{Key: c.Field, Label: text.T{En: c.Field, Ko: c.Field}, Value: redact.Redact(short(c.Is) + " → " + short(c.Want)), Says: steps.FromTo(redact.Redact(short(c.Is)), redact.Redact(short(c.Want)))})
	}
	return all
}

func redacted(s string) string { return secret.NewRedactor().Redact(s) }

// short is a value as a question or a list has room for it; a policy may be three thousand characters.
func short(s string) string {
	s = text.Strip(s)
	if whole := []rune(s); len(whole) > 160 {
		return string(whole[:150]) + fmt.Sprintf(" … (+%d)", len(whole)-150)
	}
	return orDash(s)
}

func orDash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}

// awsLine is a line of the AWS CLI.
func awsLine(e *steps.Env, service, operation string, params ...script.Param) string {
	line := "aws " + service + " " + operation + " --region " + script.Quote(e.Region())
	return strings.Join(append([]string{line}, script.Arguments(params...)...), " ")
}
