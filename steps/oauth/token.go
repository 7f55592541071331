package oauth

import (
	"fmt"
	"time"

	"agentcore-workshop/steps/secret"
)

// Token is what a token endpoint answered. Absent parts are empty.
type Token struct {
	Access, ID, Refresh secret.Text
	// Type is the token type, "Bearer" from Cognito.
	Type string
	// Expires is when the access token ends, by the clock of the Server that fetched it.
	Expires time.Time
	Scope   string
}

// Error is a refusal in the form of RFC 6749 5.2 and 4.1.2.1.
type Error struct {
	// Code is the error code ("invalid_client"); Description what the server adds, or empty.
	Code, Description string
	// Status is the HTTP status, or 0 when the refusal came through a redirect.
	Status int
}

func (e *Error) Error() string {
	if e.Description == "" {
		return e.Code
	}
	return fmt.Sprintf("%s (%s)", e.Code, e.Description)
}

// AnswerError is an answer that is no OAuth answer: an HTML page, an empty body, a gateway's 502.
type AnswerError struct {
	Status int
	Reason string
}

func (e *AnswerError) Error() string {
	return fmt.Sprintf("the token endpoint answered HTTP %d, and not with a token: %s", e.Status, e.Reason)
}
