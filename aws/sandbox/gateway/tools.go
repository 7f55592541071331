package gateway

import (
	"encoding/json"
	"sync"
	"time"

	"agentcore-workshop/aws/sandbox/core"
	"agentcore-workshop/aws/sandbox/hosting"
	"agentcore-workshop/aws/sandbox/paging"
)

// separator stands between a target's name and its tool's.
const separator = "___"

const toolsAPage = 30 // [K]

// tool is one tool of a target.
type tool struct {
	Name         string // the tool's own
	Description  string
	InputSchema  core.Object
	OutputSchema core.Object
	request      *apiRequest // what an OpenAPI target sends; nil for a Lambda target
}

// offers remembers the tools of targets, since an OpenAPI document is long to read.
type offers struct {
	mu    sync.Mutex
	known map[string]offer // by gateway and target
}

type offer struct {
	updated time.Time
	tools   []tool
}

func newOffers() *offers { return &offers{known: map[string]offer{}} }

// of returns a target's tools. Targets of the kinds that the practice cloud cannot call offer none.
func (o *offers) of(gateway string, t *target) []tool {
	key := gateway + "/" + t.ID
	o.mu.Lock()
	have, ok := o.known[key]
	o.mu.Unlock()
	if ok && have.updated.Equal(t.Updated) {
		return have.tools
	}
	fresh := offer{updated: t.Updated, tools: toolsOf(t.Config)}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.known[key] = fresh
	return fresh.tools
}

func toolsOf(config core.Object) []tool {
	switch kind, own := kindOf(config); kind {
	case "LAMBDA":
		var tools []tool
		_ = core.Bind(hosting.Branch(own, "toolSchema")["inlinePayload"], &tools) // the model lets only such lists through
		return tools
	case "OPEN_API_SCHEMA":
		tools, _ := readOpenAPI(hosting.Text(own, "inlinePayload")) // one that cannot be read was refused when the target was made
		return tools
	}
	return nil
}

// shown is a tool as tools/list describes it.
type shown struct {
	Name         string      `json:"name"`
	Description  string      `json:"description,omitempty"`
	InputSchema  core.Object `json:"inputSchema"`
	OutputSchema core.Object `json:"outputSchema,omitempty"`
}

// listTools answers tools/list, page by page.
func (v *visit) listTools(m *message) (any, *rpcError) {
	var in struct{ Cursor string }
	if len(m.Params) > 0 && json.Unmarshal(m.Params, &in) != nil {
		return nil, &rpcError{Code: codeInvalidParams, Message: "Invalid params"}
	}
	all := map[string]shown{}
	for i := range v.targets {
		t := &v.targets[i]
		for _, one := range v.service.offers.of(v.id, t) {
			name := t.Name + separator + one.Name
			all[name] = shown{name, one.Description, one.InputSchema, one.OutputSchema}
		}
	}
	page, next, ok := paging.Cut(sorted(all), func(s shown) string { return s.Name }, "tools "+v.id, in.Cursor, toolsAPage)
	if !ok {
		return nil, &rpcError{Code: codeInvalidParams, Message: "Invalid cursor"}
	}
	result := core.Object{"tools": append([]shown{}, page...)}
	if next != "" {
		result["nextCursor"] = next
	}
	return result, nil
}

// find returns the tool of a full name with its target.
func (v *visit) find(name string) (*target, *tool) {
	for i := range v.targets {
		t := &v.targets[i]
		for _, one := range v.service.offers.of(v.id, t) {
			if t.Name+separator+one.Name == name {
				return t, &one
			}
		}
	}
	return nil, nil
}
