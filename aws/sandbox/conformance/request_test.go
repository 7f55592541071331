package conformance_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"agentcore-workshop/aws/sandbox/wire"
)

// request writes an input in the form of its protocol, checking nothing: what no SDK would send must be sendable.
func request(t *testing.T, op *wire.Operation, in tree) *http.Request {
	t.Helper()
	var r *http.Request
	switch op.Service.Protocol {
	case wire.Query:
		form := url.Values{"Action": {op.Name}, "Version": {op.Service.APIVersion}}
		flatten(form, op.In, "", in)
		r = httptest.NewRequest(http.MethodPost, "http://127.0.0.1/", strings.NewReader(form.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
	case wire.REST:
		r = restRequest(t, op, in)
	default:
		body, err := json.Marshal(in)
		if err != nil {
			t.Fatal(err)
		}
		r = httptest.NewRequest(http.MethodPost, "http://127.0.0.1/", bytes.NewReader(body))
		r.Header.Set("Content-Type", "application/x-amz-json-"+op.Service.JSONVersion)
		r.Header.Set("X-Amz-Target", op.Service.TargetPrefix+"."+op.Name)
	}
	r.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential=test/20261121/us-east-1/"+op.Service.SigningName+
		"/aws4_request, SignedHeaders=host, Signature=0")
	return r
}

func restRequest(t *testing.T, op *wire.Operation, in tree) *http.Request {
	t.Helper()
	path, query, header, fields := op.URI, url.Values{}, http.Header{}, tree{}
	var body []byte
	for _, m := range op.In.Members() {
		value, ok := in[m.Name]
		switch {
		case !ok:
		case m.Payload():
			body, _ = base64.StdEncoding.DecodeString(fmt.Sprint(value))
		case m.Location == "uri":
			path = strings.Replace(path, "{"+m.Wire+"}", url.PathEscape(scalarText(value)), 1)
		case m.Location == "querystring":
			for _, one := range each(value) {
				query.Add(m.Wire, scalarText(one))
			}
		case m.Location == "header":
			header.Set(m.Wire, scalarText(value))
		default:
			fields[m.Name] = value
		}
	}
	if body == nil && op.Method != http.MethodGet && op.Method != http.MethodDelete {
		var err error
		if body, err = json.Marshal(fields); err != nil {
			t.Fatal(err)
		}
	}
	target := "http://127.0.0.1" + path
	if len(query) > 0 {
		target += "?" + query.Encode()
	}
	r := httptest.NewRequest(op.Method, target, bytes.NewReader(body))
	r.Header = header
	if _, given := header["Content-Type"]; !given { // one operation has it as a member
		r.Header.Set("Content-Type", "application/json")
	}
	return r
}

func each(value any) []any {
	if list, ok := value.([]any); ok {
		return list
	}
	return []any{value}
}

// flatten writes a tree as Query parameters: Names.member.1, Map.entry.1.key. Values of a wrong type go as they are.
func flatten(form url.Values, s *wire.Shape, prefix string, value any) {
	switch v := value.(type) {
	case tree:
		if s.Type == "map" {
			_, inner := s.Entry()
			for i, key := range slices.Sorted(maps.Keys(v)) {
				at := prefix + ".entry." + strconv.Itoa(i+1)
				form.Set(at+".key", key)
				flatten(form, inner, at+".value", v[key])
			}
			return
		}
		for _, m := range s.Members() {
			if field, ok := v[m.Name]; ok {
				flatten(form, m.Shape, strings.TrimPrefix(prefix+"."+m.Name, "."), field)
			}
		}
	case []any:
		if len(v) == 0 {
			form.Set(prefix, "")
		}
		for i, item := range v {
			flatten(form, s.Elem(), prefix+".member."+strconv.Itoa(i+1), item)
		}
	default:
		form.Set(prefix, scalarText(v))
	}
}

func scalarText(value any) string {
	if f, ok := value.(float64); ok {
		return strconv.FormatFloat(f, 'f', -1, 64)
	}
	return fmt.Sprint(value)
}
