package sigv4

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// Kind is what is wrong with a signature.
type Kind int

// The kinds, in the order in which they are looked for.
const (
	Incomplete Kind = iota // parts are missing, or cannot be read
	UnknownKey             // nobody has this access key
	Mismatch               // signed with another secret, for another place, or of something else than was sent
	Expired                // a presigned request whose time is over
)

// Failure is why a request is refused.
type Failure struct {
	Kind Kind
	Text string
}

// Expect is what a request must be signed for. Empty parts may be anything.
type Expect struct{ Service, Region string }

// tolerance is how far a request's date may be from AWS's clock, and how long after its end a presigned one is taken.
const tolerance = 15 * time.Minute

const (
	algorithm = "AWS4-HMAC-SHA256"
	stampForm = "20060102T150405Z"
	tokenText = "The security token included in the request is invalid."
	wrongText = "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and " +
		"signing method. Consult the service documentation for details."
)

// Verify checks the signature of a request as it was sent: r's method, address and headers, and its whole body. Secret finds the
// secret of an access key. Nil means that the request is good.
func Verify(r *http.Request, body []byte, secret func(accessKey string) (string, bool), want Expect, now time.Time) *Failure {
	s, failure := read(r)
	if failure != nil {
		return failure
	}
	key, known := secret(s.accessKey)
	if !known || s.token != "" { // long-lived keys have no session token
		return &Failure{UnknownKey, tokenText}
	}
	if failure := s.scoped(want); failure != nil {
		return failure
	}
	if failure := s.timely(now.UTC()); failure != nil {
		return failure
	}
	canonical := s.canonical(r, body)
	toSign := s.toSign(canonical)
	if hmac.Equal([]byte(s.sign(key, toSign)), []byte(strings.ToLower(s.signature))) {
		return nil
	}
	return &Failure{Mismatch, fmt.Sprintf("%s\n\nThe Canonical String for this request should have been\n'%s'\n\nThe String-to-Sign should have been\n'%s'\n",
		wrongText, canonical, toSign)}
}

// scoped holds the credential scope against the date, and against where the request arrived.
func (s *signed) scoped(want Expect) *Failure {
	switch {
	case s.terminator != "aws4_request":
		return &Failure{Mismatch, fmt.Sprintf("Credential should be scoped with a valid terminator: 'aws4_request', not '%s'.", s.terminator)}
	case want.Region != "" && s.region != want.Region:
		return &Failure{Mismatch, "Credential should be scoped to a valid region."}
	case want.Service != "" && s.service != want.Service:
		return &Failure{Mismatch, fmt.Sprintf("Credential should be scoped to correct service: '%s'.", want.Service)}
	case s.day != s.stamp[:8]:
		return &Failure{Mismatch, fmt.Sprintf("Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '%s' != '%s', from '%s'.",
			s.day, s.stamp[:8], s.stamp)}
	}
	return nil
}

// timely holds the date of a request against AWS's clock. A presigned request ends by itself, and a little later for good.
func (s *signed) timely(now time.Time) *Failure {
	const form = stampForm
	early, late := now.Add(-tolerance), now.Add(tolerance)
	switch {
	case s.date.After(late):
		return &Failure{Mismatch, fmt.Sprintf("Signature not yet current: %s is still later than %s (%s + 15 min.)", s.stamp, late.Format(form), now.Format(form))}
	case s.presigned && s.date.Add(s.expires).Before(early):
		return &Failure{Expired, "Request has expired."}
	case !s.presigned && s.date.Before(early):
		return &Failure{Mismatch, fmt.Sprintf("Signature expired: %s is now earlier than %s (%s - 15 min.)", s.stamp, early.Format(form), now.Format(form))}
	}
	return nil
}

func (s *signed) toSign(canonical string) string {
	sum := sha256.Sum256([]byte(canonical))
	return strings.Join([]string{algorithm, s.stamp, s.scope(), hex.EncodeToString(sum[:])}, "\n")
}

func (s *signed) scope() string {
	return strings.Join([]string{s.day, s.region, s.service, s.terminator}, "/")
}

func (s *signed) sign(secret, toSign string) string {
	key := []byte("AWS4" + secret)
	for _, part := range []string{s.day, s.region, s.service, s.terminator} {
		key = mac(key, part)
	}
	return hex.EncodeToString(mac(key, toSign))
}

func mac(key []byte, text string) []byte {
	h := hmac.New(sha256.New, key)
	h.Write([]byte(text))
	return h.Sum(nil)
}
