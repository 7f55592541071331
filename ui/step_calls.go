package ui

import (
	"strings"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
	"agentcore-workshop/ui/widget"
)

// callCount is a number of calls in words.
func callCount(n int) text.Msg {
	if n == 1 {
		return text.T{En: "1 call", Ko: "호출 1개"}.With()
	}
	return text.T{En: "%d calls", Ko: "호출 %d개"}.With(n)
}

// pathOf is an address without its scheme, host and query: enough to recognise a request in a diagram.
func pathOf(url string) string {
	if _, rest, ok := strings.Cut(url, "://"); ok {
		if i := strings.IndexByte(rest, '/'); i >= 0 {
			url = rest[i:]
		} else {
			url = "/"
		}
	}
	path, _, _ := strings.Cut(url, "?")
	return path
}

// recent are the last calls, the latest first.
func recent(p *widget.Pen, calls []flow.Call, width int, all bool) []string {
	n := min(len(calls), 3)
	if all {
		n = len(calls)
	}
	lines := make([]string, 0, n)
	for i := len(calls) - 1; i >= len(calls)-n; i-- {
		lines = append(lines, callLine(p, calls[i], width))
	}
	return lines
}

// looks reports whether an operation of an API only reads. Those that get a token are another matter: they make one.
func looks(operation string) bool {
	for _, verb := range []string{"Describe", "Get", "List", "Head", "AdminGet"} {
		if strings.HasPrefix(operation, verb) && !strings.Contains(operation, "Token") {
			return true
		}
	}
	return false
}

// foundNothing reports whether a call only looked, and what it looked for was not there: an answer, not a failure.
func foundNothing(c flow.Call) bool {
	if !looks(c.Operation) || c.Status < 400 || c.Status >= 500 {
		return false
	}
	for _, word := range []string{"NotFound", "NoSuchEntity", "does not exist"} {
		if strings.Contains(c.Err, word) {
			return true
		}
	}
	return c.Status == 404
}

func callLine(p *widget.Pen, c flow.Call, width int) string {
	glyph, ink := "→", p.Theme.Dim
	if foundNothing(c) {
		line := sprintf("· %s:%s %d · %s · ", c.Service, c.Operation, c.Status, widget.Span(p.Lang, c.Duration))
		return ink.Render(text.Cut(line+p.T(text.T{En: "not there yet", Ko: "아직 없음"})+" · "+p.Line(c.Err), width))
	}
	if c.Status >= 400 || c.Status == 0 || c.Err != "" {
		glyph, ink = "✗", p.Theme.Warn
	}
	line := sprintf("%s %s:%s %d · %s", glyph, c.Service, c.Operation, c.Status, widget.Span(p.Lang, c.Duration))
	if c.Attempt > 1 {
		line += " · " + p.Say(text.T{En: "attempt %d", Ko: "%d번째 시도"}.With(c.Attempt))
	}
	if c.Err != "" {
		line += " · " + p.Line(c.Err)
	}
	return ink.Render(text.Cut(line, width))
}
