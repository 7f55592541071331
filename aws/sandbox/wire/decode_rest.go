package wire

import (
	"encoding/base64"
	"net/http"
	"net/url"

	"agentcore-workshop/aws/sandbox/core"
)

// decodeREST gathers an input from the path's labels, the query, the headers and the body.
func decodeREST(route *Route, r *http.Request, body []byte) (core.Object, error) {
	shape := route.op.In
	if shape == nil {
		return core.Object{}, nil
	}
	in := core.Object{}
	if blob := shape.payload(); blob != nil {
		if len(body) > 0 {
			in[blob.Name] = base64.StdEncoding.EncodeToString(body)
		}
	} else {
		var err error
		if in, err = decodeJSON(shape, body); err != nil {
			return nil, err
		}
	}
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return nil, err
	}
	for _, member := range shape.members {
		var values []string
		switch member.Location {
		case inURI:
			if label, ok := route.labels[member.Wire]; ok {
				values = []string{label}
			}
		case inQuery:
			values = query[member.Wire]
		case inHeader:
			values = r.Header.Values(member.Wire)
		}
		if len(values) == 0 {
			continue
		}
		if in[member.Name], err = textMember(member, values); err != nil {
			return nil, err
		}
	}
	return in, nil
}

func textMember(member *Member, values []string) (any, error) {
	if member.Shape.Type != "list" {
		return textScalar(member.Shape, values[0])
	}
	list := make([]any, 0, len(values))
	for _, value := range values {
		v, err := textScalar(member.Shape.elem, value)
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	return list, nil
}
