package wire

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

//go:embed model.json.gz
var packed []byte

// The protocols of the workshop's services, as botocore names them.
const (
	JSON  = "json"
	Query = "query"
	REST  = "rest-json"
)

// Model is the table of what AWS's service models say.
type Model struct {
	// Version is the botocore release that the table was extracted from.
	Version  string
	Services map[string]*Service
	// Operations are keyed "service:Operation".
	Operations map[string]*Operation

	shapes  map[string]*Shape
	targets map[string]*Service   // by the last part of the X-Amz-Target prefix
	queries map[string][]*Service // by API version
	routes  router
}

// Service is what the model says of one service.
type Service struct {
	Name         string `json:"-"`
	Protocol     string `json:"protocol"`
	JSONVersion  string `json:"jsonVersion"`
	TargetPrefix string `json:"targetPrefix"`
	XMLNamespace string `json:"xmlNamespace"`
	APIVersion   string `json:"apiVersion"`
	SigningName  string `json:"signingName"`
}

// Operation is what the model says of one operation.
type Operation struct {
	Service *Service
	Name    string
	In, Out *Shape // nil when there is none
	Method  string
	URI     string
	Status  int // of success
	Errors  []ErrorShape
	// Unsigned marks operations that clients send without credentials.
	Unsigned bool
}

// ErrorShape is one of the errors that an operation may answer with.
type ErrorShape struct {
	Name, Code string
	Status     int // zero when the model is silent
	Shape      *Shape
}

type rawOperation struct {
	In, Out *string
	HTTP    struct {
		Method       string
		RequestURI   string
		ResponseCode int
	}
	Errors [][3]any
	Auth   string
}

func loadModel() *Model {
	m, err := parseModel(packed)
	if err != nil {
		panic("the embedded model is broken: " + err.Error()) // a build fault, not a condition of use
	}
	return m
}

func parseModel(data []byte) (*Model, error) {
	unpack, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	var raw struct {
		Botocore string
		Services map[string]*Service
		Ops      map[string]rawOperation
		Shapes   map[string]*Shape
	}
	if err := json.NewDecoder(unpack).Decode(&raw); err != nil {
		return nil, err
	}
	m := &Model{
		Version: raw.Botocore, Services: raw.Services, shapes: raw.Shapes,
		Operations: make(map[string]*Operation, len(raw.Ops)),
		targets:    map[string]*Service{}, queries: map[string][]*Service{},
	}
	m.addNewer()
	for name, s := range m.Services {
		s.Name = name
		switch s.Protocol {
		case JSON:
			m.targets[lastPart(s.TargetPrefix)] = s
		case Query:
			m.queries[s.APIVersion] = append(m.queries[s.APIVersion], s)
		}
	}
	if err := m.link(); err != nil {
		return nil, err
	}
	for key, o := range raw.Ops {
		if err := m.add(key, o); err != nil {
			return nil, err
		}
	}
	for _, s := range m.shapes { // linked; the names are not needed any more
		s.Raw, s.Wire, s.Required = nil, nil, nil
	}
	return m, nil
}

// addNewer adds what later SDKs send than the release of the model knows, where the practice cloud answers to it.
func (m *Model) addNewer() {
	m.shapes["cloudformation:ForceRollback"] = &Shape{Type: "boolean"}
	if in := m.shapes["cloudformation:ContinueUpdateRollbackInput"]; in != nil {
		in.Raw["ForceRollback"] = "ForceRollback"
	}
}

// add puts one operation into the table and, for REST, into the router.
func (m *Model) add(key string, raw rawOperation) error {
	service, name, _ := strings.Cut(key, ":")
	s := m.Services[service]
	if s == nil {
		return fmt.Errorf("operation %s has no service", key)
	}
	op := &Operation{
		Service: s, Name: name, Method: raw.HTTP.Method, URI: raw.HTTP.RequestURI,
		Status: raw.HTTP.ResponseCode, Unsigned: raw.Auth == "none",
	}
	if op.Status == 0 {
		op.Status = 200
	}
	if raw.In != nil {
		op.In = m.shapes[service+":"+*raw.In]
	}
	if raw.Out != nil {
		op.Out = m.shapes[service+":"+*raw.Out]
	}
	for _, row := range raw.Errors {
		e := ErrorShape{Name: fmt.Sprint(row[0]), Code: fmt.Sprint(row[1])}
		if status, ok := row[2].(float64); ok {
			e.Status = int(status)
		}
		e.Shape = m.shapes[service+":"+e.Name]
		op.Errors = append(op.Errors, e)
	}
	m.Operations[key] = op
	if s.Protocol == REST {
		m.routes.add(op)
	}
	return nil
}

// Keys lists every operation of the model, in order.
func (m *Model) Keys() []string { return slices.Sorted(maps.Keys(m.Operations)) }

func lastPart(dotted string) string { return lastOf(dotted, '.') }

func lastOf(s string, separator byte) string { return s[strings.LastIndexByte(s, separator)+1:] }
