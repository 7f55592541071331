package wire

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"

	"agentcore-workshop/aws/sandbox/core"
)

// Answer writes a successful answer. Handlers return any tree; the model decides names, places and forms.
func (c *Codec) Answer(w http.ResponseWriter, route *Route, out core.Object, requestID string) {
	op := route.op
	w.Header().Set("X-Amzn-Requestid", requestID)
	switch route.Protocol {
	case Query:
		send(w, "text/xml", op.Status, xmlAnswer(op, out, requestID))
	case REST:
		answerREST(w, op, out)
	default:
		if op.Out == nil {
			send(w, jsonType(op.Service), op.Status, nil)
			return
		}
		sendJSON(w, jsonType(op.Service), op.Status, toJSON(op.Out, "", nonNil(out)))
	}
}

func answerREST(w http.ResponseWriter, op *Operation, out core.Object) {
	status := op.Status
	if op.Out == nil || status == http.StatusNoContent {
		w.Header().Set("Content-Type", "application/json") // without a body, as AWS has it
		w.WriteHeader(status)
		return
	}
	var body any
	raw := op.Out.payload()
	for _, p := range fitted(op.Out, out) {
		switch p.member.Location {
		case inHeader:
			w.Header().Set(p.member.Wire, fmt.Sprint(scalar(p.member.Shape, p.value)))
		case inStatus:
			if n, ok := p.value.(float64); ok && n >= 200 && n < 600 {
				status = int(n)
			}
		case inBlob:
			body = p.value
		}
	}
	if raw != nil {
		kind := w.Header().Get("Content-Type")
		if kind == "" {
			kind = "application/octet-stream"
		}
		send(w, kind, status, bytesOf(body))
		return
	}
	sendJSON(w, "application/json", status, toJSON(op.Out, "", nonNil(out)))
}

// Fail writes an error in the envelope of the route's protocol, with the status that the model gives its code.
func (c *Codec) Fail(w http.ResponseWriter, route *Route, e *core.Error, requestID string) {
	known, modelled := route.errorShape(e.Code)
	code := e.Code
	if modelled {
		code = known.Code
	}
	status := statusOf(route, e, known)
	w.Header().Set("X-Amzn-Requestid", requestID)
	if route.Protocol == Query {
		namespace := ""
		if s := c.model().Services[route.Service]; s != nil {
			namespace = s.XMLNamespace
		}
		send(w, "text/xml", status, xmlError(namespace, &core.Error{Code: code, Message: e.Message}, status, requestID))
		return
	}
	body := core.Object{}
	for name, value := range e.Members {
		body[name] = value
	}
	message := "message"
	if modelled && known.Shape != nil {
		if spelled := known.Shape.byFold["message"]; spelled != nil {
			message = spelled.Name
		}
		body, _ = toJSON(known.Shape, "", withDefaults(known, body)).(core.Object)
	}
	if body == nil {
		body = core.Object{}
	}
	delete(body, message)
	if e.Message != "" {
		body[message] = e.Message
	}
	body["__type"] = code
	w.Header().Set("X-Amzn-Errortype", code)
	kind := "application/json"
	if s := c.model().Services[route.Service]; s != nil && route.Protocol == JSON {
		kind = jsonType(s)
	}
	sendJSON(w, kind, status, body)
}

// withDefaults fills what AgentCore's ValidationException must have and no handler should have to repeat.
func withDefaults(known ErrorShape, body core.Object) core.Object {
	if known.Name == "ValidationException" && known.Shape.byName["reason"] != nil && body["reason"] == nil {
		body["reason"] = "FieldValidationFailed"
	}
	return body
}

func (r *Route) errorShape(code string) (ErrorShape, bool) {
	if r.op != nil {
		for _, e := range r.op.Errors {
			if e.Code == code || e.Name == code {
				return e, true
			}
		}
	}
	return ErrorShape{}, false
}

// statusOf is the error's own status, the model's, or what AWS's protocols give to errors that every service shares.
func statusOf(route *Route, e *core.Error, known ErrorShape) int {
	switch {
	case e.Status != 0:
		return e.Status
	case known.Status != 0:
		return known.Status
	}
	switch e.Code {
	case "InternalFailure", "InternalServerException", "InternalServerError", "InternalErrorException":
		return http.StatusInternalServerError
	case "ServiceUnavailable", "ServiceUnavailableException":
		return http.StatusServiceUnavailable
	}
	if route.Protocol == JSON {
		return http.StatusBadRequest
	}
	switch e.Code {
	case "AccessDenied", "AccessDeniedException", "InvalidClientTokenId", "SignatureDoesNotMatch", "ExpiredToken",
		"ExpiredTokenException", "MissingAuthenticationToken", "MissingAuthenticationTokenException",
		"UnrecognizedClientException", "InvalidSignatureException", "RequestExpired":
		return http.StatusForbidden
	case "ThrottlingException", "TooManyRequestsException":
		return http.StatusTooManyRequests
	}
	return http.StatusBadRequest
}

func jsonType(s *Service) string { return "application/x-amz-json-" + s.JSONVersion }

func nonNil(o core.Object) core.Object {
	if o == nil {
		return core.Object{}
	}
	return o
}

func sendJSON(w http.ResponseWriter, kind string, status int, body any) {
	data, err := json.Marshal(body)
	if err != nil {
		send(w, kind, http.StatusInternalServerError, []byte(`{"__type":"InternalFailure"}`))
		return
	}
	send(w, kind, status, data)
}

func send(w http.ResponseWriter, kind string, status int, body []byte) {
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	_, _ = w.Write(body) // the caller has gone when this fails, and nobody is left to tell
}
