package gateway

import (
	"encoding/json"
	"errors"
	"strings"

	"agentcore-workshop/aws/sandbox/core"
	"agentcore-workshop/aws/sandbox/hosting"
)

// callParams are the params of tools/call. Meta may hold what a caller wants of the outbound sign-in.
type callParams struct {
	Name      string
	Arguments core.Object
	Meta      struct {
		Credentials struct {
			OAuth struct {
				ReturnURL           string `json:"returnUrl"`
				ForceAuthentication bool
			} `json:"oauthCredentialProvider"`
		} `json:"aws.bedrock-agentcore.gateway/credentialProviderConfiguration"`
	} `json:"_meta"`
}

// toolFault is a failure that is the tool's, not the protocol's: it is a result, so that a model may read it and try again.
type toolFault struct{ text string }

func (f *toolFault) Error() string { return f.text }

// callTool answers tools/call.
func (v *visit) callTool(m *message) (any, *rpcError) {
	in := new(callParams)
	if json.Unmarshal(m.Params, in) != nil || in.Name == "" {
		return nil, &rpcError{Code: codeInvalidParams, Message: "Invalid params"}
	}
	t, one := v.find(in.Name)
	if one == nil {
		return nil, &rpcError{Code: codeInvalidParams, Message: "Unknown tool: " + in.Name}
	}
	if in.Arguments == nil {
		in.Arguments = core.Object{}
	}
	if found := faults(one.InputSchema, in.Arguments, "arguments"); found != nil {
		return result("Parameter validation failed: Invalid request parameters:\n - "+strings.Join(found, "\n - "), true), nil // [K]
	}
	text, err := v.run(t, one, in)
	var failed *rpcError
	var fault *toolFault
	switch {
	case errors.As(err, &failed):
		return nil, failed
	case errors.As(err, &fault):
		return result(fault.text, true), nil
	case err != nil:
		return nil, &rpcError{Code: codeInternal, Message: "Internal error"}
	}
	return result(text, false), nil
}

func result(text string, failed bool) core.Object {
	return core.Object{"content": []core.Object{{"type": "text", "text": text}}, "isError": failed}
}

// run calls the target.
func (v *visit) run(t *target, one *tool, in *callParams) (string, error) {
	if one.request != nil {
		return v.callAPI(t, one, in)
	}
	_, own := kindOf(t.Config)
	return invokeFunction(hosting.Text(own, "lambdaArn"), one.Name, in.Arguments)
}
