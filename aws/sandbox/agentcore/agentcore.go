// Package agentcore is the practice cloud's Amazon Bedrock AgentCore Identity: credential providers, workload identities
// and the token vault (control plane), and the tokens that are got with them (data plane).
//
// Rules of this layer: both services share one Part of a realm. Client secrets and API keys live in Secrets Manager, as
// on AWS; tokens live in the vault; neither ever enters an error or an answer that does not exist to hand it over. No
// lock is held while a token endpoint, a discovery document or a key set is fetched.
//
// Texts marked [K] are this program's reading of AWS where no public record of the text was found.
package agentcore

import (
	"time"

	"agentcore-workshop/aws/sandbox/core"
)

// Control is the service bedrock-agentcore-control.
type Control struct{}

// Data is the service bedrock-agentcore, with the pages that a browser visits during a sign-in.
type Data struct{}

// NewControl makes the control plane.
func NewControl() *Control { return &Control{} }

// NewData makes the data plane. It works on what NewControl's operations made.
func NewData() *Data { return &Data{} }

// Name is the service's name in its model.
func (*Control) Name() string { return "bedrock-agentcore-control" }

// Name is the service's name in its model.
func (*Data) Name() string { return "bedrock-agentcore" }

// Ops lists the control plane's operations, a resource a file.
func (*Control) Ops() []core.Op {
	var ops []core.Op
	for _, more := range [][]core.Op{providerOps(), apiKeyOps(), workloadOps(), vaultOps(), tagOps()} {
		ops = append(ops, more...)
	}
	return ops
}

// Ops lists the data plane's operations.
func (*Data) Ops() []core.Op {
	return []core.Op{
		core.Write("GetWorkloadAccessToken", getWorkloadAccessToken),
		{Name: "GetWorkloadAccessTokenForJWT", Handle: core.Typed(getWorkloadAccessTokenForJWT), Free: true},
		core.Write("GetWorkloadAccessTokenForUserId", getWorkloadAccessTokenForUserID),
		{Name: "GetResourceOauth2Token", Handle: core.Typed(getResourceOauth2Token), Free: true},
		core.Read("GetResourceApiKey", getResourceAPIKey),
		core.Write("CompleteResourceTokenAuth", completeResourceTokenAuth),
	}
}

const part = "agentcore-identity"

// state is what a realm keeps. Maps are by name, but for Tokens (by vault key) and Sessions (by session URI).
type state struct {
	Providers map[string]*provider
	APIKeys   map[string]*apiKeyProvider
	Workloads map[string]*workload
	Vault     vault
	Tokens    map[string]*storedToken
	Sessions  map[string]*session
	// Key seals workload access tokens.
	Key []byte
}

// stateOf returns a realm's state. Its maps are nil until something is put into them.
func stateOf(r *core.Realm) *state { return core.Part[state](r, part) }

// Count is how many resources a realm holds.
func (*Control) Count(r *core.Realm) int {
	if !r.Has(part) {
		return 0
	}
	s := stateOf(r)
	return len(s.Providers) + len(s.APIKeys) + len(s.Workloads)
}

// Restored puts callback addresses and open sessions into the cloud's index again.
func (*Control) Restored(cloud *core.Cloud, r *core.Realm) {
	if !r.Has(part) {
		return
	}
	s := stateOf(r)
	for name, p := range s.Providers {
		cloud.Index.Claim(callbackName(p.CallbackID), core.Ref{Realm: r, ID: name})
	}
	for uri := range s.Sessions {
		cloud.Index.Claim(sessionName(uri), core.Ref{Realm: r, ID: uri})
	}
}

// put stores a value under a name in a map that may not have been made.
func put[T any](m *map[string]T, name string, value T) {
	if *m == nil {
		*m = map[string]T{}
	}
	(*m)[name] = value
}

type nothing struct{}

type named struct{ Name string }

// secretRef is a Secret or SecretReference of the model.
type secretRef struct {
	SecretArn string `json:"secretArn"`
}

// reasons of a ValidationException, as the model lists them.
const (
	fieldFailed = "FieldValidationFailed"
	conflict    = "ResourceConflict"
)

// invalid is a ValidationException, whose reason the model requires. Fields are those that are at fault.
func invalid(reason, message string, fields ...string) *core.Error {
	e := core.Errorf("ValidationException", "%s", message)
	e.Members = core.Object{"reason": reason}
	if len(fields) > 0 {
		var list []core.Object
		for _, f := range fields {
			list = append(list, core.Object{"name": f, "message": message})
		}
		e.Members["fieldList"] = list
	}
	return e
}

func notFound(format string, args ...any) *core.Error {
	return core.Errorf("ResourceNotFoundException", format, args...)
}

// stamp is a moment as identity operations write it: whole milliseconds.
func stamp(c *core.Call) time.Time { return c.Now().Truncate(time.Millisecond) }
