package oauth

import (
	"crypto/subtle"
	"errors"
	"net/url"
	"slices"
	"strings"

	"agentcore-workshop/steps/secret"
)

// Reasons why a pasted text cannot be used. None of them ends the attempt: the box stays open.
var (
	ErrPastedNothing = errors.New("nothing was pasted")
	ErrPastedState   = errors.New("the pasted address answers another sign-in: its state differs")
	ErrPastedTarget  = errors.New("the pasted address is not the redirect address")
	ErrPastedNoCode  = errors.New("the pasted address carries no code")
)

// Pasted is what a person brought from the browser's address bar.
type Pasted struct {
	Code   secret.Text
	Values url.Values
	// Unproven is set when no state came along, so that nothing proves that this answers our question.
	Unproven bool
}

// ParsePasted understands the full redirect address, its query alone, or just the code. state is checked first where there is
// one. A refusal in the address comes back as *Error.
func ParsePasted(redirectURI, state, pasted string) (Pasted, error) {
	pasted = strings.Trim(strings.TrimSpace(pasted), "\"'`<>")
	words := slices.ContainsFunc(strings.Split(pasted, "\n"), func(line string) bool { return len(strings.Fields(line)) > 1 })
	pasted = strings.Join(strings.Fields(pasted), "") // terminals break long lines
	switch {
	case pasted == "":
		return Pasted{}, ErrPastedNothing
	case !strings.ContainsAny(pasted, "?=/&"):
		if words || strings.ContainsFunc(pasted, notOfACode) {
			return Pasted{}, ErrPastedNoCode
		}
		return Pasted{Code: secret.New(pasted), Values: url.Values{"code": {pasted}}, Unproven: true}, nil
	}
	query, err := pastedQuery(redirectURI, pasted)
	if err != nil {
		return Pasted{}, err
	}
	got := query.Get("state")
	if got != "" && subtle.ConstantTimeCompare([]byte(got), []byte(state)) != 1 {
		return Pasted{}, ErrPastedState
	}
	if code := query.Get("error"); code != "" {
		return Pasted{}, &Error{Code: code, Description: query.Get("error_description")}
	}
	if query.Get("code") == "" && query.Get("session_id") == "" {
		return Pasted{}, ErrPastedNoCode
	}
	return Pasted{Code: secret.New(query.Get("code")), Values: query, Unproven: got == ""}, nil
}

// notOfACode finds what no code has: a code is visible ASCII (RFC 6749 A.11), so words in Hangul, say, are not one. Sending
// them would end the attempt with a refusal that blames the code.
func notOfACode(r rune) bool { return r <= ' ' || r > '~' }

// pastedQuery is the query of an address that must be the redirect address, as far as it is given.
func pastedQuery(redirectURI, pasted string) (url.Values, error) {
	before, query, found := strings.Cut(pasted, "?")
	if !found {
		if strings.Contains(pasted, "://") {
			return nil, ErrPastedNoCode
		}
		before, query = "", pasted
	}
	if before != "" {
		want, err := url.Parse(redirectURI)
		if err != nil {
			return nil, err
		}
		if !strings.Contains(before, "://") {
			before = want.Scheme + "://" + before // address bars hide the scheme
		}
		got, err := url.Parse(before)
		if err != nil || !strings.EqualFold(got.Host, want.Host) || strings.TrimSuffix(got.Path, "/") != strings.TrimSuffix(want.Path, "/") {
			return nil, ErrPastedTarget
		}
	}
	query, _, _ = strings.Cut(query, "#")
	values, err := url.ParseQuery(query)
	if err != nil {
		return nil, ErrPastedNoCode
	}
	return values, nil
}
