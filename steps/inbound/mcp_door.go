package inbound

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/modelcontextprotocol/go-sdk/jsonrpc"
	"github.com/modelcontextprotocol/go-sdk/mcp"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/secret"
)

// DoorRefusal is a door's answer to a request that it does not let in.
type DoorRefusal struct {
	Status int
	// Challenge is WWW-Authenticate (RFC 6750), which names the protected-resource metadata (RFC 9728).
	Challenge string
	// Message is the door's own word; Reason is the practice cloud's, which AWS does not tell, or empty.
	Message, Reason string
}

func (d *DoorRefusal) Error() string {
	return "HTTP " + strconv.Itoa(d.Status) + " " + http.StatusText(d.Status) + ": " + d.Message
}

// mcpDoor puts the token on every request, names the requests for the recorder, and remembers what kept a request from being
// answered, of which the SDK keeps the words only.
type mcpDoor struct {
	next   http.RoundTripper
	bearer secret.Text

	mu      sync.Mutex
	values  context.Context
	refused *DoorRefusal
	broken  error
}

// enter is called before each request: its context is what the recorder finds its report in.
func (d *mcpDoor) enter(ctx context.Context) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.values, d.refused, d.broken = ctx, nil, nil
}

func (d *mcpDoor) RoundTrip(r *http.Request) (*http.Response, error) {
	var message struct {
		Method string `json:"method"`
	}
	operation := r.Method + " " + r.URL.Path
	if r.Body != nil {
		body, err := io.ReadAll(r.Body)
		r.Body.Close()
		if err != nil {
			return nil, err
		}
		if json.Unmarshal(body, &message) == nil && message.Method != "" {
			operation = message.Method
		}
		r = r.Clone(r.Context())
		r.Body = io.NopCloser(bytes.NewReader(body))
	}
	d.mu.Lock()
	ctx := valued{r.Context(), d.values}
	d.mu.Unlock()
	named := aws.Named(ctx, "mcp", operation, operation != "tools/call")
	if r.Method != http.MethodPost || strings.HasPrefix(message.Method, "notifications/") {
		_, named, _ = steps.HopOf(named) // a drawing shows what is asked and answered
	}
	r = r.Clone(named)
	if !d.bearer.Empty() {
		r.Header.Set("Authorization", "Bearer "+d.bearer.Reveal())
	}
	resp, err := d.next.RoundTrip(r)
	var refused *DoorRefusal
	if err == nil && refuses(resp.StatusCode) {
		refused, err = RefusalOf(resp)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if refused != nil {
		d.refused = refused
	}
	if err != nil {
		d.broken = err
	}
	return resp, err
}

// refuses reports a status that is about the door and not about the message: who may enter, too many requests, the door's own trouble.
func refuses(status int) bool {
	return status == http.StatusUnauthorized || status == http.StatusForbidden || status == http.StatusTooManyRequests || status >= http.StatusInternalServerError
}

// RefusalOf reads a refusal and leaves the answer as it was.
func RefusalOf(resp *http.Response) (*DoorRefusal, error) {
	body, err := io.ReadAll(io.LimitReader(resp.Body, 1<<16))
	resp.Body.Close()
	resp.Body = io.NopCloser(bytes.NewReader(body))
	var said struct {
		Error   struct{ Message string }
		Message string
	}
	if json.Unmarshal(body, &said) != nil { // not every door speaks JSON
		said.Message = string(body)
	}
	return &DoorRefusal{resp.StatusCode, resp.Header.Get("WWW-Authenticate"), cmp.Or(said.Error.Message, said.Message), resp.Header.Get(headerReason)}, err
}

// headerReason is a header of the practice cloud alone: AWS does not tell why a door refuses.
const headerReason = "X-Practice-Cloud-Refusal"

// explained is an error of the SDK as what it means.
func (d *mcpDoor) explained(err error) error {
	var rpc *jsonrpc.Error
	d.mu.Lock()
	refused, broken := d.refused, d.broken
	d.mu.Unlock()
	switch {
	case refused != nil:
		return refused
	case broken != nil:
		return broken
	case !errors.As(err, &rpc):
		return err
	case rpc.Code == mcp.CodeURLElicitationRequired:
		return elicitationOf(rpc)
	}
	return &rpcFailure{rpc.Code, rpc.Message}
}

// valued is a context that ends when its own does, and finds values in another where it has none: the SDK sends from contexts of
// its own making.
type valued struct {
	context.Context
	values context.Context
}

func (v valued) Value(key any) any {
	if found := v.Context.Value(key); found != nil {
		return found
	}
	return v.values.Value(key)
}
