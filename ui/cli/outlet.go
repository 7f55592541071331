package cli

import (
	"io"
	"sync"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// outlet is standard output as the process got it, which remembers that a write failed: on a full disk nothing would be said else,
// and a script would take half a result for a whole one. A reader that has gone (| head) is no failure: the system ends the process.
// An output that was closed (>&-) cannot be told from one that is not wanted: before the program begins, Go's runtime opens the null
// device in its place, as whoever throws output away does. go, git and the AWS CLI end with 0 there, too.
type outlet struct {
	to    io.Writer
	mu    sync.Mutex
	first error
}

func (o *outlet) Write(p []byte) (int, error) {
	n, err := o.to.Write(p)
	if err != nil {
		o.mu.Lock()
		defer o.mu.Unlock()
		if o.first == nil {
			o.first = err
		}
	}
	return n, err
}

func (o *outlet) failed() error {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.first
}

// inner is the output itself, for processes that write to it.
func inner(w io.Writer) io.Writer {
	if o, wrapped := w.(*outlet); wrapped {
		return o.to
	}
	return w
}

func notTold(err error) *flow.Failure {
	return &flow.Failure{
		Code: "NotTold", Exit: flow.ExitOther, Err: err,
		Message: text.T{En: "The result could not be written to standard output.", Ko: "결과를 표준 출력에 쓰지 못했습니다."}.With(),
		Cause:   text.Plain(err.Error()),
		Fix:     text.T{En: "What was asked for is done; only the answer is lost. Make room, or write it elsewhere, and ask again.", Ko: "작업은 끝났지만 결과가 사라졌습니다. 공간을 확보하거나 다른 곳에 쓰도록 한 다음 다시 실행하세요."}.With(),
	}
}
