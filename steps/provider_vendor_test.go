package steps_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"agentcore-workshop/aws"
	"agentcore-workshop/aws/sandbox/core"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/checkup"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/identity"
	"agentcore-workshop/steps/secret"
	"agentcore-workshop/steps/text"
)

// perform does an action by name, as the command line does: a question that has no default and that answer does not know is put to nobody.
func (w *world) perform(name string, args flow.Args, journal *flow.Journal) (flow.Result, error) {
	w.t.Helper()
	s := w.session()
	s.World, s.Journal = w.env, journal
	all := slices.Concat(steps.Actions(), checkup.Actions(), identity.Actions())
	i := slices.IndexFunc(all, func(a flow.Action) bool { return a.Name == name })
	if i < 0 {
		w.t.Fatalf("no action %q", name)
	}
	asker := flow.AskerFunc(func(ctx context.Context, q flow.Question) (flow.Answer, error) {
		if q.Required && w.answer == nil {
			return flow.Answer{}, flow.Unanswered(q)
		}
		return w.Ask(ctx, q)
	})
	r := flow.NewReport(flow.SystemClock{}, func(e flow.Event) {
		journal.Record(e)
		w.events = append(w.events, e)
	}, asker, nil)
	return all[i].Do(r.With(w.t.Context()), s, r, args)
}

func (w *world) done(name string, args flow.Args) string {
	w.t.Helper()
	result, err := w.perform(name, args, nil)
	if err != nil {
		f := flow.AsFailure(err)
		w.t.Fatalf("%s %v: %s: %s (%s)", name, args, f.Code, f.Message, f.Cause)
	}
	return result.Text(text.English, 100)
}

func (w *world) fails(code, name string, args flow.Args) *flow.Failure {
	w.t.Helper()
	w.since()
	_, err := w.perform(name, args, nil)
	var f *flow.Failure
	if !errors.As(err, &f) || f.Code != code || f.Message.Empty() {
		w.t.Fatalf("%s %v: %v, want %s", name, args, err, code)
	}
	if changes := w.changes(); len(changes) > 0 {
		w.t.Errorf("refused with %s, and yet %v was sent", code, changes)
	}
	return f
}

func one(pairs ...string) flow.Args {
	args := flow.Args{}
	for i := 0; i < len(pairs); i += 2 {
		args[pairs[i]] = append(args[pairs[i]], pairs[i+1])
	}
	return args
}

// codeClient makes an app client for the code flow as somebody else's application has it.
func (w *world) codeClient(pool string, flows ...any) string {
	w.t.Helper()
	in := core.Object{"UserPoolId": pool, "ClientName": "their-app", "GenerateSecret": true, "AllowedOAuthFlowsUserPoolClient": true, "AllowedOAuthFlows": flows,
		"AllowedOAuthScopes": []any{"openid"}, "CallbackURLs": []any{"https://app.example/callback"}, "LogoutURLs": []any{"https://app.example/out"},
		"AccessTokenValidity": 17, "TokenValidityUnits": core.Object{"AccessToken": "minutes"}, "SupportedIdentityProviders": []any{"COGNITO"}}
	return w.call("cognito-idp", "CreateUserPoolClient", in)["UserPoolClient"].(map[string]any)["ClientId"].(string)
}

