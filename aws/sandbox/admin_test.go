package sandbox_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"agentcore-workshop/aws/sandbox"
)

func TestHealthSaysWhatThisIs(t *testing.T) {
	cloud := sandbox.New(sandbox.Options{Version: "v1", Pace: "lesson"})
	w := ask(t, cloud, "GET", "/_sandbox/health", loopback, map[string]string{"Authorization": signedBy("111122223333", "sts")}, "")
	var got sandbox.Health
	if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	want := sandbox.Health{PracticeCloud: true, Version: "v1", Pace: "lesson", Account: "111122223333", Region: "us-east-1", Model: "botocore 1.43.67", UptimeMS: got.UptimeMS}
	if got != want {
		t.Errorf("%+v", got)
	}
}

func putAs(t *testing.T, cloud *sandbox.Cloud, key string) {
	t.Helper()
	w := ask(t, cloud, "POST", "/", loopback, map[string]string{"Authorization": signedBy(key, "ssm"), "X-Amz-Target": "AmazonSSM.PutParameter"},
		`{"Name":"/a","Value":"hush","Type":"SecureString"}`)
	if w.Code != 200 {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
}

func TestResetEmptiesOneAccountOrAll(t *testing.T) {
	cloud := sandbox.New(sandbox.Options{})
	putAs(t, cloud, "111122223333")
	putAs(t, cloud, "444455556666")
	inject(t, cloud, `{"name":"slow","arg":"1ms"}`)
	reset := func(authorization, want string) {
		t.Helper()
		header := map[string]string{}
		if authorization != "" {
			header["Authorization"] = authorization
		}
		if w := ask(t, cloud, "POST", "/_sandbox/reset", loopback, header, ""); strings.TrimSpace(w.Body.String()) != want {
			t.Errorf("%d %s, want %s", w.Code, w.Body, want)
		}
	}
	reset(signedBy("111122223333", "ssm"), `{"removed":1}`)
	if len(cloud.Faults()) != 1 {
		t.Error("emptying one account lifted the faults of all")
	}
	reset("", `{"removed":1}`)
	reset("", `{"removed":0}`)
	if len(cloud.Faults()) != 0 {
		t.Error("a fresh start left faults in force")
	}
}

func TestTheRequestLogHidesSecrets(t *testing.T) {
	cloud := sandbox.New(sandbox.Options{})
	putAs(t, cloud, "test")
	ask(t, cloud, "GET", "/callback?code=hush&state=hush&id_token=hush&client_id=seen", loopback, nil, "")
	ask(t, cloud, "POST", "/", loopback, map[string]string{"X-Amz-Target": "AWSCognitoIdentityProviderService.InitiateAuth"},
		`{"AuthFlow":"USER_PASSWORD_AUTH","ClientId":"c","AuthParameters":{"USERNAME":"u","PASSWORD":"hush"}}`)
	w := ask(t, cloud, "GET", "/_sandbox/requests", loopback, nil, "")
	body := w.Body.String()
	if strings.Contains(body, "hush") || !strings.Contains(body, "client_id=seen") || !strings.Contains(body, `"operation":"PutParameter"`) {
		t.Errorf("%s", body)
	}
	for range 300 {
		ask(t, cloud, "GET", "/x", loopback, nil, "")
	}
	var list []sandbox.Entry
	if err := json.Unmarshal(ask(t, cloud, "GET", "/_sandbox/requests", loopback, nil, "").Body.Bytes(), &list); err != nil || len(list) != 200 {
		t.Errorf("%d entries, %v", len(list), err)
	}
}

func TestPace(t *testing.T) {
	cloud := sandbox.New(sandbox.Options{})
	if w := ask(t, cloud, "POST", "/_sandbox/pace", loopback, nil, `{"pace":"lesson"}`); w.Code != 200 || cloud.Pace() != "lesson" {
		t.Errorf("%d %s, pace %s", w.Code, w.Body, cloud.Pace())
	}
	if w := ask(t, cloud, "POST", "/_sandbox/pace", loopback, nil, `{"pace":"warp"}`); w.Code != 400 {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

func TestCoverageCountsWhatIsAnswered(t *testing.T) {
	cloud := sandbox.New(sandbox.Options{})
	answered := 0
	list := cloud.Coverage()
	for _, row := range list {
		if row.Answered != cloud.Knows(row.Service, row.Operation) {
			t.Errorf("%+v", row)
		}
		if row.Answered {
			answered++
		}
	}
	if len(list) != 159 || answered == 0 {
		t.Errorf("%d operations, %d answered", len(list), answered)
	}
}

// TestServicesOnlyHaveOperationsOfTheModel finds misspelled operations, which no request could ever reach.
func TestServicesOnlyHaveOperationsOfTheModel(t *testing.T) {
	cloud := sandbox.New(sandbox.Options{})
	known := map[string]bool{}
	for _, row := range cloud.Coverage() {
		known[row.Service+":"+row.Operation] = true
	}
	for _, service := range cloud.Services() {
		for _, op := range service.Ops() {
			if key := service.Name() + ":" + op.Name; !known[key] {
				t.Errorf("%s is not in the model", key)
			}
		}
	}
}

// TestASessionIsLetEnd ends one consent's ten minutes: its address shows no page any more, and other sessions go on.
func TestASessionIsLetEnd(t *testing.T) {
	cloud := sandbox.New(sandbox.Options{})
	c := consents{t, &http.Client{Transport: cloud.Transport(), CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
	c.confluence()
	begin := func(user string) map[string]any {
		minted, err := c.call("/identities/GetWorkloadAccessTokenForUserId", map[string]any{"workloadName": "agent", "userId": user})
		if err != nil {
			t.Fatal(err)
		}
		begun, err := c.call("/identities/oauth2/token", map[string]any{"workloadIdentityToken": minted["workloadAccessToken"], "resourceCredentialProviderName": "confluence",
			"scopes": []string{"read:me"}, "oauth2Flow": "USER_FEDERATION", "resourceOauth2ReturnUrl": consentReturn})
		if err != nil {
			t.Fatal(err)
		}
		return begun
	}
	ended, other := begin("alice"), begin("bob")
	expire := func(in string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		cloud.ServeHTTP(w, httptest.NewRequest(http.MethodPost, "http://127.0.0.1/_sandbox/expire", strings.NewReader(in)))
		return w
	}
	if w := expire(`{"session":"` + ended["sessionUri"].(string) + `"}`); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), `"ended":1`) {
		t.Fatalf("HTTP %d %s", w.Code, w.Body)
	}
	if to, err := c.hop(ended["authorizationUrl"].(string), nil); err == nil {
		t.Errorf("the ended address leads to %s", to)
	}
	if _, err := c.hop(other["authorizationUrl"].(string), nil); err != nil {
		t.Errorf("the other address: %v", err)
	}
	if w := expire(`{"session":"urn:nobody's"}`); !strings.Contains(w.Body.String(), `"ended":0`) {
		t.Errorf("an unknown session: %s", w.Body)
	}
	if w := expire(`{}`); w.Code != http.StatusBadRequest {
		t.Errorf("nothing named: HTTP %d", w.Code)
	}
}
