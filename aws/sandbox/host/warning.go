package host

import "errors"

// What Options.Warn hears of: the practice cloud goes on, but not as it should. Whoever speaks another language tells them
// apart with errors.Is.
var (
	ErrInMemory = errors.New("the practice cloud goes on in memory, since its directory cannot be used")
	ErrEmpty    = errors.New("the practice cloud starts empty: its state cannot be read and was kept aside")
	ErrUnfound  = errors.New("other processes will not find the practice cloud")
	ErrUnsaved  = errors.New("the practice cloud's state could not be saved")
)

// Warning is one of these, with its cause.
type Warning struct{ What, Cause error }

func (w *Warning) Error() string   { return w.What.Error() + ": " + w.Cause.Error() }
func (w *Warning) Unwrap() []error { return []error{w.What, w.Cause} }
