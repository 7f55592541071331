package aws

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
)

// Break puts a fault of the practice cloud into force, and Repair lifts it. Both are for lessons: anywhere else they are
// errors, and nothing is sent.
func (c *Cloud) Break(ctx context.Context, fault string) error {
	return c.steer(ctx, http.MethodPost, "faults", map[string]string{"name": fault})
}

// Repair lifts a fault of the practice cloud.
func (c *Cloud) Repair(ctx context.Context, fault string) error {
	return c.steer(ctx, http.MethodDelete, "faults/"+url.PathEscape(fault), nil)
}

// ExpireSession lets a consent's session at the practice cloud end at once instead of after ten minutes.
func (c *Cloud) ExpireSession(ctx context.Context, session string) error {
	return c.steer(ctx, http.MethodPost, "expire", map[string]string{"session": session})
}

// ExpireTokens lets the access tokens end that the practice cloud's vault has for an agent from a provider.
func (c *Cloud) ExpireTokens(ctx context.Context, account, workload, provider string) error {
	return c.steer(ctx, http.MethodPost, "expire", map[string]string{"account": account, "region": c.Region(), "workload": workload, "provider": provider})
}

// steer asks the practice cloud's own paths. It is no call of the workshop's, so no recorder hears of it.
func (c *Cloud) steer(ctx context.Context, method, path string, in any) error {
	_, err := c.steerFor(ctx, method, path, in)
	return err
}

// steerFor is steer with what was answered.
func (c *Cloud) steerFor(ctx context.Context, method, path string, in any) ([]byte, error) {
	operation := method + " /_sandbox/" + path
	if c.shared.route == nil {
		return nil, &Error{Operation: operation, Kind: NotPractice, Err: errNotPractice}
	}
	if c.options.ReadOnly {
		return nil, &Error{Operation: operation, Kind: ReadOnlyRefused, Err: ErrReadOnly}
	}
	var body io.Reader = http.NoBody
	if in != nil {
		raw, err := json.Marshal(in)
		if err != nil {
			return nil, err
		}
		body = bytes.NewReader(raw)
	}
	at := c.shared.route.endpoint
	request, err := http.NewRequestWithContext(ctx, method, at.Scheme+"://"+at.Host+"/_sandbox/"+path, body)
	if err != nil {
		return nil, err
	}
	resp, err := c.options.Transport.RoundTrip(request)
	if err != nil {
		return nil, newError("", operation, err)
	}
	defer resp.Body.Close()
	said, _ := io.ReadAll(io.LimitReader(resp.Body, 4<<10)) // what is answered here is short
	if resp.StatusCode/100 != 2 {
		return nil, &Error{Operation: operation, Kind: Other, Status: resp.StatusCode, Err: errors.New(strings.TrimSpace(string(said)))}
	}
	return said, nil
}

// Recorder is who is told of every call, or nil.
func (c *Cloud) Recorder() Recorder { return c.options.Recorder }
