package steps_test

import (
	"strings"
	"testing"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/identity"
	"agentcore-workshop/steps/secret"
	"agentcore-workshop/steps/text"
)

// explains wants an error to come out in words that name cause and fix, in both languages.
func (w *world) explains(t *testing.T, err error, cause, fix string) {
	t.Helper()
	f := flow.AsFailure(steps.Explain(err))
	if f == nil {
		t.Fatal("accepted")
	}
	for _, l := range []text.Lang{text.English, text.Korean} {
		if f.Cause.In(l) == "" || f.Fix.In(l) == "" {
			t.Errorf("%s: no cause or no fix in %s", f.Code, l)
		}
	}
	if f.Cause.In(text.English) == f.Cause.In(text.Korean) {
		t.Errorf("%s: the cause is in one language: %s", f.Code, f.Cause)
	}
	if !strings.Contains(f.Cause.String(), cause) || !strings.Contains(f.Fix.String(), fix) {
		t.Errorf("%s: %s\ncause %s\nfix %s", f.Code, f.Message, f.Cause, f.Fix)
	}
}

// TestWhatIsRefusedOnAConsentsWayIsExplained sends what participants get wrong, and looks at the words and at the vault.
func TestWhatIsRefusedOnAConsentsWayIsExplained(t *testing.T) {
	w := identityWorld(t)
	s := w.identityCourse()
	w.does(s, "3lo")
	cloud := w.env.Cloud
	wat := func(user string) secret.Text {
		token, err := cloud.WorkloadTokenForUserID(t.Context(), steps.Workload, user)
		if err != nil {
			t.Fatal(err)
		}
		return token
	}
	ask := aws.ResourceTokenRequest{Workload: wat("kim@example.com"), Provider: identity.ConfluenceProvider, Scopes: []string{"read:me"},
		ReturnURL: "http://localhost:8501/return", CustomState: secret.New("x"), Force: true}
	for url, fix := range map[string]string{"http://localhost:8501/return/": "workload update --return-url", "http://127.0.0.1:8501/return": "workload update --return-url", "": "resourceOauth2ReturnUrl"} {
		wrong := ask
		wrong.ReturnURL = url
		_, err := cloud.UserToken(t.Context(), wrong)
		cause := "letter by letter"
		if url == "" {
			cause = "every time"
		}
		w.explains(t, err, cause, fix)
	}
	begun, err := cloud.UserToken(t.Context(), ask)
	if err != nil {
		t.Fatal(err)
	}
	w.explains(t, cloud.CompleteUserToken(t.Context(), begun.SessionURI, secret.Text{}, "lee@example.com"), "the very artefact", "begin anew")
	user, _ := w.env.Kept(steps.TokenOfUser)
	w.explains(t, cloud.CompleteUserToken(t.Context(), begun.SessionURI, user.Access, ""), "the very artefact", "begin anew") // a JWT where a user id began
	poll := ask
	poll.Workload, poll.SessionURI, poll.Force = wat("lee@example.com"), begun.SessionURI, false
	_, err = cloud.UserToken(t.Context(), poll)
	w.explains(t, err, "the very artefact", "begin anew")
	if err := cloud.DeleteProvider(t.Context(), identity.ConfluenceProvider); err != nil { // while a person is at the identity provider
		t.Fatal(err)
	}
	_, err = cloud.UserToken(t.Context(), ask)
	w.explains(t, err, "", "verify")
	if got, err := w.env.Cloud.UserToken(t.Context(), aws.ResourceTokenRequest{Workload: wat("lee@example.com"), Provider: identity.ConsentProvider(w.env.Account), Scopes: []string{"openid", "email", "profile"},
		ReturnURL: "http://localhost:8501/return", CustomState: secret.New("x")}); err != nil || !got.AccessToken.Empty() {
		t.Errorf("somebody who never agreed has a token: %v", err)
	}
}
