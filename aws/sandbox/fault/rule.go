package fault

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
)

// Rule is one fault in force.
type Rule struct {
	Name   string `json:"name"`
	Arg    string `json:"arg,omitempty"`
	Match  Match  `json:"match"`
	Effect Effect `json:"effect"`
	// Seen counts the requests that matched, Hits those that were affected.
	Seen int `json:"seen"`
	Hits int `json:"hits"`
}

// Match says which requests a rule is about. Empty fields match everything; texts may hold * and lists with commas.
type Match struct {
	Service   string `json:"service,omitempty"`
	Operation string `json:"operation,omitempty"`
	Host      string `json:"host,omitempty"`
	Path      string `json:"path,omitempty"`
	// Kind is "api", "page", or empty for both.
	Kind string `json:"kind,omitempty"`
	// Nth affects requests from the nth match on; Count at most so many of them.
	Nth   int `json:"nth,omitempty"`
	Count int `json:"count,omitempty"`
	// Probability affects this share of the matches, 0 to 1; zero is all of them.
	Probability float64 `json:"probability,omitempty"`
}

// Effect says what happens to a request.
type Effect struct {
	Delay Duration `json:"delay,omitempty"`
	// Refuse is a refusal that each protocol words differently: Throttling, AccessDenied or ExpiredCredentials.
	Refuse string `json:"refuse,omitempty"`
	// Action is the IAM action that AccessDenied denies, such as "ssm:GetParameter".
	Action   string   `json:"action,omitempty"`
	Error    *Error   `json:"error,omitempty"`
	Drop     bool     `json:"drop,omitempty"`     // the connection ends without an answer
	Truncate bool     `json:"truncate,omitempty"` // the answer ends in its middle
	Outage   bool     `json:"outage,omitempty"`   // 503
	DateSkew Duration `json:"date_skew,omitempty"`
}

// The refusals that each protocol words differently.
const (
	Throttling         = "throttling"
	AccessDenied       = "access-denied"
	ExpiredCredentials = "expired-credentials"
)

// Error is an answer of the rule's own.
type Error struct {
	Code    string `json:"code"`
	Status  int    `json:"status,omitempty"`
	Message string `json:"message,omitempty"`
}

// Duration is a time.Duration that is written as text in JSON: "50ms".
type Duration time.Duration

// MarshalJSON writes "50ms".
func (d Duration) MarshalJSON() ([]byte, error) { return json.Marshal(time.Duration(d).String()) }

// UnmarshalJSON reads "50ms".
func (d *Duration) UnmarshalJSON(data []byte) error {
	var text string
	if err := json.Unmarshal(data, &text); err != nil {
		return errors.New(`a duration is written as text, such as "50ms"`)
	}
	parsed, err := time.ParseDuration(text)
	if err != nil {
		return fmt.Errorf("%q is not a duration such as 50ms or 1h", text)
	}
	*d = Duration(parsed)
	return nil
}

func (r Rule) check() error {
	switch {
	case r.Name == "":
		return errors.New("a rule needs a name")
	case r.Effect.Delay < 0 || time.Duration(r.Effect.Delay) > time.Minute:
		return errors.New("a delay is at most a minute")
	case r.Match.Nth < 0 || r.Match.Count < 0:
		return errors.New("nth and count are not negative")
	case r.Match.Probability < 0 || r.Match.Probability > 1:
		return errors.New("a probability is between 0 and 1")
	case r.Effect.Error != nil && r.Effect.Error.Status != 0 && (r.Effect.Error.Status < 400 || r.Effect.Error.Status > 599):
		return errors.New("an error's status is between 400 and 599")
	}
	return nil
}

// Request is what rules look at.
type Request struct {
	Service, Operation, Host, Path string
	API                            bool // an API call, as opposed to a page
}

func (m Match) fits(r Request) bool {
	switch m.Kind {
	case "api":
		if !r.API {
			return false
		}
	case "page":
		if r.API {
			return false
		}
	}
	return globs(m.Service, r.Service) && globs(m.Operation, r.Operation) && globs(m.Host, r.Host) && globs(m.Path, r.Path)
}

// globs reports whether text fits one of the comma-separated patterns, in which * is any text, without regard to case.
func globs(patterns, text string) bool {
	if patterns == "" {
		return true
	}
	for pattern := range strings.SplitSeq(patterns, ",") {
		if glob(strings.ToLower(strings.TrimSpace(pattern)), strings.ToLower(text)) {
			return true
		}
	}
	return false
}

func glob(pattern, text string) bool {
	parts := strings.Split(pattern, "*")
	if len(parts) == 1 {
		return pattern == text
	}
	first, last := parts[0], parts[len(parts)-1]
	if len(text) < len(first)+len(last) || !strings.HasPrefix(text, first) || !strings.HasSuffix(text, last) {
		return false
	}
	text = text[len(first) : len(text)-len(last)]
	for _, middle := range parts[1 : len(parts)-1] {
		at := strings.Index(text, middle)
		if at < 0 {
			return false
		}
		text = text[at+len(middle):]
	}
	return true
}
