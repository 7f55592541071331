package wire

import (
	"cmp"
	"net/http"
	"net/url"
	"strings"
	"sync"

	"agentcore-workshop/aws/sandbox/core"
)

// Codec reads requests and writes answers. Its zero value is not usable; see New.
type Codec struct {
	model    func() *Model
	patterns *patterns
}

// New makes a codec. The model is unpacked at its first use, so a program that never serves does not pay for it.
func New() *Codec {
	return &Codec{model: sync.OnceValue(loadModel), patterns: newPatterns()}
}

// Model is the table behind the codec.
func (c *Codec) Model() *Model { return c.model() }

// Route is what a request asks for. Known says whether the model has the operation.
type Route struct {
	Service, Operation, Protocol string

	op     *Operation
	labels map[string]string
	form   url.Values
	// noVersion is the API version that a Query request names and its service does not have.
	noVersion string
}

// Known reports whether the service model has the operation.
func (r *Route) Known() bool { return r.op != nil }

// Unsigned reports an operation that clients send without credentials.
func (r *Route) Unsigned() bool { return r.op != nil && r.op.Unsigned }

// Recognise finds the operation that a request asks for, in the order that told real clients apart: the X-Amz-Target
// header, then Query's Action and Version, then method and escaped path. scope is the service of the credential scope,
// or empty. False means that the request is no API call.
func (c *Codec) Recognise(r *http.Request, body []byte, scope string) (*Route, bool) {
	m := c.model()
	if target := r.Header.Get("X-Amz-Target"); target != "" {
		return m.byTarget(target), true
	}
	if form, ok := queryForm(r, body); ok && (form.Get("Version") != "" || m.queryService(scope) != nil) {
		return m.byAction(form, scope), true
	}
	if op, labels := m.routes.match(r.Method, r.URL.EscapedPath()); op != nil {
		return &Route{Service: op.Service.Name, Operation: op.Name, Protocol: REST, op: op, labels: labels}, true
	}
	if scope != "" { // signed, so meant as an API call
		return &Route{Service: scope, Operation: m.nameInPath(r.Method, r.URL.Path), Protocol: REST}, true
	}
	return nil, false
}

// nameInPath is what to call a REST operation that the model does not have. Those on identities, and the end of a runtime's
// session, name themselves in their path; any other is called by its method and path, as is one that is there and is asked
// for in another way.
func (m *Model) nameInPath(method, path string) string {
	last := lastOf(path, '/')
	_, control := m.Operations["bedrock-agentcore-control:"+last]
	_, data := m.Operations["bedrock-agentcore:"+last]
	switch {
	case last == "stopruntimesession":
		return "StopRuntimeSession"
	case strings.HasPrefix(path, "/identities/") && last != "" && last[0] >= 'A' && last[0] <= 'Z' && !control && !data:
		return last
	}
	return method + " " + path
}

// byTarget reads "prefix.Operation". Clients differ in how much of a dotted prefix they send (CloudTrail), so only its
// last part counts.
func (m *Model) byTarget(target string) *Route {
	dot := strings.LastIndexByte(target, '.')
	if dot < 0 {
		return &Route{Service: "unknown", Operation: target, Protocol: JSON}
	}
	prefix, name := target[:dot], target[dot+1:]
	s := m.targets[lastPart(prefix)]
	if s == nil {
		return &Route{Service: prefix, Operation: name, Protocol: JSON}
	}
	return &Route{Service: s.Name, Operation: name, Protocol: JSON, op: m.Operations[s.Name+":"+name]}
}

func (m *Model) byAction(form url.Values, scope string) *Route {
	name, version := form.Get("Action"), form.Get("Version")
	if s := m.queryService(scope); s != nil && version != s.APIVersion {
		return &Route{Service: s.Name, Operation: name, Protocol: Query, noVersion: cmp.Or(version, "NO_VERSION_SPECIFIED")}
	}
	service := scope
	for _, s := range m.queries[version] {
		if service == "" || s.SigningName == scope || len(m.queries[s.APIVersion]) == 1 {
			service = s.Name
			break
		}
	}
	if service == "" {
		service = "unknown"
	}
	return &Route{Service: service, Operation: name, Protocol: Query, op: m.Operations[service+":"+name], form: form}
}

// queryService is the Query service of a credential scope; nil is none that the model has.
func (m *Model) queryService(scope string) *Service {
	for _, s := range m.Services {
		if s.Protocol == Query && s.SigningName == scope {
			return s
		}
	}
	return nil
}

// queryForm returns the parameters of a Query request: a form body, or the address of a GET.
func queryForm(r *http.Request, body []byte) (url.Values, bool) {
	source := r.URL.RawQuery
	if r.Method == http.MethodPost {
		if !strings.HasPrefix(r.Header.Get("Content-Type"), "application/x-www-form-urlencoded") {
			return nil, false
		}
		source = string(body)
	} else if r.Method != http.MethodGet {
		return nil, false
	}
	form, err := url.ParseQuery(source)
	if err != nil || form.Get("Action") == "" {
		return nil, false
	}
	return form, true
}

// Decode reads the input of a recognised request. Unknown members are left out: SDKs may be newer than the model.
func (c *Codec) Decode(route *Route, r *http.Request, body []byte) (core.Object, *core.Error) {
	if route.op == nil {
		return nil, Unknown(route)
	}
	var in core.Object
	var err error
	switch route.Protocol {
	case Query:
		in, err = decodeQuery(route.op.In, route.form)
	case REST:
		in, err = decodeREST(route, r, body)
	default:
		in, err = decodeJSON(route.op.In, body)
	}
	if err != nil {
		return nil, unreadable(route, err)
	}
	return in, nil
}

// Unknown is the answer to an operation that is not there: 501, which SDKs do not retry.
func Unknown(route *Route) *core.Error {
	if route.noVersion != "" { // as AWS has it
		return core.Errorf("InvalidAction", "Could not find operation %s for version %s", route.Operation, route.noVersion)
	}
	e := core.Unknown(route.Service, route.Operation)
	if route.Protocol == Query {
		e.Code = "InvalidAction"
	}
	return e
}

// unreadable is the answer to a request whose form is broken.
func unreadable(route *Route, err error) *core.Error {
	switch route.Protocol {
	case Query:
		return core.Errorf("MalformedInput", "%v", err)
	case REST:
		return &core.Error{Code: "ValidationException", Message: err.Error(), Members: core.Object{"reason": "CannotParse"}}
	default:
		return core.Errorf("SerializationException", "%v", err)
	}
}
