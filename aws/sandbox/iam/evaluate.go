package iam

import (
	"strings"
)

// Decisions of the evaluation, as the simulator names them.
const (
	allowed      = "allowed"
	explicitDeny = "explicitDeny"
	implicitDeny = "implicitDeny"
)

// source is one identity policy with where it comes from.
type source struct {
	id, kind string
	text     string
	doc      *document
}

// question is what the evaluation decides: may this action be done on this resource, in this context.
type question struct {
	action, resource string
	context          map[string][]string
}

// verdict is a decision with the statements that led to it and the context keys that the policies name and nobody gave.
type verdict struct {
	decision string
	matched  []match
	missing  []string
}

type match struct {
	source    source
	statement statement
}

// evaluate follows IAM's logic for identity policies of one account: an explicit deny wins over every allow, and what
// nobody allows is denied.
func evaluate(policies []source, q question) verdict {
	v := verdict{decision: implicitDeny, missing: []string{}}
	var allows, denies []match
	for _, p := range policies {
		for _, st := range p.doc.Statement {
			if !st.covers(q) {
				continue
			}
			holds, missing := st.holds(q.context)
			v.missing = appendNew(v.missing, missing)
			switch {
			case !holds:
			case st.Effect == "Deny":
				denies = append(denies, match{p, st})
			default:
				allows = append(allows, match{p, st})
			}
		}
	}
	switch {
	case len(denies) > 0:
		v.decision, v.matched = explicitDeny, denies
	case len(allows) > 0:
		v.decision, v.matched = allowed, allows
	}
	return v
}

// covers says whether a statement speaks of the question's action and resource. Actions compare without regard to case.
func (st statement) covers(q question) bool {
	action := strings.ToLower(q.action)
	lower := func(p string) string { return strings.ToLower(p) }
	if len(st.Action) > 0 && !anyLike(st.Action, action, lower) || len(st.NotAction) > 0 && anyLike(st.NotAction, action, lower) {
		return false
	}
	fill := func(p string) string { return fillVariables(p, q.context) }
	if len(st.NotResource) > 0 {
		return !anyLike(st.NotResource, q.resource, fill)
	}
	return anyLike(st.Resource, q.resource, fill)
}

func anyLike(patterns []string, text string, prepare func(string) string) bool {
	for _, p := range patterns {
		if like(prepare(p), text) {
			return true
		}
	}
	return false
}

// like matches IAM's wildcards: * is any text, ? is any one character. It goes back to the last star only, so that no
// pattern costs more than its length times the text's.
func like(pattern, text string) bool {
	p, t, star, mark := 0, 0, -1, 0
	for t < len(text) {
		switch {
		case p < len(pattern) && pattern[p] == '*':
			star, mark = p, t
			p++
		case p < len(pattern) && (pattern[p] == '?' || pattern[p] == text[t]):
			p++
			t++
		case star >= 0:
			mark++
			p, t = star+1, mark
		default:
			return false
		}
	}
	return strings.Trim(pattern[p:], "*") == ""
}

// fillVariables replaces policy variables such as ${aws:username} by what the context says.
func fillVariables(text string, context map[string][]string) string {
	for key, values := range context {
		if len(values) == 1 {
			text = strings.ReplaceAll(text, "${"+key+"}", values[0])
		}
	}
	return text
}

func appendNew(list, more []string) []string {
	for _, m := range more {
		found := false
		for _, l := range list {
			found = found || l == m
		}
		if !found {
			list = append(list, m)
		}
	}
	return list
}
