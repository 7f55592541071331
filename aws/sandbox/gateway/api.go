package gateway

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"agentcore-workshop/aws/sandbox/core"
	"agentcore-workshop/aws/sandbox/hosting"
)

const (
	callOut   = 30 * time.Second // what a call of an API may take
	maxAnswer = 6 << 20          // bytes that a tool may answer; [K]
	maxFault  = 2000             // bytes of an API's error that are shown
)

// callAPI sends what a tool's operation says, with the credential that the target is configured for.
func (v *visit) callAPI(t *target, one *tool, in *callParams) (string, error) {
	ctx, cancel := context.WithTimeout(v.Call, callOut)
	defer cancel()
	r, err := one.request.build(ctx, in.Arguments)
	if err != nil {
		return "", &toolFault{err.Error()}
	}
	v.passHeaders(t, r)
	if err := v.credential(t, r, in); err != nil {
		return "", err
	}
	answer, err := v.Cloud.HTTP.Do(r)
	if err != nil {
		return "", &toolFault{"The API " + r.URL.Host + " cannot be reached."}
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(io.LimitReader(answer.Body, maxAnswer))
	if err != nil {
		return "", &toolFault{"The answer of the API " + r.URL.Host + " broke off."}
	}
	if answer.StatusCode >= http.StatusBadRequest {
		text := string(body[:min(len(body), maxFault)])
		return "", &toolFault{fmt.Sprintf("The API %s answered %d %s: %s", r.URL.Host, answer.StatusCode, http.StatusText(answer.StatusCode), text)}
	}
	return string(body), nil
}

// passHeaders hands those of the caller's headers on that the target allows (metadataConfiguration).
func (v *visit) passHeaders(t *target, r *http.Request) {
	var allowed []string
	_ = core.Bind(hosting.Branch(t.Config, "metadataConfiguration")["allowedRequestHeaders"], &allowed) // the model lets only lists of strings through
	for _, name := range allowed {
		if value := v.r.Header.Get(name); value != "" && !strings.EqualFold(name, "Authorization") {
			r.Header.Set(name, value)
		}
	}
}

// build puts the arguments where the operation wants them.
func (a *apiRequest) build(ctx context.Context, arguments core.Object) (*http.Request, error) {
	path, query, header, body := a.path, url.Values{}, http.Header{}, core.Object{}
	for name, value := range arguments {
		switch a.places[name] {
		case "path":
			path = strings.ReplaceAll(path, "{"+name+"}", url.PathEscape(plain(value)))
		case "query":
			if list, ok := value.([]any); ok {
				for _, item := range list {
					query.Add(name, plain(item))
				}
				continue
			}
			query.Set(name, plain(value))
		case "header":
			header.Set(name, plain(value))
		case "body":
			body[name] = value
		}
	}
	var payload io.Reader
	if content := any(body); len(body) > 0 {
		if a.wholeBody {
			content = body["body"]
		}
		data, err := json.Marshal(content)
		if err != nil {
			return nil, err
		}
		payload = bytes.NewReader(data)
		header.Set("Content-Type", "application/json")
	}
	r, err := http.NewRequestWithContext(ctx, a.method, a.server+path, payload)
	if err != nil {
		return nil, fmt.Errorf("the arguments make no address of %s", a.path)
	}
	r.Header = header
	r.Header.Set("Accept", "application/json")
	r.URL.RawQuery = query.Encode()
	return r, nil
}

// plain is a JSON value as it stands in an address: numbers without an exponent, text as it is.
func plain(value any) string {
	if text, ok := value.(string); ok {
		return text
	}
	data, err := json.Marshal(value)
	if err != nil {
		return ""
	}
	return string(data)
}
