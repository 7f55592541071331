// Package secret holds what must never be seen. It is a leaf: it imports nothing of ours, and anything may import it.
//
// A Text cannot be formatted, logged or marshalled by accident: every such way shows a mask. Reveal is the one way to the
// value, so that a search for "Reveal(" finds every place where a secret leaves the program.
package secret

import (
	"crypto/subtle"
	"fmt"
	"log/slog"
)

// Mask is what stands wherever a secret would.
const Mask = "••••••••"

// Text is a secret string: a client secret, a password, a token.
type Text struct{ value string }

// New makes a secret of a string.
func New(value string) Text { return Text{value} }

// Reveal returns the value. Call it only where the value leaves for the party that is meant to have it.
func (t Text) Reveal() string { return t.value }

// Empty reports whether there is no secret.
func (t Text) Empty() bool { return t.value == "" }

// Len is the length of the value in bytes, which a screen may show to tell two secrets apart.
func (t Text) Len() int { return len(t.value) }

// Equal compares in constant time.
func (t Text) Equal(u Text) bool {
	return subtle.ConstantTimeCompare([]byte(t.value), []byte(u.value)) == 1
}

// String, GoString, Format, MarshalJSON, MarshalText and LogValue show the mask, whatever verb or encoder asks.
func (t Text) String() string {
	if t.Empty() {
		return ""
	}
	return Mask
}

func (t Text) GoString() string             { return "secret.Text{" + t.String() + "}" }
func (t Text) Format(f fmt.State, _ rune)   { fmt.Fprint(f, t.String()) }
func (t Text) MarshalText() ([]byte, error) { return []byte(t.String()), nil }
func (t Text) LogValue() slog.Value         { return slog.StringValue(t.String()) }
func (t Text) MarshalJSON() ([]byte, error) { return []byte(`"` + t.String() + `"`), nil }
