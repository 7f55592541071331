package cli

import (
	"strings"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// renderer shows a stream of events as it comes.
type renderer interface {
	// begin says where the work happens; it may be left out.
	begin(s *flow.Session)
	event(e flow.Event)
	close()
}

// renderer is the form that was asked for: plain lines, or one JSON object a line.
func (sh *shell) renderer() renderer {
	if sh.g.json() {
		return &jsonLines{say: sh.say}
	}
	return sh.newLines(sh.say.line)
}

// prose renders events beside a result: lines on standard error; in JSON only what a person must know to go on.
func (sh *shell) prose() renderer {
	if sh.g.json() {
		return &onlyNeeds{sh.newLines(sh.say.aside)}
	}
	return sh.newLines(sh.say.aside)
}

// jsonLines writes the public stream: one event a line.
type jsonLines struct{ say *speaker }

func (j *jsonLines) begin(*flow.Session) {}
func (j *jsonLines) close()              {}
func (j *jsonLines) event(e flow.Event) {
	line, err := e.JSON(j.say.lang)
	if err != nil {
		j.say.aside(err.Error())
		return
	}
	j.say.line(spelled(string(line)))
}

// onlyNeeds lets through what waits for a person.
type onlyNeeds struct{ *lines }

func (o *onlyNeeds) event(e flow.Event) {
	if _, ok := e.Body.(flow.NeedsUser); ok {
		o.lines.event(e)
	}
}

// paint colours words where colours are wanted.
type paint struct{ on bool }

func (p paint) code(sgr, s string) string {
	if !p.on || s == "" {
		return s
	}
	return "\x1b[" + sgr + "m" + text.Strip(s) + "\x1b[m"
}

// ourCode finds the first colour of ours in a text: where it stands, and what it is; the end of the text where there is none.
func ourCode(s string) (at int, code string) {
	for from := 0; ; {
		i := strings.Index(s[from:], "\x1b[")
		if i < 0 {
			return len(s), ""
		}
		from += i
		for _, sgr := range []string{"", "1", "2", "31", "32", "33"} {
			if code := "\x1b[" + sgr + "m"; strings.HasPrefix(s[from:], code) {
				return from, code
			}
		}
		from++
	}
}

func (p paint) bold(s string) string  { return p.code("1", s) }
func (p paint) dim(s string) string   { return p.code("2", s) }
func (p paint) red(s string) string   { return p.code("31", s) }
func (p paint) green(s string) string { return p.code("32", s) }
func (p paint) amber(s string) string { return p.code("33", s) }

// status colours the word of a check's status. The word itself is an enum of the public contract and stays as it is.
func (p paint) status(s flow.CheckStatus) string {
	word := text.Pad(string(s), 4)
	switch s {
	case flow.Pass:
		return p.green(word)
	case flow.Fail:
		return p.red(word)
	case flow.Warn:
		return p.amber(word)
	}
	return p.dim(word)
}
