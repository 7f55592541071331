package cli

import (
	"sync"
	"time"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// Nothing is silent for longer than two seconds: a line is said when four short ticks have passed without one. While a
// person is waited for, lines would only disturb, so there they come rarely.
const (
	tick          = 450 * time.Millisecond
	quietTicks    = 4
	patienceTicks = 64
)

// heartbeat says, on standard error, that the work goes on.
type heartbeat struct {
	say *speaker

	mu      sync.Mutex
	lang    text.Lang
	doing   string
	waiting bool
	// browser says that it is a browser that is waited for: meanwhile the program may ask how that stands.
	browser bool

	done chan struct{}
	gone chan struct{}
}

func startHeartbeat(s IO, say *speaker) *heartbeat {
	h := &heartbeat{say: say, lang: say.lang, done: make(chan struct{}), gone: make(chan struct{})}
	ticks, stop := s.every(tick)
	go h.run(ticks, stop)
	return h
}

// saw remembers what is going on.
func (h *heartbeat) saw(e flow.Event, l text.Lang) {
	h.mu.Lock()
	defer h.mu.Unlock()
	switch e.Body.(type) {
	case flow.Note:
		return // a note beside a question does not answer it
	case flow.Call:
		if h.waiting && h.browser {
			return
		}
	}
	h.waiting = false
	switch b := e.Body.(type) {
	case flow.StepStarted:
		h.doing = b.Title.In(l)
	case flow.Call:
		h.doing = b.Service + " " + b.Operation
	case flow.Resource:
		h.doing = b.LogicalID + " " + b.Status
	case flow.NeedsUser:
		h.waiting, h.browser = true, b.Kind == flow.Consent
	}
}

func (h *heartbeat) run(ticks <-chan time.Time, stop func()) {
	defer close(h.gone)
	defer stop()
	quiet, heard, all := 0, h.say.lines(), 0
	for {
		select {
		case <-h.done:
			return
		case <-ticks:
		}
		if now := h.say.lines(); now != heard {
			quiet, heard, all = 0, now, 0
			continue
		}
		quiet, all = quiet+1, all+1
		if message, due := h.due(quiet, all); due {
			h.say.aside(message.In(h.lang))
			quiet, heard = 0, h.say.lines()
		}
	}
}

// due is the line to say after so many quiet ticks.
func (h *heartbeat) due(quiet, all int) (text.Msg, bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	elapsed := (time.Duration(all) * tick).Round(time.Second)
	switch {
	case h.waiting && quiet >= patienceTicks:
		return text.T{En: "… waiting for you, %s", Ko: "… 응답을 기다리고 있습니다. %s"}.With(elapsed), true
	case h.waiting || quiet < quietTicks:
		return text.Msg{}, false
	case h.doing == "":
		return text.T{En: "… still at work, %s", Ko: "… 진행 중입니다. %s"}.With(elapsed), true
	}
	return text.T{En: "… still at work: %s, %s", Ko: "… 진행 중입니다: %s, %s"}.With(h.doing, elapsed), true
}

func (h *heartbeat) stop() {
	close(h.done)
	<-h.gone
}