// TestCallbackAndClientInOneStep: the provider first, its callback URL to the client, and nothing else of the client changed; with the
// included configuration and with the custom one.
func TestCallbackAndClientInOneStep(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.must("deploy")
	pool := w.output("UserPoolId")
	client := w.codeClient(pool, "code")
	discovery := issuerOf(pool) + "/.well-known/openid-configuration"
	callbacks := []string{"https://app.example/callback"}
	for _, vendor := range []string{"cognito", "custom"} {
		w.since()
		said := w.done("provider create", one("name", "by-"+vendor, "vendor", vendor, "client-id", client, "discovery-url", discovery))
		made, err := w.env.Cloud.Provider(t.Context(), "by-"+vendor)
		if err != nil || !strings.Contains(said, "Nothing is left to do") || !strings.Contains(said, "\n"+made.CallbackURL+"\n") {
			t.Fatalf("%v\n%s", err, said)
		}
		callbacks = append(callbacks, made.CallbackURL)
		now, err := w.env.Cloud.AppClient(t.Context(), pool, client)
		if err != nil || !slices.Equal(now.CallbackURLs, callbacks) || now.AccessToken.Minutes() != 17 || !slices.Equal(now.LogoutURLs, []string{"https://app.example/out"}) {
			t.Errorf("%v: %+v", err, now)
		}
		page := "https://troubleshooting-connectivity-" + account + ".auth.us-east-1.amazoncognito.com/oauth2/authorize"
		if taken, refused := w.authorize(made, page, made.CallbackURL), w.authorize(made, page, made.CallbackURL+"x"); taken != http.StatusFound || refused == http.StatusFound {
			t.Errorf("Cognito answers %d to the callback URL, and %d to another", taken, refused)
		}
		asked := w.asked[len(w.asked)-1]
		if asked.Kind != flow.Confirm || len(asked.Shown) != 2 || asked.Shown[1].Value != made.CallbackURL {
			t.Errorf("asked %+v", asked)
		}
		for _, e := range w.events { // Cognito's secret went along, and stands in no call
			if c, ok := e.Body.(flow.Call); ok && strings.Contains(c.Request+c.Answer, now.Secret.Reveal()) {
				t.Errorf("the secret stands in the call %s", c.Operation)
			}
		}
	}

	// Whoever declines keeps a provider, is told, and does it later.
	w.answer = func(flow.Question) flow.Answer { return flow.Answer{} }
	said := w.done("provider create", one("name", "later", "vendor", "cognito", "client-id", client, "discovery-url", discovery))
	if !strings.Contains(said, "NOW REGISTER THIS CALLBACK URL AT AMAZON COGNITO") || !strings.Contains(said, "provider update later") {
		t.Error(said)
	}
	w.answer = nil
	if said := w.done("provider update", one("name", "later")); !strings.Contains(said, "Nothing is left to do") {
		t.Error(said)
	}

	// A machine's client signs in nobody: it is left as it is.
	machine := w.output("MachineClientId")
	if said := w.done("provider create", one("name", "machine", "vendor", "cognito", "client-id", machine, "discovery-url", discovery)); !strings.Contains(said, "no authorization code flow") {
		t.Error(said)
	}
	if _, err := w.env.Cloud.CreateWorkloadIdentity(t.Context(), "tester", nil, nil); err != nil {
		t.Fatal(err)
	}
	wat, err := w.env.Cloud.WorkloadToken(t.Context(), "tester")
	if err != nil {
		t.Fatal(err)
	}
	scope := steps.PublishedPrefix + "cognito_auth_scope"
	found, _, err := w.env.Cloud.Parameters(t.Context(), scope)
	if err != nil {
		t.Fatal(err)
	}
	if token, err := w.env.Cloud.MachineToken(t.Context(), wat, "machine", []string{found[scope].Value}); err != nil || token.Empty() {
		t.Error("the secret that was read does not get a token", err)
	}
}

// authorize asks Cognito's hosted page for a sign-in that would end at a redirect URI, and gives the answer's status.
func (w *world) authorize(p aws.Provider, endpoint, redirect string) int {
	w.t.Helper()
	client := *w.env.Cloud.HTTP()
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	query := url.Values{"client_id": {p.ClientID}, "redirect_uri": {redirect}, "response_type": {"code"}, "scope": {"openid"}, "state": {"s"}}
	resp, err := client.Get(endpoint + "?" + query.Encode())
	if err != nil {
		w.t.Fatal(err)
	}
	defer resp.Body.Close()
	if strings.Contains(resp.Header.Get("Location"), "error") {
		return http.StatusBadRequest
	}
	return resp.StatusCode
}

// server is an authorization server's discovery document, and the address of it.
func server(t *testing.T, issuer, token string) string {
	t.Helper()
	var s *httptest.Server
	s = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasSuffix(r.URL.Path, "/.well-known/openid-configuration") {
			http.NotFound(w, r)
			return
		}
		_, _ = w.Write([]byte(strings.ReplaceAll(`{"issuer":"`+issuer+`","authorization_endpoint":"@/authorize","token_endpoint":"`+token+`"}`, "@", s.URL)))
	}))
	t.Cleanup(s.Close)
	return s.URL
}

