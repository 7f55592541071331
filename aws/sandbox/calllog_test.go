package sandbox_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"agentcore-workshop/aws/sandbox"
)

func createStack(t *testing.T, cloud *sandbox.Cloud, form url.Values) int {
	t.Helper()
	form.Set("Action", "CreateStack")
	form.Set("Version", "2010-05-15")
	form.Set("StackName", "s")
	return ask(t, cloud, "POST", "/", loopback, map[string]string{
		"Authorization": signed("cloudformation"), "Content-Type": "application/x-www-form-urlencoded",
	}, form.Encode()).Code
}

// TestLongRequestsDoNotFillTheLog is about memory: a refused request of 4 MiB, a long path, a long query and a long name.
func TestLongRequestsDoNotFillTheLog(t *testing.T) {
	cloud := sandbox.New(sandbox.Options{})
	long := strings.Repeat("a", 1<<20)
	for range 3 {
		createStack(t, cloud, url.Values{"TemplateBody": {strings.Repeat(long, 4)}})
		ask(t, cloud, "GET", "/"+long, loopback, nil, "")
		ask(t, cloud, "GET", "/callback?client_id="+long, loopback, nil, "")
		ask(t, cloud, "POST", "/", loopback, map[string]string{"Authorization": signed("ssm"), "X-Amz-Target": "AmazonSSM.GetParameters"},
			`{"`+long+`":1,"Names":["`+strings.Repeat(`x","`, 1<<17)+`"]}`)
	}
	body := ask(t, cloud, "GET", "/_sandbox/requests", loopback, nil, "").Body
	if body.Len() > 300<<10 {
		t.Errorf("the log of 12 requests has %d KiB", body.Len()>>10)
	}
	if !strings.Contains(body.String(), "aaa…") {
		t.Error("what is left of a long text does not say so")
	}
}

// TestSecurityNoEchoValuesAreNotInTheLog: in the body as well as in the query.
func TestSecurityNoEchoValuesAreNotInTheLog(t *testing.T) {
	cloud := sandbox.New(sandbox.Options{})
	form := url.Values{
		"TemplateBody": {`{"Parameters":{"DbPassword":{"Type":"String","NoEcho":true}},"Resources":{"P":{"Type":"AWS::SSM::Parameter",` +
			`"Properties":{"Type":"String","Value":"x"}}}}`},
		"Parameters.member.1.ParameterKey": {"DbPassword"}, "Parameters.member.1.ParameterValue": {"hunter2-secret"},
	}
	if code := createStack(t, cloud, form); code != http.StatusOK {
		t.Fatal(code)
	}
	ask(t, cloud, "GET", "/?"+form.Encode(), loopback, map[string]string{"Authorization": signed("cloudformation")}, "")
	log := ask(t, cloud, "GET", "/_sandbox/requests", loopback, nil, "").Body.String()
	trail := ask(t, cloud, "POST", "/", loopback, map[string]string{
		"Authorization": signed("cloudtrail"), "X-Amz-Target": "CloudTrail_20131101.LookupEvents",
	}, `{}`).Body.String()
	if !strings.Contains(log, "DbPassword") || strings.Contains(log, "hunter2") {
		t.Errorf("the log: %s", log)
	}
	if !strings.Contains(trail, "CreateStack") || strings.Contains(trail, "hunter2") {
		t.Errorf("the trail: %s", trail)
	}
}

// TestLongRequestsDoNotFillTheTrail: what CloudTrail keeps is part of the state.
func TestLongRequestsDoNotFillTheTrail(t *testing.T) {
	cloud := sandbox.New(sandbox.Options{})
	long := strings.Repeat("a", 1<<20)
	for range 3 {
		createStack(t, cloud, url.Values{"TemplateBody": {long}, "StackPolicyBody": {long}})
		ask(t, cloud, "POST", "/", loopback, map[string]string{
			"Authorization": signed("cloudformation"), "Content-Type": "application/x-www-form-urlencoded",
		}, "Action=DeleteStack&Version=2010-05-15&StackName="+long)
	}
	state, err := cloud.Save()
	if err != nil {
		t.Fatal(err)
	}
	size := 0
	for _, realm := range state.Cloud.Realms {
		for _, part := range realm.Parts {
			size += len(part)
		}
	}
	if size == 0 || size > 64<<10 {
		t.Errorf("after six refused requests the state has %d bytes", size)
	}
}
