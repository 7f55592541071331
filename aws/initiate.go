package aws

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
)

// ProbePasswordAuth asks a user pool for a sign-in with USER_PASSWORD_AUTH (InitiateAuth) as older documents do, with a password
// that is none: whether a client may use the flow is looked at first. The call needs no credentials, so it is plain HTTP. Kind
// Validation where the flow is not enabled, AccessDenied where it is and the password was looked at.
func (c *Cloud) ProbePasswordAuth(ctx context.Context, client, user string) error {
	body, err := json.Marshal(map[string]any{
		"AuthFlow": "USER_PASSWORD_AUTH", "ClientId": client, "AuthParameters": map[string]string{"USERNAME": user, "PASSWORD": "not the password"},
	})
	if err != nil {
		return err
	}
	base := "https://cognito-idp." + c.Region() + ".amazonaws.com"
	if at := c.place.Endpoint.Value; !c.Practice() && at != "" {
		base = strings.TrimRight(at, "/")
	}
	const service, operation = "cognito-idp", "InitiateAuth"
	r, err := http.NewRequestWithContext(Named(ctx, service, operation, false), http.MethodPost, base+"/", bytes.NewReader(body))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/x-amz-json-1.1")
	r.Header.Set("X-Amz-Target", "AWSCognitoIdentityProviderService."+operation)
	answer, err := c.http.Do(r)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode == http.StatusOK {
		return nil
	}
	var said struct {
		Type    string `json:"__type"`
		Message string `json:"message"`
	}
	raw, err := io.ReadAll(io.LimitReader(answer.Body, bodyLimit))
	if err == nil {
		err = json.Unmarshal(raw, &said)
	}
	if err != nil {
		return newError(service, operation, err)
	}
	code := bareCode(said.Type)
	return &Error{Service: service, Operation: operation, Kind: kindOfAnswer(code, said.Message, answer.StatusCode), Code: code, Message: said.Message,
		RequestID: requestID(answer.Header), Status: answer.StatusCode, Err: errors.New(code)}
}
