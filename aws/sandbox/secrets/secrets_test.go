package secrets_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"agentcore-workshop/aws/sandbox/core"
	"agentcore-workshop/aws/sandbox/secrets"
)

func newCloud() *core.Cloud {
	now := func() time.Time { return time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC) }
	return core.New(core.NewClock(now), core.NewIDs(1), secrets.New())
}

func call(cloud *core.Cloud, op string) *core.Call {
	return &core.Call{
		Context: context.Background(), Cloud: cloud, Realm: cloud.Realm("123456789012", "us-east-1"),
		Service: "secretsmanager", Operation: op,
	}
}

func TestManagedSecretIsReadUnderEveryIdentifier(t *testing.T) {
	cloud := newCloud()
	c := call(cloud, "")
	name := "bedrock-agentcore-identity!default/oauth2/p"
	arn := secrets.Put(c, secrets.Managed{Name: name, Owner: "bedrock-agentcore-identity", Value: "one"})
	if again := secrets.Put(c, secrets.Managed{Name: name, Value: "two"}); again != arn {
		t.Errorf("the ARN changed from %s to %s", arn, again)
	}
	for _, id := range []string{name, arn, arn[:strings.LastIndex(arn, "-")]} {
		out, err := cloud.Do(call(cloud, "GetSecretValue"), core.Object{"SecretId": id})
		if err != nil || out["SecretString"] != "two" {
			t.Errorf("%s: %v", id, err)
		}
	}
	old, err := cloud.Do(call(cloud, "GetSecretValue"), core.Object{"SecretId": name, "VersionStage": "AWSPREVIOUS"})
	if err != nil || old["SecretString"] != "one" {
		t.Errorf("the previous version: %v", err)
	}
	described, err := cloud.Do(call(cloud, "DescribeSecret"), core.Object{"SecretId": name})
	if err != nil || described["OwningService"] != "bedrock-agentcore-identity" || len(described["VersionIdsToStages"].(map[string]any)) != 2 {
		t.Errorf("described as %v, %v", described, err)
	}
	secrets.Delete(c, name)
	_, err = cloud.Do(call(cloud, "GetSecretValue"), core.Object{"SecretId": name})
	var e *core.Error
	if !errors.As(err, &e) || e.Code != "ResourceNotFoundException" {
		t.Errorf("after deletion: %v", err)
	}
}

func TestListSecretsFiltersAndPages(t *testing.T) {
	cloud := newCloud()
	for _, name := range []string{"app/a", "app/b", "other"} {
		secrets.Put(call(cloud, ""), secrets.Managed{Name: name, Owner: "svc", Value: "v"})
	}
	for _, test := range []struct {
		key, value string
		want       int
	}{{"name", "app/", 2}, {"name", "!app/", 1}, {"owning-service", "svc", 3}, {"all", "OTHER", 1}, {"tag-key", "x", 0}} {
		out, err := cloud.Do(call(cloud, "ListSecrets"), core.Object{"Filters": []core.Object{{"Key": test.key, "Values": []string{test.value}}}})
		if err != nil || len(out["SecretList"].([]any)) != test.want {
			t.Errorf("%s=%s listed %v, %v", test.key, test.value, out, err)
		}
	}
	var order []string
	in := core.Object{"MaxResults": 1, "SortBy": "name", "SortOrder": "desc"}
	for range 3 {
		out, err := cloud.Do(call(cloud, "ListSecrets"), in)
		if err != nil {
			t.Fatal(err)
		}
		order = append(order, out["SecretList"].([]any)[0].(map[string]any)["Name"].(string))
		in["NextToken"] = out["NextToken"]
	}
	if strings.Join(order, " ") != "other app/b app/a" {
		t.Errorf("order is %v", order)
	}
}
