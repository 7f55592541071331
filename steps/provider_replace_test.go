package steps_test

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/identity"
	"agentcore-workshop/steps/secret"
)

// foreignVendor makes a provider of the workshop's name that somebody has made for Atlassian.
func (w *world) foreignVendor(name string) aws.Provider {
	w.t.Helper()
	p, err := w.env.Cloud.CreateProvider(w.t.Context(), aws.ProviderSpec{Name: name, Vendor: "AtlassianOauth2", ClientID: "abc", ClientSecret: secret.New("not ours to send")})
	if err != nil {
		w.t.Fatal(err)
	}
	return p
}

// likeAWS makes the session take the practice cloud for AWS: nothing says that it is one.
func (w *world) likeAWS() {
	w.t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/_sandbox/") {
			http.NotFound(rw, r)
			return
		}
		w.cloud.ServeHTTP(rw, r)
	}))
	w.t.Cleanup(server.Close)
	w.t.Setenv("AWS_ACCESS_KEY_ID", w.env.Account)
	w.t.Setenv("AWS_SECRET_ACCESS_KEY", "practice")
	client, err := aws.Open(w.t.Context(), aws.Options{Endpoint: server.URL, Region: "us-east-1", Recorder: steps.NewRecorder()})
	if err != nil {
		w.t.Fatal(err)
	}
	if client.Practice() {
		w.t.Fatal("it is taken for the practice cloud")
	}
	w.env.Cloud = client
}

const theProviderName = "troubleshooting-connectivity-123456789012"

func TestChangedVendorIsAQuestionOfItsOwn(t *testing.T) {
	w := newWorld(t)
	w.must("deploy")
	before := w.foreignVendor(theProviderName)
	w.since()
	w.must("provider")
	after, err := w.env.Cloud.Provider(t.Context(), theProviderName)
	if err != nil || after.Vendor != "CustomOauth2" {
		t.Fatal(after, err)
	}
	if len(w.asked) != 1 || !strings.Contains(w.asked[0].Title.String(), "vendor") || !w.asked[0].Options[0].Destroys || strings.Contains(w.asked[0].Detail.String(), "stay") {
		t.Errorf("asked %+v", w.asked)
	}
	if said := w.said(); before.CallbackURL == after.CallbackURL || !strings.Contains(said, before.CallbackURL) || !strings.Contains(said, after.CallbackURL) {
		t.Errorf("nobody is told that the callback URL changed:\n%s", said)
	}
}

// TestYesDoesNotReplaceAProviderOnAWS: the first way is --yes's, and on AWS it leaves the provider.
func TestYesDoesNotReplaceAProviderOnAWS(t *testing.T) {
	w := newWorld(t)
	w.must("deploy")
	w.foreignVendor(theProviderName)
	w.likeAWS()
	w.since()
	f := w.run("provider")
	if f == nil || f.Code != "ProviderVendor" || f.Fix.Empty() {
		t.Fatal(f)
	}
	if c := w.changes(); len(c) != 0 {
		t.Errorf("changed %v", c)
	}
	q := w.asked[len(w.asked)-1]
	if q.Options[0].ID != "leave" || q.Options[0].Destroys || !q.Options[1].Destroys {
		t.Errorf("%+v", q.Options)
	}
}

func TestProviderOfTheLabIsNotReplacedUnasked(t *testing.T) {
	w := newWorld(t)
	w.must("deploy", "provider")
	w.foreignVendor(theProviderName + identity.ConsentSuffix)
	w.since()
	w.choose = func(q flow.Question) string {
		if slices.ContainsFunc(q.Options, func(o flow.Option) bool { return o.ID == "replace" }) {
			return "leave"
		}
		return ""
	}
	if err := w.apply(identity.ThreeLO(w.env)); flow.AsFailure(err).Code != "ProviderVendor" || slices.Contains(w.changes(), "DeleteOauth2CredentialProvider") {
		t.Errorf("%v, changed %v", err, w.changes())
	}
}

// TestUpdateKnowsVendors: `provider update` of a provider of another vendor asks the same question.
func TestUpdateKnowsVendors(t *testing.T) {
	w := newWorld(t)
	w.must("deploy")
	w.foreignVendor(theProviderName)
	s := open(t, w, nil)
	i := slices.IndexFunc(steps.Actions(), func(a flow.Action) bool { return a.Name == "provider update" })
	r := flow.NewReport(flow.SystemClock{}, func(flow.Event) {}, w, nil)
	if _, err := steps.Actions()[i].Do(r.With(t.Context()), s, r, nil); err != nil {
		t.Fatal(err)
	}
	if p, err := w.env.Cloud.Provider(t.Context(), theProviderName); err != nil || p.Vendor != "CustomOauth2" || len(w.asked) == 0 {
		t.Errorf("%+v %v %v", p, err, w.asked)
	}
}
