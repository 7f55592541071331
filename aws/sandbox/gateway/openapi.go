package gateway

import (
	"errors"
	"maps"
	"net/url"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"agentcore-workshop/aws/sandbox/core"
)

// apiRequest is what an operation of an OpenAPI document sends.
type apiRequest struct {
	method, server, path string
	places               map[string]string // of the arguments: path, query, header or body
	wholeBody            bool              // the argument "body" is the body itself, which is no object
}

// openAPI is what of an OpenAPI 3 document makes tools.
type openAPI struct {
	OpenAPI    string
	Servers    []struct{ URL string }
	Paths      map[string]map[string]yaml.Node
	Components core.Object
}

type apiOperation struct {
	OperationID          string `yaml:"operationId"`
	Summary, Description string
	Parameters           []apiParameter
	RequestBody          struct {
		Required bool
		Content  map[string]struct{ Schema core.Object }
	} `yaml:"requestBody"`
}

type apiParameter struct {
	Ref                   string `yaml:"$ref"`
	Name, In, Description string
	Required              bool
	Schema                core.Object
}

// readOpenAPI makes tools of a document in JSON or YAML. Every operation needs an operationId, which names its tool.
func readOpenAPI(text string) ([]tool, error) {
	var doc openAPI
	if err := yaml.Unmarshal([]byte(text), &doc); err != nil { // YAML holds JSON
		return nil, errors.New("it is neither JSON nor YAML of an OpenAPI document")
	}
	if !strings.HasPrefix(doc.OpenAPI, "3.") {
		return nil, errors.New("it must be of OpenAPI 3")
	}
	if len(doc.Servers) == 0 {
		return nil, errors.New("it names no server")
	}
	server, err := url.Parse(doc.Servers[0].URL)
	if err != nil || server.Host == "" || server.Scheme != "https" && server.Scheme != "http" {
		return nil, errors.New("the URL of its first server is not absolute")
	}
	var tools []tool
	for _, path := range slices.Sorted(maps.Keys(doc.Paths)) {
		item := doc.Paths[path]
		var shared []apiParameter
		if node, ok := item["parameters"]; ok && node.Decode(&shared) != nil {
			return nil, errors.New("the parameters of " + path + " cannot be read")
		}
		for _, method := range []string{"get", "put", "post", "delete", "patch", "head", "options"} {
			node, ok := item[method]
			if !ok {
				continue
			}
			var op apiOperation
			if node.Decode(&op) != nil || op.OperationID == "" {
				return nil, errors.New(strings.ToUpper(method) + " " + path + " has no operationId or cannot be read")
			}
			op.Parameters = append(slices.Clone(shared), op.Parameters...)
			tools = append(tools, doc.tool(&op, strings.ToUpper(method), strings.TrimSuffix(server.String(), "/"), path))
		}
	}
	return tools, nil
}

// tool gathers an operation's parameters and its body's members into one input schema, as gateways do. [K]
func (doc *openAPI) tool(op *apiOperation, method, server, path string) tool {
	request := &apiRequest{method: method, server: server, path: path, places: map[string]string{}}
	properties, required := core.Object{}, []any{}
	for _, p := range op.Parameters {
		p = doc.parameter(p)
		schema := doc.resolve(p.Schema, 0)
		if p.Description != "" {
			schema = with(schema, "description", p.Description)
		}
		properties[p.Name], request.places[p.Name] = schema, p.In
		if p.Required || p.In == "path" {
			required = append(required, p.Name)
		}
	}
	if media, ok := op.RequestBody.Content["application/json"]; ok {
		body := doc.resolve(media.Schema, 0)
		members, isObject := body["properties"].(core.Object)
		if !isObject {
			request.wholeBody = true
			members, body = core.Object{"body": body}, core.Object{"required": []any{"body"}}
		}
		for name, schema := range members {
			properties[name], request.places[name] = schema, "body"
		}
		if names, ok := body["required"].([]any); ok && op.RequestBody.Required {
			required = append(required, names...)
		}
	}
	description := op.Description
	if description == "" {
		description = op.Summary
	}
	input := core.Object{"type": "object", "properties": properties}
	if len(required) > 0 {
		input["required"] = required
	}
	return tool{Name: op.OperationID, Description: description, InputSchema: input, request: request}
}

func (doc *openAPI) parameter(p apiParameter) apiParameter {
	name, ok := strings.CutPrefix(p.Ref, "#/components/parameters/")
	if !ok {
		return p
	}
	parameters, _ := doc.Components["parameters"].(core.Object)
	tree, _ := parameters[name].(core.Object)
	_ = core.Bind(tree, &p) // what cannot be read stays empty and is sent nowhere
	return p
}

// deepest bounds schemas that contain themselves.
const deepest = 8

// resolve puts what a $ref points to in its place.
func (doc *openAPI) resolve(schema core.Object, depth int) core.Object {
	if depth > deepest || schema == nil {
		return core.Object{}
	}
	if ref, ok := schema["$ref"].(string); ok {
		schemas, _ := doc.Components["schemas"].(core.Object)
		target, _ := schemas[strings.TrimPrefix(ref, "#/components/schemas/")].(core.Object)
		return doc.resolve(target, depth+1)
	}
	out := core.Object{}
	for name, value := range schema {
		if branch, ok := value.(core.Object); ok {
			switch name {
			case "items":
				value = doc.resolve(branch, depth+1)
			case "properties":
				members := core.Object{}
				for member, one := range branch {
					s, _ := one.(core.Object)
					members[member] = doc.resolve(s, depth+1)
				}
				value = members
			}
		}
		out[name] = value
	}
	return out
}

func with(tree core.Object, name string, value any) core.Object {
	out := maps.Clone(tree)
	out[name] = value
	return out
}