// TestTheServerIsAskedWhatItCallsItself: the published script's mistake and its relatives are caught before anything is sent.
func TestTheServerIsAskedWhatItCallsItself(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	good, slash := server(t, "@", "@/token"), server(t, "@/", "@/token")
	base := func(more ...string) flow.Args {
		return one(append([]string{"name", "p", "vendor", "custom", "client-id", "c", "client-secret-env", "PLANTED-1"}, more...)...)
	}
	three := func(at, issuer, token string) flow.Args {
		return base("issuer", issuer, "authorization-endpoint", at+"/authorize", "token-endpoint", token)
	}
	const place = "/.well-known/openid-configuration"
	if f := w.fails("DiscoveryAsIssuer", "provider create", three(good, good+place, good+"/token")); !strings.Contains(f.Fix.String(), "--issuer "+good+",") {
		t.Error(f.Fix)
	}
	if f := w.fails("IssuerMismatch", "provider create", three(slash, slash, slash+"/token")); !strings.HasSuffix(f.Fix.String(), slash+"/") {
		t.Error(f.Fix)
	}
	w.fails("NotADiscoveryDocument", "provider create", base("discovery-url", good+"/.well-known/oauth-authorization-server"))
	w.fails("WrongUse", "provider create", base("discovery-url", good+place, "issuer", good))
	for _, wrong := range []string{"ftp://x/a", "http://elsewhere.example/a", "https://x/a#b", "not an address", "https://u:p@x/a"} {
		w.fails("WrongValue", "provider create", three(good, good, wrong))
	}
	w.fails("WrongValue", "provider create", base("discovery-url", good))
	w.fails("WrongValue", "provider create", base("discovery-url", good+place, "on-behalf-of", "ALWAYS"))
	w.fails("WrongValue", "provider create", base("discovery-url", good+place, "on-behalf-of", "JWT_AUTHORIZATION_GRANT", "actor-token", "M2M"))
	w.fails("WrongUse", "provider create", base("discovery-url", good+place, "auth-method", "PRIVATE_KEY_JWT"))

	w.since()
	w.done("provider create", three(good, good, good+"/another"))
	if !strings.Contains(w.said(), "--token-endpoint is "+good+"/another") {
		t.Error(w.said())
	}
	// What the flags do not say stays, also through two updates of different parts.
	w.done("provider update", one("name", "p", "client-secret-env", "PLANTED-2", "on-behalf-of", "TOKEN_EXCHANGE", "actor-token", "M2M", "actor-token-scope", "a"))
	w.done("provider update", one("name", "p", "client-secret-env", "PLANTED-3", "auth-method", "CLIENT_SECRET_POST"))
	p, err := w.env.Cloud.Provider(t.Context(), "p")
	if err != nil || p.OnBehalf.Grant != "TOKEN_EXCHANGE" || p.OnBehalf.ActorScopes[0] != "a" || p.AuthMethod != "CLIENT_SECRET_POST" || p.TokenEndpoint != good+"/another" || p.Issuer != good {
		t.Errorf("%v %+v", err, p)
	}
	// A discovery URL takes the place of the three.
	w.done("provider update", one("name", "p", "client-secret-env", "PLANTED-4", "discovery-url", good+place))
	if p, err = w.env.Cloud.Provider(t.Context(), "p"); err != nil || p.DiscoveryURL != good+place || p.TokenEndpoint != "" {
		t.Errorf("%v %+v", err, p)
	}
	// A tenant's endpoints come out of its document.
	w.done("provider create", one("name", "okta", "vendor", "okta", "client-id", "c", "client-secret-env", "PLANTED-5", "discovery-url", good+place))
	if p, err = w.env.Cloud.Provider(t.Context(), "okta"); err != nil || p.Issuer != good || p.TokenEndpoint != good+"/token" {
		t.Errorf("%v %+v", err, p)
	}
	// A secret of the customer's own is named, and named again by an update that does not mention it.
	w.done("provider create", one("name", "own", "vendor", "microsoft", "tenant-id", "contoso", "client-id", "c", "client-secret-arn", p.SecretARN, "client-secret-key", "client_secret"))
	w.done("provider update", one("name", "own", "client-id", "d"))
	if p, err = w.env.Cloud.Provider(t.Context(), "own"); err != nil || p.SecretSource != "EXTERNAL" || p.ClientID != "d" || !strings.Contains(p.DiscoveryURL, "/contoso/") {
		t.Errorf("%v %+v", err, p)
	}
	for _, e := range w.events {
		if c, ok := e.Body.(flow.Call); ok && strings.Contains(c.Request+c.Answer, "PLANTED") {
			t.Errorf("a secret stands in the call %s", c.Operation)
		}
	}
}

// TestCognitosSecretGoesToCognitoOnly: it is read for the token endpoint that the pool names, and for no other.
func TestCognitosSecretGoesToCognitoOnly(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.must("deploy")
	pool := w.output("UserPoolId")
	client := w.codeClient(pool, "code")
	f := w.fails("MissingFields", "provider create", one("name", "p", "vendor", "custom", "client-id", client,
		"issuer", issuerOf(pool), "authorization-endpoint", "https://elsewhere.example/a", "token-endpoint", "https://elsewhere.example/t"))
	if !strings.Contains(f.Message.String(), "--client-secret-env") {
		t.Error(f.Message)
	}
}

