package sandbox_test

import (
	"encoding/json"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"agentcore-workshop/aws/sandbox"
	"agentcore-workshop/aws/sandbox/core"
	"agentcore-workshop/aws/sandbox/trouble"
)

// deploySetup makes the workshop's stack in an account.
func deploySetup(t *testing.T, cloud *sandbox.Cloud, account string) {
	t.Helper()
	body, err := os.ReadFile("../template.yaml")
	if err != nil {
		t.Fatal(err)
	}
	call(t, cloud, account, "cloudformation", "CreateStack", core.Object{
		"StackName": "workshop", "TemplateBody": string(body), "Capabilities": []any{"CAPABILITY_NAMED_IAM"},
		"Parameters": []any{core.Object{"ParameterKey": "RoleName", "ParameterValue": "role"}},
	})
	if status := stackStatus(t, cloud, account); status != "CREATE_COMPLETE" {
		t.Fatal(status)
	}
}

func call(t *testing.T, cloud *sandbox.Cloud, account, service, operation string, in core.Object) core.Object {
	t.Helper()
	out, err := cloud.Do(&core.Call{Context: t.Context(), Realm: cloud.Realm(account, "us-east-1"), Service: service, Operation: operation}, in)
	if err != nil {
		t.Fatal(operation, err)
	}
	return out
}

func stackStatus(t *testing.T, cloud *sandbox.Cloud, account string) string {
	t.Helper()
	out := call(t, cloud, account, "cloudformation", "DescribeStacks", core.Object{"StackName": "workshop"})
	stack, _ := out["Stacks"].([]any)[0].(map[string]any)
	status, _ := stack["StackStatus"].(string)
	return status
}

func faultNames(t *testing.T, body []byte) []string {
	t.Helper()
	var list []sandbox.InForce
	if err := json.Unmarshal(body, &list); err != nil {
		t.Fatalf("%v: %s", err, body)
	}
	var names []string
	for _, f := range list {
		names = append(names, f.Account+" "+f.Name+":"+f.Arg)
	}
	return names
}

func TestFaultsOverHTTP(t *testing.T) {
	cloud := sandbox.New(sandbox.Options{Seed: 1})
	const path, one, two = "/_sandbox/faults", "111122223333", "444455556666"
	post := func(body, account string) (int, string) {
		header := map[string]string{}
		if account != "" {
			header["Authorization"] = signedBy(account, "ssm")
		}
		w := ask(t, cloud, "POST", path, loopback, header, body)
		return w.Code, w.Body.String()
	}
	if code, body := post(`{"name":"user-missing"}`, ""); code != http.StatusConflict || !strings.Contains(body, "deploy first") {
		t.Errorf("without a set-up: %d %s", code, body)
	}
	deploySetup(t, cloud, one)
	deploySetup(t, cloud, two)
	for body, want := range map[string]int{
		`{"name":"nonsense"}`: 400, `{"name":"stack-protected","arg":"x"}`: 400, `{"name":"parameter-missing","arg":"nonsense"}`: 409,
		`{"name":"user-missing"}`: 409, `{"name":"provider-stale"}`: 409, `{"name":"client-missing:neither"}`: 409,
	} {
		if code, answer := post(body, ""); code != want || want == 400 && body[9] == 'n' && !strings.Contains(answer, `"parameter-drifted"`) {
			t.Errorf("%s: %d %s", body, code, answer)
		}
	}
	if code, body := post(`{"name":"parameter-missing:cognito_domain"}`, one); code != 200 || !slices.Equal(faultNames(t, []byte(body)), []string{one + " parameter-missing:cognito_domain"}) {
		t.Errorf("signed: %d %s", code, body)
	}
	if code, body := post(`{"name":"role-missing"}`, ""); code != 200 || len(faultNames(t, []byte(body))) != 3 {
		t.Errorf("unsigned: %d %s", code, body)
	}
	header := map[string]string{"Authorization": signedBy(two, "ssm")}
	if w := ask(t, cloud, "DELETE", path, loopback, header, ""); strings.TrimSpace(w.Body.String()) != `{"lifted":1}` {
		t.Errorf("repair of one account: %s", w.Body)
	}
	if w := ask(t, cloud, "DELETE", path+"/parameter-missing:cognito_domain", loopback, nil, ""); strings.TrimSpace(w.Body.String()) != `{"lifted":1}` {
		t.Errorf("repair by name and argument: %s", w.Body)
	}
	if w := ask(t, cloud, "GET", path, loopback, nil, ""); !slices.Equal(faultNames(t, w.Body.Bytes()), []string{one + " role-missing:"}) {
		t.Errorf("left: %s", w.Body)
	}
}

