package conformance_test

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"agentcore-workshop/aws/sandbox"
	"agentcore-workshop/aws/sandbox/wire"
)

// offline is a network without anyone: the clouds of these tests call nobody.
type offline struct{}

func (offline) RoundTrip(*http.Request) (*http.Response, error) { return nil, errors.New("offline") }

func newCloud() *sandbox.Cloud { return sandbox.New(sandbox.Options{Seed: 1, Network: offline{}}) }

// TestNoBrokenInputIsAccepted makes one valid input of each operation out of AWS's model, breaks each constraint of each
// member once, and sends what came out over the wire. All must be refused as invalid, in the words of the service.
func TestNoBrokenInputIsAccepted(t *testing.T) {
	model, cloud := wire.New().Model(), newCloud()
	total, kinds := 0, map[string]int{}
	for _, key := range model.Keys() {
		op := model.Operations[key]
		if op.In == nil || !cloud.Knows(op.Service.Name, op.Name) {
			continue
		}
		t.Run(key, func(t *testing.T) {
			for _, in := range variants(t, op.In) {
				accepts(t, cloud, op, in)
				b := &breaker{T: t, op: op, whole: in}
				b.structure(op.In, "", in)
				for _, broken := range b.broken {
					refuses(t, cloud, op, broken)
					kinds[broken.kind]++
					total++
				}
			}
		})
	}
	for _, kind := range slices.Sorted(maps.Keys(kinds)) {
		t.Logf("%6d × %s", kinds[kind], kind)
	}
	t.Logf("%6d broken inputs", total)
	for shape, reason := range wire.MendedPatterns() {
		t.Logf("the pattern of %s is not enforced to the letter: %s", shape, reason)
	}
	if total < 3000 {
		t.Errorf("only %d broken inputs were made: the test does not see the model", total)
	}
}

// variants makes one input for each way in which the unions below a shape may be filled.
func variants(t *testing.T, s *wire.Shape) []tree {
	most := 1
	unions := map[*wire.Shape]int{}
	gather(s, unions, map[*wire.Shape]bool{})
	for _, n := range unions {
		most = max(most, n)
	}
	var list []tree
	for i := range most {
		chosen := map[*wire.Shape]int{}
		for union, n := range unions {
			chosen[union] = i % n
		}
		m := &maker{T: t, depth: map[*wire.Shape]int{}, chosen: chosen}
		list = append(list, m.structure(s))
	}
	return list
}

func gather(s *wire.Shape, unions map[*wire.Shape]int, seen map[*wire.Shape]bool) {
	if s == nil || seen[s] {
		return
	}
	seen[s] = true
	if s.Union {
		unions[s] = len(s.Members())
	}
	for _, m := range s.Members() {
		gather(m.Shape, unions, seen)
	}
	key, value := s.Entry()
	for _, inner := range []*wire.Shape{s.Elem(), key, value} {
		gather(inner, unions, seen)
	}
}

// accepts checks that the model's own sample is not refused for its form; the service may still find nothing by its names.
func accepts(t *testing.T, cloud *sandbox.Cloud, op *wire.Operation, in tree) {
	t.Helper()
	status, code, message := send(t, cloud, op, in)
	if status >= 500 || formal(code, message) {
		t.Errorf("the valid input got %d %s %s", status, code, message)
	}
}

// formal reports a refusal of an input's form, which precedes all that a service does.
func formal(code, message string) bool {
	switch code {
	case "SerializationException", "MalformedInput", "MalformedQueryString":
		return true
	}
	return strings.Contains(message, "validation error") && strings.Contains(message, "detected")
}

func refuses(t *testing.T, cloud *sandbox.Cloud, op *wire.Operation, b broken) {
	t.Helper()
	status, code, message := send(t, cloud, op, b.in)
	what := fmt.Sprintf("%s at %q: %d %s %.200s", b.kind, b.path, status, code, message)
	switch {
	case status < 300:
		t.Errorf("accepted: %s", what)
	case status >= 500:
		t.Errorf("failed inside: %s", what)
	case !known(op, code):
		t.Errorf("an error that AWS does not have here: %s", what)
	case b.kind == wrongType && !formal(code, message) && !strings.Contains(what, "cannot be"):
		if code != "ValidationException" || op.Service.Protocol != wire.REST {
			t.Errorf("refused for another reason: %s", what)
		}
	case b.kind != wrongType && !formal(code, message):
		t.Errorf("refused for another reason: %s", what)
	case b.kind != wrongType && !strings.Contains(strings.ToLower(message), strings.ToLower(lastName(b.path))):
		t.Errorf("the member is not named: %s", what)
	}
}

// lastName is the innermost member's name in a path such as "tags.1.member.key".
func lastName(path string) string {
	parts := strings.Split(path, ".")
	for _, part := range slices.Backward(parts) {
		if part != "member" && strings.Trim(part, "0123456789") != "" {
			return part
		}
	}
	return ""
}

// known reports a code of the operation's model, of another operation's of the service, or one by which the protocol's
// front end refuses what it cannot read or what the model does not allow.
func known(op *wire.Operation, code string) bool {
	for _, e := range op.Errors {
		if e.Code == code || e.Name == code {
			return true
		}
	}
	switch op.Service.Protocol {
	case wire.Query:
		return code == "ValidationError" || code == "MalformedInput"
	case wire.JSON:
		return code == "ValidationException" || code == "SerializationException"
	default:
		return code == "ValidationException"
	}
}

// send returns the status and, for a refusal, its code and message.
func send(t *testing.T, cloud *sandbox.Cloud, op *wire.Operation, in tree) (status int, code, message string) {
	t.Helper()
	w := httptest.NewRecorder()
	cloud.ServeHTTP(w, request(t, op, in))
	if w.Code < 300 {
		return w.Code, "", ""
	}
	if op.Service.Protocol == wire.Query {
		var e struct {
			Error struct{ Code, Message string }
		}
		if err := xml.Unmarshal(w.Body.Bytes(), &e); err != nil {
			t.Errorf("%v in %s", err, w.Body)
		}
		return w.Code, e.Error.Code, e.Error.Message
	}
	var e struct {
		Type    string `json:"__type"`
		Message string
	}
	if err := json.Unmarshal(w.Body.Bytes(), &e); err != nil {
		t.Errorf("%v in %s", err, w.Body)
	}
	return w.Code, e.Type, e.Message
}