// TestWhatIsMissingIsAskedFor: one after the other, the secret last and unseen.
func TestWhatIsMissingIsAskedFor(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.fails("MissingFields", "provider create", one("vendor", "google"))
	var kinds []flow.QuestionKind
	answers := []string{"auth0", "client", "http://127.0.0.1:1/", "http://127.0.0.1:1/authorize", "http://127.0.0.1:1/oauth/token", "PLANTED"}
	w.answer = func(q flow.Question) flow.Answer {
		kinds = append(kinds, q.Kind)
		return flow.Answer{Yes: true, Text: secret.New(answers[len(kinds)-1])}
	}
	said := w.done("provider create", one("name", "mine"))
	v := flow.Value
	if !slices.Equal(kinds, []flow.QuestionKind{v, v, v, v, v, flow.Secret}) || !strings.Contains(said, "Auth0Oauth2") || !strings.Contains(said, "http://127.0.0.1:1/oauth/token") {
		t.Errorf("%v\n%s", kinds, said)
	}
	// Nothing typed is no answer: it says what is missing, and sends nothing.
	w.answer = func(flow.Question) flow.Answer { return flow.Answer{Yes: true} }
	w.fails("MissingFields", "provider create", one("name", "more", "vendor", "google"))
}

// TestAMistypedAnswerIsRefusedAtItsPrompt: it is asked again, with why; the third is the last.
func TestAMistypedAnswerIsRefusedAtItsPrompt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var asked []string
	answers := []string{"a name", "mine", "gogle", "custom", "http//x", "http://127.0.0.1:1/.well-known/openid-configuration", "PLANTED"}
	w.answer = func(q flow.Question) flow.Answer {
		asked = append(asked, q.Title.String()+" | "+q.Detail.String())
		return flow.Answer{Yes: true, Text: secret.New(answers[len(asked)-1])}
	}
	w.done("provider create", one("client-id", "client"))
	for i, want := range map[int]string{1: "1 to 128 letters", 3: "Did you mean google?", 5: "--discovery-url (https://"} {
		if len(asked) != len(answers) || !strings.Contains(asked[i], want) {
			t.Errorf("question %d lacks %q: %q", i, want, asked)
		}
	}
	asked, answers = nil, []string{"no", "nor this", "nor that"}
	w.fails("UnknownVendor", "provider create", one("name", "more"))
}

// TestTheServerIsAskedBeforeTheSecretIs: nobody types a secret for an address that is wrong.
func TestTheServerIsAskedBeforeTheSecretIs(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	nothing := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(nothing.Close)
	var secrets int
	w.answer = func(q flow.Question) flow.Answer {
		if q.Kind == flow.Secret {
			secrets++
			if !strings.Contains(w.said(), "could not be read from here") {
				t.Error("a secret is asked for, and nothing was said of the server that does not answer")
			}
		}
		return flow.Answer{Yes: true, Text: secret.New("PLANTED")}
	}
	base := one("name", "p", "vendor", "custom", "client-id", "c", "discovery-url", nothing.URL+"/.well-known/openid-configuration")
	if w.fails("NotADiscoveryDocument", "provider create", base); secrets != 0 {
		t.Error("a secret was asked for before the document was looked at")
	}
	base["discovery-url"] = []string{"http://127.0.0.1:1/.well-known/openid-configuration"}
	if w.done("provider create", base); secrets != 1 {
		t.Errorf("%d secrets were asked for", secrets)
	}
}

// TestCleanupKnowsWhatTheseVerbsMade: also a provider that points to somebody else's user pool, if the journal saw it made here.
func TestCleanupKnowsWhatTheseVerbsMade(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.must("deploy")
	foreign := w.call("cognito-idp", "CreateUserPool", core.Object{"PoolName": "theirs"})["UserPool"].(map[string]any)["Id"].(string)
	w.makeProvider("theirs", foreign)
	journal, err := flow.OpenJournal(t.TempDir(), w.session().Place)
	if err != nil {
		t.Fatal(err)
	}
	defer journal.Close()
	args := one("name", "ours-for-them", "vendor", "custom", "client-id", "c", "client-secret-env", "PLANTED", "issuer", issuerOf(foreign),
		"authorization-endpoint", "https://theirs.example/authorize", "token-endpoint", "https://theirs.example/token")
	if _, err := w.perform("provider create", args, journal); err != nil {
		t.Fatal(err)
	}
	if _, err := w.cleanup(nil, nil); err != nil {
		t.Fatal(err)
	}
	if _, err := w.env.Cloud.Provider(t.Context(), "ours-for-them"); err != nil {
		t.Error("without a journal it is somebody else's", err)
	}
	if _, err := w.cleanup(func(s *flow.Session) { s.Journal = journal }, nil); err != nil {
		t.Fatal(err)
	}
	if _, err := w.env.Cloud.Provider(t.Context(), "ours-for-them"); !aws.IsNotFound(err) {
		t.Error("it is still there", err)
	}
	if _, err := w.env.Cloud.Provider(t.Context(), "theirs"); err != nil {
		t.Error("what others made is gone", err)
	}
}
