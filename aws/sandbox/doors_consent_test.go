package sandbox_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"agentcore-workshop/aws/sandbox"
	"agentcore-workshop/aws/sandbox/core"
)

// calendar is a stranger's API with its own authorization server, whose users always consent.
type calendar struct {
	*httptest.Server
	granted atomic.Int32
	mu      sync.Mutex
	seen    *http.Request
}

func (c *calendar) last() *http.Request {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.seen
}

func (c *calendar) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	switch r.URL.Path {
	case "/authorize":
		q := r.URL.Query()
		http.Redirect(w, r, q.Get("redirect_uri")+"?code=c&state="+url.QueryEscape(q.Get("state")), http.StatusFound)
	case "/token":
		token := "machine-token"
		if r.FormValue("grant_type") == "authorization_code" {
			c.granted.Add(1)
			token = "user-token"
		}
		_ = json.NewEncoder(w).Encode(map[string]any{"access_token": token, "expires_in": 3600, "token_type": "Bearer"})
	default:
		c.mu.Lock()
		c.seen = r.Clone(r.Context())
		c.mu.Unlock()
		if strings.HasSuffix(r.URL.Path, "/missing") {
			http.Error(w, "no such day", http.StatusNotFound)
			return
		}
		_, _ = w.Write([]byte(`{"free":true}`))
	}
}

// consentProvider makes a credential provider for the calendar.
func consentProvider(t *testing.T, w *world) (api *calendar, arn string) {
	t.Helper()
	api = &calendar{}
	api.Server = httptest.NewServer(api)
	t.Cleanup(api.Close)
	made := w.do("bedrock-agentcore-control", "CreateOauth2CredentialProvider", core.Object{
		"name": "calendar", "credentialProviderVendor": "CustomOauth2",
		"oauth2ProviderConfigInput": core.Object{"customOauth2ProviderConfig": core.Object{
			"clientId": "c", "clientSecret": "s", "oauthDiscovery": core.Object{"authorizationServerMetadata": core.Object{
				"issuer": api.URL, "authorizationEndpoint": api.URL + "/authorize", "tokenEndpoint": api.URL + "/token", "responseTypes": []any{"code"},
			}},
		}},
	})
	return api, made["credentialProviderArn"].(string)
}

// signIn walks a browser from the authorization URL to the application's return URL. The callback is on AWS's host, which
// the browser of a participant reaches through the proxy; here its loopback alias does.
func signIn(t *testing.T, w *world, page string) (sessionURI string) {
	t.Helper()
	browser := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	for range 5 {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, page, nil)
		if err != nil {
			t.Fatal(err)
		}
		answer, err := browser.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		_ = answer.Body.Close()
		next := answer.Header.Get("Location")
		if strings.HasPrefix(next, "http://localhost:8501/return") {
			u, _ := url.Parse(next)
			return u.Query().Get("session_id")
		}
		page = strings.Replace(next, "https://bedrock-agentcore.", w.endpoint+sandbox.AliasPrefix+"bedrock-agentcore.", 1)
	}
	t.Fatal("the sign-in goes in circles")
	return ""
}

const calendarAPI = `
openapi: 3.0.3
info: {title: Calendar, version: "1"}
servers: [{url: SERVER/v1}]
paths:
  /days/{day}:
    parameters: [{$ref: "#/components/parameters/Day"}]
    get:
      operationId: readDay
      summary: Reads a day.
      parameters:
        - {name: zone, in: query, schema: {type: string, enum: [KST, UTC]}}
        - {name: tags, in: query, schema: {type: array, items: {type: string}}}
        - {name: X-Team, in: header, schema: {type: string}}
      responses: {200: {description: ok}}
    post:
      operationId: addEntry
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: "#/components/schemas/Entry"}}}
      responses: {201: {description: made}}
components:
  parameters:
    Day: {name: day, in: path, required: true, schema: {type: string}}
  schemas:
    Entry: {type: object, required: [title], properties: {title: {type: string}, length: {type: integer}, next: {$ref: "#/components/schemas/Entry"}}}
`

// apiTarget makes a target of the calendar's OpenAPI document.
func apiTarget(gateway, server, name string, credential core.Object) core.Object {
	return core.Object{
		"gatewayIdentifier": gateway, "name": name, "credentialProviderConfigurations": []any{credential},
		"targetConfiguration": core.Object{"mcp": core.Object{"openApiSchema": core.Object{"inlinePayload": strings.ReplaceAll(calendarAPI, "SERVER", server)}}},
	}
}

func oauth(provider string, more core.Object) core.Object {
	config := core.Object{"providerArn": provider, "scopes": []any{"read"}}
	for name, value := range more {
		config[name] = value
	}
	return core.Object{"credentialProviderType": "OAUTH", "credentialProvider": core.Object{"oauthCredentialProvider": config}}
}

