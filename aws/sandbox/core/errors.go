package core

import "fmt"

// Error is a failure as AWS reports it. Code is the wire code ("ValidationException"); Status is the HTTP status, or zero
// to let the service model of the operation decide (400 where it is silent).
type Error struct {
	Code    string
	Message string
	Status  int
	// Members are further members of the modelled error shape, such as reason and fieldList.
	Members Object
}

func (e *Error) Error() string { return e.Code + ": " + e.Message }

// Errorf makes an Error whose status comes from the service model.
func Errorf(code, format string, args ...any) *Error {
	return &Error{Code: code, Message: fmt.Sprintf(format, args...)}
}
