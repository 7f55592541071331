package gateway

import (
	"net/http"
	"net/url"
	"strings"

	"agentcore-workshop/aws/sandbox/authorizer"
	"agentcore-workshop/aws/sandbox/core"
	"agentcore-workshop/aws/sandbox/hosting"
)

const (
	mcpPath      = "/mcp"
	metadataPath = "/.well-known/oauth-protected-resource"
)

// visit is one request at a gateway's door: what it needs of the state, copied from under the lock. The trees of the state
// are never changed, so that they may be read on.
type visit struct {
	*core.Call
	page     *core.Page
	w        http.ResponseWriter
	r        *http.Request
	service  *Service
	id       string
	config   core.Object
	status   string
	targets  []target // those that are READY, in the order of their ids
	identity *authorizer.Identity
}

// Serve answers a gateway's own host: its MCP endpoint, and the metadata that tells clients where to get tokens.
func (s *Service) Serve(p *core.Page, w http.ResponseWriter, r *http.Request) bool {
	if !strings.Contains(p.Host, ".gateway.bedrock-agentcore.") {
		return false
	}
	ref, known := p.Cloud.Index.Find(p.Host)
	if !known {
		fail(w, http.StatusNotFound, nil, &rpcError{Code: codeInvalidRequest, Message: "Gateway not found."}) // [K]
		return true
	}
	v := &visit{page: p, w: w, r: r, service: s, id: ref.ID}
	v.Call = &core.Call{Context: r.Context(), Cloud: p.Cloud, Realm: ref.Realm, Service: s.Name(), Public: p.Public}
	if v.Public == nil {
		v.Public = func(u string) string { return u }
	}
	p.Cloud.Settle(v.Call)
	v.copy()
	switch {
	case r.URL.Path == metadataPath || r.URL.Path == metadataPath+mcpPath:
		v.metadata()
	case r.URL.Path != mcpPath:
		fail(w, http.StatusNotFound, nil, &rpcError{Code: codeInvalidRequest, Message: "Not Found"})
	default:
		v.enter()
	}
	return true
}

// copy takes what the request needs out of the state.
func (v *visit) copy() {
	v.Realm.Account.RLock()
	defer v.Realm.Account.RUnlock()
	g := storeOf(v.Realm).Gateways[v.id]
	if g == nil {
		return
	}
	v.config, v.status = g.Config, g.Phase.Status
	for _, t := range sorted(g.Targets) {
		if t.Phase.Status == hosting.Ready || t.Phase.Status == synchronizing {
			v.targets = append(v.targets, *t)
		}
	}
}

// address is a page of this gateway as whoever asks can reach it.
func (v *visit) address(path string) string { return v.Public("https://" + v.page.Host + path) }

func (v *visit) jwt() *authorizer.Config {
	if hosting.Text(v.config, "authorizerType") != "CUSTOM_JWT" {
		return nil
	}
	return authorizer.Read(hosting.Branch(v.config, "authorizerConfiguration"))
}

func (v *visit) metadata() {
	config := v.jwt()
	if config == nil {
		fail(v.w, http.StatusNotFound, nil, &rpcError{Code: codeInvalidRequest, Message: "Not Found"})
		return
	}
	authorizer.ServeMetadata(v.w, config, v.address(mcpPath))
}

// enter lets in who may enter a gateway that is there.
func (v *visit) enter() {
	switch {
	case v.status != hosting.Ready && v.status != hosting.Updating:
		text := "Gateway " + v.id + " is not READY, its status is " + v.status + "." // [K]
		fail(v.w, http.StatusBadRequest, nil, &rpcError{Code: codeInvalidRequest, Message: text})
	case strangeOrigin(v.r):
		fail(v.w, http.StatusForbidden, nil, &rpcError{Code: codeForbidden, Message: "Web pages of other origins may not call a practice gateway."})
	case v.authorized():
		v.transport()
	}
}

// strangeOrigin reports a request that a browser sends for a page that is not of this machine (MCP, Transports: Security).
func strangeOrigin(r *http.Request) bool {
	origin := r.Header.Get("Origin")
	if origin == "" {
		return false
	}
	u, err := url.Parse(origin)
	return err != nil || u.Hostname() != "localhost" && u.Hostname() != "127.0.0.1" && u.Hostname() != "::1"
}

// authorized holds the request against the gateway's authorizer and answers it when it may not enter. A bad token is 401;
// a good one that the configuration does not let in is 403, as AWS has it at gateways.
func (v *visit) authorized() bool {
	switch kind := hosting.Text(v.config, "authorizerType"); kind {
	case "NONE":
		return true
	case "AWS_IAM":
		account, refused := v.page.Signed("bedrock-agentcore")
		if refused == nil && account == v.Realm.Account.ID {
			return true
		}
		message := insufficient
		if refused != nil {
			message = refused.Message
		}
		fail(v.w, http.StatusForbidden, nil, &rpcError{Code: codeForbidden, Message: message})
		return false
	case "CUSTOM_JWT":
		return v.bearer()
	default:
		fail(v.w, http.StatusNotImplemented, nil, &rpcError{Code: codeForbidden, Message: "The practice cloud does not have the authorizer type " + kind + "."})
		return false
	}
}

const insufficient = "Authorization error - Insufficient permissions"

func (v *visit) bearer() bool {
	config := v.jwt()
	who, refused := v.service.inbound.Check(v.Call, config, authorizer.Bearer(v.r))
	if refused == nil {
		v.identity = who
		return true
	}
	v.w.Header().Set("WWW-Authenticate", authorizer.Challenge(refused, v.address(metadataPath)))
	v.w.Header().Set(headerReason, refused.Reason())
	switch {
	case refused.Kind == authorizer.Missing:
		fail(v.w, http.StatusUnauthorized, nil, &rpcError{Code: codeUnauthorized, Message: "Missing Bearer token"})
	case refused.Authentic():
		fail(v.w, http.StatusForbidden, nil, &rpcError{Code: codeForbidden, Message: insufficient})
	default:
		fail(v.w, http.StatusUnauthorized, nil, &rpcError{Code: codeUnauthorized, Message: "Invalid Bearer token"})
	}
	return false
}

// headerReason is a header of the practice cloud alone: AWS hides why a gateway refuses, a lesson may tell it.
const headerReason = authorizer.HeaderReason
