package sandbox_test

import (
	"context"
	"net/http/httptest"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ssm"
	"github.com/aws/aws-sdk-go-v2/service/ssm/types"
	"github.com/aws/aws-sdk-go-v2/service/sts"

	"agentcore-workshop/aws/sandbox"
)

// serve starts a cloud over HTTP and returns an SDK configuration for it.
func serve(t *testing.T, o sandbox.Options) (*sandbox.Cloud, string, aws.Config) {
	t.Helper()
	cloud := sandbox.New(o)
	server := httptest.NewServer(cloud)
	t.Cleanup(server.Close)
	return cloud, server.URL, config(server.URL, "test")
}

func config(endpoint, accessKey string) aws.Config {
	return aws.Config{
		Region: "us-east-1", BaseEndpoint: aws.String(endpoint),
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: accessKey, SecretAccessKey: "test"}, nil
		}),
	}
}

func TestTheCallerIsTheAccountOfTheAccessKey(t *testing.T) {
	_, endpoint, _ := serve(t, sandbox.Options{})
	for _, test := range []struct{ key, account string }{
		{"111122223333", "111122223333"}, {"test", sandbox.DefaultAccount}, {"AKIAIOSFODNN7EXAMPLE", sandbox.DefaultAccount},
	} {
		out, err := sts.NewFromConfig(config(endpoint, test.key)).GetCallerIdentity(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		if got := aws.ToString(out.Account); got != test.account {
			t.Errorf("key %s: account %s, want %s", test.key, got, test.account)
		}
		if got, want := aws.ToString(out.Arn), "arn:aws:iam::"+test.account+":user/workshop"; got != want {
			t.Errorf("key %s: ARN %s, want %s", test.key, got, want)
		}
	}
}

func TestParametersThroughTheSDK(t *testing.T) {
	_, _, cfg := serve(t, sandbox.Options{})
	client := ssm.NewFromConfig(cfg)
	name := aws.String("/app/troubleshooting/agentcore/x")
	if _, err := client.PutParameter(t.Context(), &ssm.PutParameterInput{Name: name, Value: aws.String("값"), Type: types.ParameterTypeString}); err != nil {
		t.Fatal(err)
	}
	out, err := client.GetParameter(t.Context(), &ssm.GetParameterInput{Name: name})
	if err != nil {
		t.Fatal(err)
	}
	if got := aws.ToString(out.Parameter.Value); got != "값" {
		t.Errorf("value %q", got)
	}
	if out.Parameter.LastModifiedDate == nil || out.Parameter.LastModifiedDate.IsZero() {
		t.Error("no LastModifiedDate")
	}
}
