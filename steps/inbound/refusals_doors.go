package inbound

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strconv"
	"strings"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/secret"
	"agentcore-workshop/steps/text"
)

// doorway is a door with the token that opens it.
type doorway struct {
	// id is its name in the table and its lane in the drawing; takes is the id of the badge that it lets in.
	id, takes string
	label     text.T
	url       string
	send      func(ctx context.Context, token secret.Text) (*http.Response, error)
}

// The doors of the table.
const (
	doorRuntime = "runtime"
	doorMachine = "gateway/machine"
	doorUser    = "gateway/user"
)

// doorways are the runtime and the two gateways, which must be there.
func doorways(ctx context.Context, e *steps.Env) ([]doorway, error) {
	found, err := readyRuntime(ctx, e)
	if err != nil {
		return nil, err
	}
	doors := []doorway{{id: doorRuntime, takes: badgeUser, label: text.T{En: "the runtime", Ko: "Runtime"}, url: e.Cloud.InvocationURL(found.ARN),
		send: func(ctx context.Context, token secret.Text) (*http.Response, error) {
			return e.Cloud.Invoke(ctx, aws.Invocation{ARN: found.ARN, Token: token, Session: newSessionID(), Payload: PromptOf("May I come in?")})
		}}}
	for _, pattern := range patterns() {
		g, err := theGateway(ctx, e, pattern)
		if err != nil {
			return nil, err
		}
		d := doorway{id: doorMachine, takes: badgeMachine, label: text.T{En: "the machine's gateway", Ko: "machine 패턴의 Gateway"}, url: g.URL}
		if pattern == UserPattern {
			d = doorway{id: doorUser, takes: badgeUser, label: text.T{En: "the users' gateway", Ko: "user 패턴의 Gateway"}, url: g.URL}
		}
		d.send = func(ctx context.Context, token secret.Text) (*http.Response, error) {
			return listAt(ctx, e, g.URL, token)
		}
		doors = append(doors, d)
	}
	return doors, nil
}

// listAt asks a gateway for its tools in a single request, as a stranger would who knocks.
func listAt(ctx context.Context, e *steps.Env, address string, token secret.Text) (*http.Response, error) {
	body := []byte(`{"jsonrpc":"2.0","id":1,"method":"tools/list"}`)
	req, err := http.NewRequestWithContext(aws.Named(ctx, "mcp", "tools/list", true), http.MethodPost, address, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Accept", "application/json, text/event-stream")
	if !token.Empty() {
		req.Header.Set("Authorization", "Bearer "+token.Reveal())
	}
	return e.Cloud.HTTP().Do(req)
}

// answered is a door's answer to a badge.
type answered struct {
	door   doorway
	badge  badge
	status int
	// refused is nil when the badge was let in.
	refused *DoorRefusal
}

// knockAt shows a badge at a door. The answer is a hop of a flow, whose title says what was expected and what came.
func knockAt(ctx context.Context, e *steps.Env, r *flow.Report, flowName string, d doorway, b badge) (answered, error) {
	title := text.T{En: "%s at %s", Ko: "%s → %s"}.With(b.label, d.label)
	resp, err := d.send(steps.Titled(ctx, title), b.token)
	if err != nil {
		return answered{}, err
	}
	defer resp.Body.Close()
	a := answered{door: d, badge: b, status: resp.StatusCode}
	if resp.StatusCode == http.StatusOK {
		_, err = io.Copy(io.Discard, io.LimitReader(resp.Body, MostWord)) // what is behind the door is not the question here
	} else {
		a.refused, err = RefusalOf(resp)
	}
	if err != nil {
		return answered{}, err
	}
	hop := flow.Hop{Flow: flowName, From: "app", To: d.id, Method: http.MethodPost, URL: steps.PlainURL(d.url), Status: a.status, Title: a.told()}
	if !b.token.Empty() {
		hop.Request = "Authorization: Bearer " + secret.Mask
	}
	if a.refused != nil {
		hop.Answer = strings.TrimSpace("WWW-Authenticate: " + a.refused.Challenge + "\n\n" + a.refused.Message)
	}
	r.Hop(hop)
	return a, nil
}

// expected is the reason for which the rules refuse the badge here, or empty where they let it in.
func (a answered) expected() string {
	switch {
	case a.badge.id == a.door.takes:
		return ""
	case a.badge.bad != "":
		return a.badge.bad
	}
	return "client"
}

// reason is why the door refused: the practice cloud says it, on AWS only the status is known.
func (a answered) reason() string {
	if a.refused == nil {
		return ""
	}
	kind, _, _ := strings.Cut(a.refused.Reason, " ")
	return strings.TrimSuffix(kind, ":")
}

// asExpected compares with the rules: let in or refused, and where the door says why, for that reason.
func (a answered) asExpected() bool {
	if (a.refused == nil) != (a.expected() == "") {
		return false
	}
	return a.refused == nil || a.reason() == "" || a.reason() == a.expected()
}

// code is the answer as a cell: "200", "403 client".
func (a answered) code() string {
	if a.refused == nil {
		return strconv.Itoa(a.status)
	}
	return strings.TrimSpace(strconv.Itoa(a.status) + " " + a.reason())
}

// told is the cell in words, without the door's name.
func (a answered) told() text.Msg {
	switch {
	case a.refused == nil && a.asExpected():
		return text.T{En: "%s: let in, as expected", Ko: "%s: 예상대로 통과"}.With(a.badge.label)
	case a.refused == nil:
		return text.T{En: "%s: LET IN, though %s", Ko: "%s: 거부해야 하는데 통과(%s)"}.With(a.badge.label, refusalKinds()[a.expected()])
	case a.asExpected():
		return text.T{En: "%s: refused, as expected: %s (%q)", Ko: "%s: 예상대로 거부. %s (%q)"}.With(a.badge.label, refusalKinds()[a.expected()], text.Strip(a.refused.Message))
	case a.expected() == "":
		return text.T{En: "%s: REFUSED, though it should be let in: %s (%q)", Ko: "%s: 통과해야 하는데 거부. %s (%q)"}.With(a.badge.label, causeOfRefusal(a.refused), text.Strip(a.refused.Message))
	}
	return text.T{En: "%s: refused for another reason than expected: %s (%q)", Ko: "%s: 예상과 다른 이유로 거부. %s (%q)"}.With(a.badge.label, causeOfRefusal(a.refused), text.Strip(a.refused.Message))
}
