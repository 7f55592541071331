package flow

import (
	"context"
	"errors"

	"agentcore-workshop/steps/text"
)

// Exit is a process exit status. The numbers are the AWS CLI's, with 1 for a failed check and 124 for a time-out.
type Exit int

const (
	ExitDone        Exit = 0
	ExitCheckFailed Exit = 1
	ExitTimedOut    Exit = 124
	ExitInterrupted Exit = 130
	ExitUsage       Exit = 252
	ExitConfig      Exit = 253
	ExitService     Exit = 254
	ExitOther       Exit = 255
)

// Failure is an error as a person needs it: what was wrong, why, and what to do next.
type Failure struct {
	// Code is the field's own name for it: an AWS error code, an OAuth error, or one of ours ("CredentialsMissing").
	Code      string
	Message   text.Msg
	Cause     text.Msg
	Fix       text.Msg
	Docs      string
	RequestID string
	Exit      Exit
	Err       error
}

func (f *Failure) Error() string { return f.Message.String() }
func (f *Failure) Unwrap() error { return f.Err }

// AsFailure finds the Failure in an error, or makes one that keeps the error's own words.
func AsFailure(err error) *Failure {
	if err == nil {
		return nil
	}
	var f *Failure
	if errors.As(err, &f) {
		return f
	}
	switch {
	case errors.Is(err, ErrChecksFailed):
		return &Failure{Code: "ChecksFailed", Message: text.T{En: "At least one check failed.", Ko: "통과하지 못한 점검이 있습니다."}.With(), Exit: ExitCheckFailed, Err: err}
	case errors.Is(err, context.DeadlineExceeded):
		return &Failure{Code: "TimedOut", Message: text.T{En: "The time for this ran out.", Ko: "정해진 시간이 지났습니다."}.With(), Exit: ExitTimedOut, Err: err}
	case errors.Is(err, context.Canceled):
		return &Failure{Code: "Interrupted", Message: text.T{En: "Interrupted.", Ko: "중단했습니다."}.With(), Exit: ExitInterrupted, Err: err}
	}
	return &Failure{Code: "Unexpected", Message: text.Plain(err.Error()), Exit: ExitOther, Err: err}
}

// ErrChecksFailed ends the verify step when a check failed. A run goes on after it, and exits with 1.
var ErrChecksFailed = errors.New("at least one check failed")
