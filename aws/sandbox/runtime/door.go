package runtime

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"

	"agentcore-workshop/aws/sandbox/authorizer"
	"agentcore-workshop/aws/sandbox/core"
	"agentcore-workshop/aws/sandbox/hosting"
)

// located is a version of a runtime as an invocation finds it, copied from under the lock. Its tree is never changed.
type located struct {
	id, arn, qualifier string
	config             core.Object
}

// locate finds the version that a qualifier names: an endpoint, or the number of a version.
func locate(c *core.Call, in core.Object) (*located, error) {
	arn, qualifier := hosting.Text(in, "agentRuntimeArn"), hosting.Text(in, "qualifier")
	if qualifier == "" {
		qualifier = defaultEndpoint
	}
	c.Cloud.Settle(c)
	c.Realm.Account.RLock()
	defer c.Realm.Account.RUnlock()
	missing := hosting.NotFound("No endpoint or agent found with qualifier '%s' for agent '%s'", qualifier, arn)
	id := strings.TrimPrefix(arn, arnOf(c.Realm, ""))
	if !c.Realm.Has(part) {
		return nil, missing
	}
	a := storeOf(c.Realm).Runtimes[id]
	if a == nil {
		return nil, missing
	}
	version := qualifier
	if e := a.Endpoints[qualifier]; e != nil {
		if e.Live == 0 || e.Phase.Status == hosting.Deleting {
			return nil, missing // it is being made, or going away
		}
		version = number(e.Live)
	} else if strings.Trim(qualifier, core.Digits) != "" {
		return nil, missing
	}
	v, err := a.versionOf(core.Object{"agentRuntimeVersion": version})
	if err != nil || a.Phase.Status == hosting.Creating || a.Phase.Status == hosting.Deleting {
		return nil, missing
	}
	return &located{id: a.ID, arn: arnOf(c.Realm, a.ID), qualifier: qualifier, config: v.Config}, nil
}

func (l *located) jwt() *authorizer.Config {
	return authorizer.Read(hosting.Branch(l.config, "authorizerConfiguration"))
}

// address is where a runtime is invoked, or a page below, as whoever asks can reach it.
func (l *located) address(c *core.Call, path string) string {
	public := c.Public
	if public == nil {
		public = func(u string) string { return u }
	}
	return public("https://bedrock-agentcore." + c.Realm.Region + ".amazonaws.com/runtimes/" + url.QueryEscape(l.arn) + path + "?qualifier=" + url.QueryEscape(l.qualifier))
}

// mismatch is what AWS says when a runtime is signed for that wants a token, or the other way round.
const mismatch = "Authorization method mismatch. The agent is configured for a different authorization method than what was used in your request. " +
	"Check the agent's authorization configuration and ensure your request uses the matching method (OAuth or SigV4)"

// admit holds an invocation against the runtime's authorizer. answered says that the refusal has been written.
func (d *Data) admit(c *core.Call, l *located) (who *authorizer.Identity, answered bool, err error) {
	config := l.jwt()
	signed := c.AccessKey != ""
	switch {
	case config == nil && signed:
		return nil, false, nil
	case config == nil && c.Bearer == "":
		return nil, false, denied("Missing Authentication Token")
	case config == nil || signed:
		return nil, false, denied(mismatch)
	}
	who, refused := d.inbound.Check(c, config, c.Bearer)
	if refused == nil {
		return who, false, nil
	}
	c.Answer.Header().Set(authorizer.HeaderReason, refused.Reason())
	if refused.Kind == authorizer.Malformed {
		return nil, false, denied("OAuth authorization failed: Failed to parse token")
	}
	c.Answer.Header().Set("WWW-Authenticate", authorizer.Challenge(refused, l.address(c, metadataTail)))
	unauthorized(c, words(refused))
	return nil, true, nil
}

func denied(message string) *core.Error {
	return &core.Error{Code: "AccessDeniedException", Status: http.StatusForbidden, Message: message}
}

// words say a refusal as AWS's runtimes do: they name the claim.
func words(r *authorizer.Refusal) string {
	switch r.Kind {
	case authorizer.Missing:
		return "Missing Authentication Token"
	case authorizer.Expired:
		return "Token has expired." // [K]
	case authorizer.NotYet:
		return "Token is not valid yet." // [K]
	case authorizer.UnknownKey, authorizer.Signature:
		return "Token signature is invalid." // [K]
	case authorizer.Discovery:
		return "The keys of the discovery URL could not be retrieved." // [K]
	case authorizer.Unsupported:
		return r.Detail
	}
	return "Claim '" + r.Claim + "' value mismatch with configuration."
}

// unauthorized answers 401 in the form of JSON-RPC, as AWS does for runtimes of every protocol.
func unauthorized(c *core.Call, message string) {
	text, _ := json.Marshal(message) // text always marshals
	data := []byte(`{"jsonrpc":"2.0","error":{"code":-32001,"message":` + string(text) + `}}`)
	h := c.Answer.Header()
	h.Set("Content-Type", "application/json")
	h.Set("X-Amzn-Requestid", c.RequestID)
	c.Answer.WriteHeader(http.StatusUnauthorized)
	_, _ = c.Answer.Write(data) // a client that went away misses nothing that we could still give it
}
