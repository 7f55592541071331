package cli

import (
	"bufio"
	"context"
	"errors"
	"io"
	"sync"
	"time"
)

// errInputEnded says that nobody can answer any more: Ctrl+D at a prompt, or the end of a pipe.
var errInputEnded = errors.New("the input has ended")

// typed reads what a person types, or what is piped in, line by line. One process has one: two readers of the same terminal
// would take lines from each other.
type typed struct {
	in io.Reader
	// person says that somebody types: then what nobody waited for is thrown away.
	person bool

	mu    sync.Mutex
	lines chan line
}

// line is a line with the time at which it came.
type line struct {
	text string
	at   time.Time
}

// typedAhead is how many lines are kept that nobody has asked for.
const typedAhead = 64

// next is the next line. A person's must have come after the question: an old one would answer what nobody had seen yet.
// The error is errInputEnded, or why ctx ended.
func (t *typed) next(ctx context.Context, asked time.Time) (string, error) {
	lines := t.open()
	for {
		select {
		case l, more := <-lines:
			switch {
			case !more:
				t.closed(lines)
				return "", errInputEnded
			case t.person && l.at.Before(asked):
				continue
			}
			return l.text, nil
		case <-ctx.Done():
			return "", context.Cause(ctx)
		}
	}
}

// open starts reading, once; after an end, once more: a terminal goes on after Ctrl+D.
func (t *typed) open() chan line {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.lines == nil {
		t.lines = make(chan line, typedAhead)
		go t.read(t.lines)
	}
	return t.lines
}

func (t *typed) closed(lines chan line) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.lines == lines {
		t.lines = nil
	}
}

func (t *typed) read(to chan<- line) {
	defer close(to)
	lines := bufio.NewScanner(t.in)
	lines.Buffer(nil, maxInput)
	for lines.Scan() {
		l := line{lines.Text(), time.Now()}
		if !t.person {
			to <- l // a pipe waits
			continue
		}
		select {
		case to <- l:
		default: // so many lines that nobody asked for
		}
	}
}
