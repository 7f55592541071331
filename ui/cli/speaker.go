package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"sync"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/secret"
	"agentcore-workshop/steps/text"
)

// speaker writes whole lines, results to standard output and prose to standard error, masked where that was asked for.
type speaker struct {
	mu       sync.Mutex
	out, err io.Writer
	lang     text.Lang
	json     bool
	color    bool
	mask     *secret.Presenter
	cells    int
	// spoke counts the lines, so that the heart-beat knows whether something was said.
	spoke int
}

func newSpeaker(s IO, g *globals, l text.Lang) *speaker {
	w := &speaker{out: s.Out, err: s.Err, lang: l, json: g.json(), color: g.place.Color, cells: s.Width}
	if g.place.Present {
		w.mask = secret.NewPresenter()
	}
	return w
}

// width is how wide text may be: the terminal, or what reads well on paper.
func (w *speaker) width() int {
	if w.cells > 0 {
		return w.cells
	}
	return 100
}

// line writes a line of the result, aside one of the prose about it.
func (w *speaker) line(s string)  { w.write(w.out, s) }
func (w *speaker) aside(s string) { w.write(w.err, s) }

func (w *speaker) write(to io.Writer, s string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.spoke++
	s = w.harmless(s)
	if w.mask != nil {
		s = w.mask.Mask(s)
	}
	_, _ = io.WriteString(to, strings.TrimRight(s, "\n")+"\n")
}

// harmless is the last gate before the terminal: nothing but our own colours may steer it. Values are stripped before they are
// painted; this one is for those that somebody forgot. In JSON nothing is lost: what stands there escaped stays.
func (w *speaker) harmless(s string) string {
	if !w.color {
		return text.Strip(s)
	}
	var b strings.Builder
	for s != "" {
		at, code := ourCode(s)
		b.WriteString(text.Strip(s[:at]))
		b.WriteString(code)
		s = s[at+len(code):]
	}
	return b.String()
}

// lines is how many lines were written so far.
func (w *speaker) lines() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.spoke
}

// preface says how the result came about: with it in text, beside it in JSON.
func (w *speaker) preface(m text.Msg) {
	if w.json {
		w.aside(m.In(w.lang))
		return
	}
	w.line(m.In(w.lang))
}

func (w *speaker) warn(m text.Msg) {
	w.aside(warning.In(w.lang) + " " + m.In(w.lang))
}

// object writes a value as one line of JSON, with & and < as they are.
func (w *speaker) object(v any) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		w.aside(err.Error())
		return
	}
	w.line(spelled(b.String()))
}

// spelled writes the controls that JSON lets stand, DEL and C1, as escapes. In JSON they can only be part of a string.
func spelled(s string) string {
	if !strings.ContainsFunc(s, func(r rune) bool { return r >= 0x7f && r < 0xa0 }) {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		if r >= 0x7f && r < 0xa0 {
			fmt.Fprintf(&b, "\\u%04x", r)
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

// result writes what a command found: one JSON object, or words.
func (w *speaker) result(v any, words func() string) {
	if w.json {
		w.object(v)
		return
	}
	if s := words(); s != "" {
		w.line(s)
	}
}

var (
	warning = text.T{En: "warning:", Ko: "경고:"}
	problem = text.T{En: "error:", Ko: "오류:"}
	cause   = text.T{En: "cause:", Ko: "원인:"}
	remedy  = text.T{En: "fix:", Ko: "해결:"}
	docs    = text.T{En: "docs:", Ko: "문서:"}
	request = text.T{En: "request id:", Ko: "요청 ID:"}
)

// failure tells what went wrong: an object on standard output in JSON, else lines of message, cause and fix on standard
// error. Texts that others wrote may hold secrets, so those are taken out.
func (w *speaker) failure(f *flow.Failure) {
	if w.json {
		wire := f.Wire(w.lang)
		wire.Message, wire.Cause = clean(wire.Message), clean(wire.Cause)
		w.object(struct {
			Error *flow.ErrorWire `json:"error"`
		}{wire})
		return
	}
	for _, s := range failureLines(f, w.lang) {
		w.aside(s)
	}
}

// clean takes what looks like a secret out of a text that others may have written, and before that what would steer the
// terminal: an escape sequence in the middle of a secret would hide it.
func clean(s string) string { return secret.NewRedactor().Redact(text.Strip(s)) }

func failureLines(f *flow.Failure, l text.Lang) []string {
	wire := f.Wire(l)
	var lines []string
	for _, part := range []struct {
		label text.T
		value string
	}{{problem, wire.Message}, {cause, wire.Cause}, {remedy, wire.Fix}, {docs, wire.Docs}, {request, wire.RequestID}} {
		if part.value != "" {
			lines = append(lines, part.label.In(l)+" "+clean(part.value))
		}
	}
	return lines
}
