package ui

import "sync"

// work counts what runs beside the screen: sessions' runs, looks around, pages being opened. When the program ends, what
// has begun is waited for, and what has not begun no longer does.
type work struct {
	mu   sync.Mutex
	n    int
	shut bool
	idle chan struct{}
}

func newWork() *work { return &work{idle: make(chan struct{})} }

// begin reports whether work may still begin.
func (w *work) begin() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.shut {
		return false
	}
	w.n++
	return true
}

func (w *work) end() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.n--
	if w.shut && w.n == 0 {
		close(w.idle)
	}
}

// stop lets nothing new begin, and returns a channel that is closed when nothing is left.
func (w *work) stop() <-chan struct{} {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.shut {
		w.shut = true
		if w.n == 0 {
			close(w.idle)
		}
	}
	return w.idle
}