func TestTheDiceAreSeeded(t *testing.T) {
	throw := func(deployed bool) []string {
		cloud := sandbox.New(sandbox.Options{Seed: 7})
		if deployed {
			deploySetup(t, cloud, sandbox.DefaultAccount)
		}
		var names []string
		for range 3 {
			w := ask(t, cloud, "POST", "/_sandbox/faults", loopback, nil, `{"name":"random"}`)
			name := w.Header().Get(sandbox.HeaderBroken)
			if e, known := trouble.Find(name); w.Code != 200 || !known || (e.Break != nil) != deployed {
				t.Errorf("%d %q %s", w.Code, name, w.Body)
			}
			names = append(names, name)
		}
		return names
	}
	for _, deployed := range []bool{true, false} {
		if a, b := throw(deployed), throw(deployed); !slices.Equal(a, b) || a[0] == a[1] || a[1] == a[2] {
			t.Errorf("%v and %v", a, b)
		}
	}
}

// TestFaultsAtEveryPace: a state is there when the answer is, also where a stack takes its time.
func TestFaultsAtEveryPace(t *testing.T) {
	for _, pace := range []core.Pace{core.Lesson, core.Realistic} {
		cloud := sandbox.New(sandbox.Options{Seed: 1})
		deploySetup(t, cloud, sandbox.DefaultAccount)
		cloud.SetPace(pace)
		for name, want := range map[string]string{
			"stack-rollback-complete": "ROLLBACK_COMPLETE", "resource-create-failed:UserPoolDomain": "ROLLBACK_COMPLETE",
			"stack-delete-failed": "DELETE_FAILED", "stack-update-rollback-failed": "UPDATE_ROLLBACK_FAILED",
		} {
			if _, err := cloud.BreakNamed("", name, ""); err != nil {
				t.Fatal(pace, name, err)
			}
			if status := stackStatus(t, cloud, sandbox.DefaultAccount); status != want {
				t.Errorf("%s: %s leaves %s", pace, name, status)
			}
			cloud.Lift(name)
			if status := stackStatus(t, cloud, sandbox.DefaultAccount); status != "CREATE_COMPLETE" {
				t.Errorf("%s: the repair of %s leaves %s", pace, name, status)
			}
		}
	}
}

// TestContinueUpdateRollbackMends: what AWS's own operation mends, a repair leaves as it is.
func TestContinueUpdateRollbackMends(t *testing.T) {
	cloud := sandbox.New(sandbox.Options{Seed: 1})
	deploySetup(t, cloud, sandbox.DefaultAccount)
	if _, err := cloud.BreakNamed("", "stack-update-rollback-failed", ""); err != nil {
		t.Fatal(err)
	}
	call(t, cloud, sandbox.DefaultAccount, "cloudformation", "ContinueUpdateRollback", core.Object{"StackName": "workshop"})
	if status := stackStatus(t, cloud, sandbox.DefaultAccount); status != "UPDATE_ROLLBACK_COMPLETE" {
		t.Fatal(status)
	}
	cloud.Lift("")
	if status := stackStatus(t, cloud, sandbox.DefaultAccount); status != "UPDATE_ROLLBACK_COMPLETE" {
		t.Errorf("the repair made it %s", status)
	}
}

// TestFaultsBesideClients: breaking and repairing while others work harms nobody.
func TestFaultsBesideClients(t *testing.T) {
	cloud := sandbox.New(sandbox.Options{Seed: 1})
	const one, two = "123456789012", "210987654321" // each the other's neighbour
	deploySetup(t, cloud, one)
	deploySetup(t, cloud, two)
	var all sync.WaitGroup
	for i, account := range []string{one, two, one, two} {
		all.Go(func() {
			for _, name := range []string{"domain-missing", "parameter-drifted", "role-trust-wrong"} {
				if i < 2 {
					if _, err := cloud.BreakNamed(account, name, ""); err != nil {
						t.Error(err)
					}
					trouble.Repair(cloud.Cloud, cloud.Realm(account, "us-east-1"), name)
				}
				for range 20 {
					w := ask(t, cloud, "POST", "/", loopback, map[string]string{
						"Authorization": signedBy(account, "ssm"), "X-Amz-Target": "AmazonSSM.GetParameter",
					}, `{"Name":"/app/troubleshooting/agentcore/userpool_id"}`)
					if w.Code != 200 {
						t.Errorf("%d %s", w.Code, w.Body)
					}
				}
			}
		})
	}
	all.Wait()
	if left := cloud.InForce(); len(left) != 0 {
		t.Errorf("%v", left)
	}
	if status := stackStatus(t, cloud, one); status != "CREATE_COMPLETE" {
		t.Error(status)
	}
}
