package sandbox

import (
	"bytes"
	"net/http"
	"strconv"
)

// writer remembers the status of an answer and can spoil the answer: end the connection without one, or in its middle.
type writer struct {
	http.ResponseWriter
	status   int
	truncate bool
	dropped  bool
	held     bytes.Buffer // the body of an answer that is to be cut
}

// Unwrap lets http.ResponseController reach the writer underneath.
func (w *writer) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// FlushError lets pages and operations stream; http.ResponseController calls it. The error says that nothing can be.
func (w *writer) FlushError() error {
	if w.truncate {
		return nil // what is to be cut goes out at its end
	}
	return http.NewResponseController(w.ResponseWriter).Flush()
}

func (w *writer) WriteHeader(status int) {
	if w.status != 0 || w.dropped {
		return
	}
	w.status = status
	if !w.truncate {
		w.ResponseWriter.WriteHeader(status)
	}
}

func (w *writer) Write(data []byte) (int, error) {
	if w.dropped {
		return 0, http.ErrAbortHandler
	}
	if w.status == 0 {
		w.WriteHeader(http.StatusOK)
	}
	if w.truncate {
		return w.held.Write(data)
	}
	return w.ResponseWriter.Write(data)
}

// dropper is a ResponseWriter of our own that can be told to answer nothing.
type dropper interface{ Drop() }

// drop ends the connection without an answer, or without the rest of one.
func (w *writer) drop() {
	w.dropped = true
	if d, ok := w.ResponseWriter.(dropper); ok {
		d.Drop()
		return
	}
	if conn, _, err := http.NewResponseController(w.ResponseWriter).Hijack(); err == nil {
		_ = conn.Close() // it is to be broken; how does not matter
	}
}

// finish sends the first half of an answer that is to be cut, under the length of the whole.
func (w *writer) finish() {
	if !w.truncate || w.dropped || w.status == 0 {
		return
	}
	whole := w.held.Bytes()
	w.Header().Set("Content-Length", strconv.Itoa(len(whole)))
	w.ResponseWriter.WriteHeader(w.status)
	_, _ = w.ResponseWriter.Write(whole[:len(whole)/2]) // the cut is the purpose
	if len(whole) > 0 {
		w.drop()
	}
}
