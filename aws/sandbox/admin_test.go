package sandbox_test

import (
	"encoding/json"
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
