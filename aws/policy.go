package aws

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// Policy is an IAM policy document.
type Policy struct {
	Version   string
	Statement []Statement
	// Text is the document as JSON.
	Text string `json:"-"`
}

// Statement is one statement of a policy.
type Statement struct {
	Sid, Effect                              string
	Action, NotAction, Resource, NotResource Strings
	// Principal are the principals by kind ("Service", "AWS"); everybody is "*" under "*".
	Principal Principals
	// Condition is operator, key, values: {"StringEquals": {"aws:SourceAccount": […]}}.
	Condition map[string]map[string]Strings
}

// Strings is a list that IAM also lets people write as one string.
type Strings []string

// UnmarshalJSON takes a string, a number, a boolean, or a list of them.
func (s *Strings) UnmarshalJSON(b []byte) error {
	var many []any
	if json.Unmarshal(b, &many) != nil {
		var one any
		if err := json.Unmarshal(b, &one); err != nil {
			return err
		}
		many = []any{one}
	}
	*s = (*s)[:0]
	for _, v := range many {
		*s = append(*s, fmt.Sprint(v))
	}
	return nil
}

// Principals are principals by kind.
type Principals map[string]Strings

// UnmarshalJSON takes "*" as well as an object.
func (p *Principals) UnmarshalJSON(b []byte) error {
	var everybody string
	if json.Unmarshal(b, &everybody) == nil {
		*p = Principals{"*": {everybody}}
		return nil
	}
	var kinds map[string]Strings
	if err := json.Unmarshal(b, &kinds); err != nil {
		return err
	}
	*p = kinds
	return nil
}

// ParsePolicy reads a document as IAM's API gives it: JSON, URL-encoded (RFC 3986).
func ParsePolicy(document string) (Policy, error) {
	if decoded, err := url.PathUnescape(document); err == nil && !strings.HasPrefix(strings.TrimSpace(document), "{") {
		document = decoded
	}
	var raw struct {
		Version   string
		Statement json.RawMessage
	}
	if err := json.Unmarshal([]byte(document), &raw); err != nil {
		return Policy{}, fmt.Errorf("policy document: %w", err)
	}
	policy := Policy{Version: raw.Version, Text: document}
	if len(raw.Statement) > 0 && raw.Statement[0] == '{' { // one statement may stand without a list
		raw.Statement = append(append(json.RawMessage("["), raw.Statement...), ']')
	}
	if len(raw.Statement) > 0 {
		if err := json.Unmarshal(raw.Statement, &policy.Statement); err != nil {
			return Policy{}, fmt.Errorf("policy document: %w", err)
		}
	}
	return policy, nil
}

// Services are the services that a trust policy lets take the role.
func (p Policy) Services() []string {
	var all []string
	for _, s := range p.Statement {
		if s.Effect == "Allow" {
			all = append(all, s.Principal["Service"]...)
		}
	}
	return all
}

// Allows reports whether a policy, by itself and without looking at conditions, allows an action on a resource. An explicit
// denial wins. Use Simulate where IAM's own judgement is needed.
func (p Policy) Allows(action, resource string) bool {
	return p.has("Allow", action, resource) && !p.Denies(action, resource)
}

// Denies reports whether a policy denies an action on a resource explicitly, without looking at conditions: no other policy
// can then allow it.
func (p Policy) Denies(action, resource string) bool { return p.has("Deny", action, resource) }

func (p Policy) has(effect, action, resource string) bool {
	return slices.ContainsFunc(p.Statement, func(s Statement) bool {
		on := matchesAny(s.Resource, resource, false) || len(s.NotResource) > 0 && !matchesAny(s.NotResource, resource, false)
		return s.Effect == effect && on && s.covers(action)
	})
}

// covers reports whether a statement is about an action.
func (s Statement) covers(action string) bool {
	return matchesAny(s.Action, action, true) || len(s.NotAction) > 0 && !matchesAny(s.NotAction, action, true)
}

func matchesAny(patterns Strings, value string, fold bool) bool {
	for _, pattern := range patterns {
		if fold {
			pattern, value = strings.ToLower(pattern), strings.ToLower(value)
		}
		if matches(pattern, value) {
			return true
		}
	}
	return false
}

// matches compares with IAM's wildcards: * is any text, ? any one character.
func matches(pattern, value string) bool {
	star, mark, i, j := -1, 0, 0, 0
	for j < len(value) {
		switch {
		case i < len(pattern) && pattern[i] == '*':
			star, mark = i, j
			i++
		case i < len(pattern) && (pattern[i] == '?' || pattern[i] == value[j]):
			i++
			j++
		case star >= 0:
			mark++
			i, j = star+1, mark
		default:
			return false
		}
	}
	return strings.Trim(pattern[i:], "*") == ""
}
