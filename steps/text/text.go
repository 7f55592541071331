// Package text is how the program speaks: in Korean and in English, each sentence beside what it explains.
//
// A sentence is a T, written where it is used, in both languages. A Msg is a T with its values; it travels through events
// and is put into words only where it is shown, so that the language can be switched live. Nothing here knows a terminal.
package text

import (
	"fmt"
	"strings"
)

// Lang is a language that the program speaks.
type Lang string

const (
	English Lang = "en"
	Korean  Lang = "ko"
)

// T is a sentence, or a format with the verbs of package fmt, in both languages. After a value a Korean format may name
// the particle pair that follows it: "%s{이/가} 없습니다".
type T struct{ En, Ko string }

// In returns the sentence in a language.
func (t T) In(l Lang) string { return t.With().In(l) }

// With fills in values. Values that are themselves sentences (T, Msg) are put into the same language.
func (t T) With(args ...any) Msg { return Msg{t: t, args: args} }

// Empty reports whether there is no sentence.
func (t T) Empty() bool { return t.En == "" && t.Ko == "" }

// Msg is a sentence with its values.
type Msg struct {
	t    T
	args []any
}

// Plain makes a message that reads the same in every language: a name, an identifier, a text that AWS wrote.
func Plain(s string) Msg { return T{En: "%s", Ko: "%s"}.With(s) }

// Empty reports whether there is nothing to say.
func (m Msg) Empty() bool { return m.t.Empty() }

// In puts the message into words. Values may come from anywhere: what would steer a terminal is taken out.
func (m Msg) In(l Lang) string {
	format := m.t.En
	if l == Korean {
		format = m.t.Ko
	}
	if len(m.args) == 0 {
		return particles(l, format)
	}
	args := make([]any, len(m.args))
	for i, arg := range m.args {
		args[i] = inLang(l, arg)
	}
	return Strip(particles(l, fmt.Sprintf(format, args...)))
}

// String is the English wording, for logs and tests.
func (m Msg) String() string { return m.In(English) }

// MarshalText writes the English wording; renderers that know the reader's language use In.
func (m Msg) MarshalText() ([]byte, error) { return []byte(m.String()), nil }

func inLang(l Lang, arg any) any {
	switch v := arg.(type) {
	case T:
		return v.In(l)
	case Msg:
		return v.In(l)
	case []Msg:
		words := make([]string, len(v))
		for i, m := range v {
			words[i] = m.In(l)
		}
		return strings.Join(words, ", ")
	default:
		return arg
	}
}