func TestOpenAPITargetsAreReallyCalled(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	id, host := w.gateway("api", nil)
	api, provider := consentProvider(t, w)
	key := w.do("bedrock-agentcore-control", "CreateApiKeyCredentialProvider", core.Object{"name": "key", "apiKey": "sesame"})["credentialProviderArn"].(string)
	apiKey := func(more core.Object) core.Object {
		more["providerArn"] = key
		return core.Object{"credentialProviderType": "API_KEY", "credentialProvider": core.Object{"apiKeyCredentialProvider": more}}
	}
	for name, credential := range map[string]core.Object{
		"machine": oauth(provider, nil),
		"header":  apiKey(core.Object{"credentialParameterName": "X-Key", "credentialPrefix": "Key"}),
		"query":   apiKey(core.Object{"credentialLocation": "QUERY_PARAMETER", "credentialParameterName": "k"}),
		"pass":    {"credentialProviderType": "JWT_PASSTHROUGH"},
		"role":    {"credentialProviderType": "GATEWAY_IAM_ROLE"},
	} {
		w.do("bedrock-agentcore-control", "CreateGatewayTarget", apiTarget(id, api.URL, name, credential))
	}
	token := w.machineToken()
	call := func(tool, arguments string) string {
		t.Helper()
		_, _, body := w.rpc(host, token, `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"`+tool+`","arguments":`+arguments+`}}`)
		return body
	}
	for _, test := range []struct{ tool, arguments, want, line, header, value string }{
		{"machine___readDay", `{"day":"to/day","zone":"KST","tags":["a","b c"],"X-Team":"red"}`, `{\"free\":true}`, "GET /v1/days/to%2Fday?tags=a&tags=b+c&zone=KST", "Authorization", "Bearer machine-token"},
		{"machine___addEntry", `{"day":"1","title":"t","length":3}`, `{\"free\":true}`, "POST /v1/days/1", "Content-Type", "application/json"},
		{"header___readDay", `{"day":"2"}`, `{\"free\":true}`, "GET /v1/days/2", "X-Key", "Key sesame"},
		{"query___readDay", `{"day":"3"}`, `{\"free\":true}`, "GET /v1/days/3?k=sesame", "Authorization", ""},
		{"pass___readDay", `{"day":"4"}`, `{\"free\":true}`, "GET /v1/days/4", "Authorization", "Bearer " + token},
		{"pass___readDay", `{"day":"missing"}`, `answered 404 Not Found: no such day`, "GET /v1/days/missing", "X-Team", ""},
	} {
		body := call(test.tool, test.arguments)
		seen := api.last()
		if !strings.Contains(body, test.want) || seen == nil || seen.Method+" "+seen.URL.RequestURI() != test.line || seen.Header.Get(test.header) != test.value {
			t.Errorf("%s: %s", test.tool, body)
		}
	}
	for _, test := range []struct{ tool, arguments, want string }{
		{"machine___readDay", `{"day":"1","zone":"PST"}`, "zone must be one of"},
		{"machine___addEntry", `{"day":"1"}`, "title is required"},
		{"machine___addEntry", `{"day":"1","title":"t","next":{"title":1}}`, "next.title must be of type string"},
		{"role___readDay", `{"day":"1"}`, "cannot sign requests"},
	} {
		if body := call(test.tool, test.arguments); !strings.Contains(body, test.want) || !strings.Contains(body, `"isError":true`) {
			t.Errorf("%s %s: %s", test.tool, test.arguments, body)
		}
	}
	for _, broken := range []string{"{", `{"openapi":"2.0"}`, `{"openapi":"3.0.0","servers":[{"url":"/v1"}]}`, `{"openapi":"3.0.0","servers":[{"url":"https://a.example"}],"paths":{"/x":{"get":{}}}}`} {
		target := apiTarget(id, api.URL, "broken", oauth(provider, nil))
		target["targetConfiguration"] = core.Object{"mcp": core.Object{"openApiSchema": core.Object{"inlinePayload": broken}}}
		if _, err := w.try("bedrock-agentcore-control", "CreateGatewayTarget", target); err == nil || !strings.Contains(err.Error(), "The OpenAPI schema is invalid") {
			t.Errorf("%s: %v", broken, err)
		}
	}
}

func TestAToolAsksForTheUsersConsent(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	id, host := w.gateway("consents", core.Object{"authorizerConfiguration": w.jwt("allowedClients", []any{w.web})})
	api, provider := consentProvider(t, w)
	w.do("bedrock-agentcore-control", "CreateGatewayTarget", apiTarget(id, api.URL, "user", oauth(provider, core.Object{"grantType": "AUTHORIZATION_CODE", "defaultReturnUrl": "http://localhost:8501/return"})))
	token := w.userToken()
	call := func(token, meta string) string {
		_, _, body := w.rpc(host, token, `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"user___readDay","arguments":{"day":"1"}`+meta+`}}`)
		return body
	}
	if body := call(token, ""); !strings.Contains(body, "You must register and use at least one ResourceOauth2ReturnUrl") {
		t.Errorf("without a return URL: %s", body)
	}
	w.do("bedrock-agentcore-control", "UpdateWorkloadIdentity", core.Object{"name": id, "allowedResourceOauth2ReturnUrls": []any{"http://localhost:8501/return"}})
	pageOf := func(body string) string {
		t.Helper()
		var got struct {
			Error struct {
				Code    int
				Message string
				Data    struct {
					Elicitations []struct{ Mode, URL, ElicitationID string }
				}
			}
		}
		if json.Unmarshal([]byte(body), &got) != nil || got.Error.Code != -32042 || len(got.Error.Data.Elicitations) != 1 || got.Error.Message != "This request requires more information." {
			t.Fatalf("no elicitation: %s", body)
		}
		one := got.Error.Data.Elicitations[0]
		if one.Mode != "url" || len(one.ElicitationID) != 36 {
			t.Errorf("%+v", one)
		}
		return one.URL
	}
	sessionURI := signIn(t, w, pageOf(call(token, "")))
	pageOf(call(token, "")) // consent alone opens nothing: nobody has said yet whose browser it was
	w.do("bedrock-agentcore", "CompleteResourceTokenAuth", core.Object{"sessionUri": sessionURI, "userIdentifier": core.Object{"userToken": token}})
	if body := call(token, ""); !strings.Contains(body, `{\"free\":true}`) || api.last().Header.Get("Authorization") != "Bearer user-token" {
		t.Errorf("after the consent: %s", body)
	}
	pageOf(call(token, `,"_meta":{"aws.bedrock-agentcore.gateway/credentialProviderConfiguration":{"oauthCredentialProvider":{"forceAuthentication":true}}}`))
}
