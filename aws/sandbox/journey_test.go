package sandbox_test

import (
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/bedrockagentcore"
	atypes "github.com/aws/aws-sdk-go-v2/service/bedrockagentcore/types"
	"github.com/aws/aws-sdk-go-v2/service/bedrockagentcorecontrol"
	ctypes "github.com/aws/aws-sdk-go-v2/service/bedrockagentcorecontrol/types"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	cfntypes "github.com/aws/aws-sdk-go-v2/service/cloudformation/types"
	idp "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	idptypes "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/aws/smithy-go"

	"agentcore-workshop/aws/sandbox"
)

// otherAccount shows that nothing depends on the default account.
const otherAccount = "111122223333"

func TestAMachineTokenThroughTheGoSDK(t *testing.T) {
	_, endpoint, _ := serve(t, sandbox.Options{})
	cfg := config(endpoint, otherAccount)
	pool, machine := deploy(t, cfg)
	described, err := idp.NewFromConfig(cfg).DescribeUserPoolClient(t.Context(), &idp.DescribeUserPoolClientInput{UserPoolId: &pool, ClientId: &machine})
	if err != nil {
		t.Fatal(err)
	}
	control := bedrockagentcorecontrol.NewFromConfig(cfg)
	created, err := control.CreateOauth2CredentialProvider(t.Context(), &bedrockagentcorecontrol.CreateOauth2CredentialProviderInput{
		Name: aws.String("provider"), CredentialProviderVendor: ctypes.CredentialProviderVendorTypeCustomOauth2,
		Oauth2ProviderConfigInput: &ctypes.Oauth2ProviderConfigInputMemberCustomOauth2ProviderConfig{Value: ctypes.CustomOauth2ProviderConfigInput{
			ClientId: &machine, ClientSecret: described.UserPoolClient.ClientSecret,
			OauthDiscovery: &ctypes.Oauth2DiscoveryMemberDiscoveryUrl{
				Value: "https://cognito-idp.us-east-1.amazonaws.com/" + pool + "/.well-known/openid-configuration",
			},
		}},
	})
	if err != nil {
		t.Fatal(err)
	}
	if arn := aws.ToString(created.CredentialProviderArn); !strings.Contains(arn, ":"+otherAccount+":") {
		t.Errorf("ARN %s", arn)
	}
	if _, err := control.CreateWorkloadIdentity(t.Context(), &bedrockagentcorecontrol.CreateWorkloadIdentityInput{Name: aws.String("workload")}); err != nil {
		t.Fatal(err)
	}
	data := bedrockagentcore.NewFromConfig(cfg)
	workload, err := data.GetWorkloadAccessToken(t.Context(), &bedrockagentcore.GetWorkloadAccessTokenInput{WorkloadName: aws.String("workload")})
	if err != nil {
		t.Fatal(err)
	}
	token, err := data.GetResourceOauth2Token(t.Context(), &bedrockagentcore.GetResourceOauth2TokenInput{
		WorkloadIdentityToken: workload.WorkloadAccessToken, ResourceCredentialProviderName: aws.String("provider"),
		Oauth2Flow: atypes.Oauth2FlowTypeM2m, Scopes: described.UserPoolClient.AllowedOAuthScopes,
	})
	if err != nil || strings.Count(aws.ToString(token.AccessToken), ".") != 2 {
		t.Errorf("no machine token: %v", err)
	}
}

// deploy makes the published stack and returns its user pool and machine client.
func deploy(t *testing.T, cfg aws.Config) (pool, machine string) {
	t.Helper()
	template, err := os.ReadFile("cfn/testdata/published.yaml")
	if err != nil {
		t.Fatal(err)
	}
	client := cloudformation.NewFromConfig(cfg)
	if _, err := client.CreateStack(t.Context(), &cloudformation.CreateStackInput{
		StackName: aws.String("s"), TemplateBody: aws.String(string(template)), Capabilities: []cfntypes.Capability{cfntypes.CapabilityCapabilityNamedIam},
	}); err != nil {
		t.Fatal(err)
	}
	stacks, err := client.DescribeStacks(t.Context(), &cloudformation.DescribeStacksInput{StackName: aws.String("s")})
	if err != nil || stacks.Stacks[0].StackStatus != cfntypes.StackStatusCreateComplete {
		t.Fatalf("%v: %+v", err, stacks)
	}
	for _, output := range stacks.Stacks[0].Outputs {
		switch aws.ToString(output.OutputKey) {
		case "UserPoolId":
			pool = aws.ToString(output.OutputValue)
		case "MachineClientId":
			machine = aws.ToString(output.OutputValue)
		}
	}
	return pool, machine
}

// TestUnsignedCallsFindTheirAccount signs a user in and asks who it is, both without credentials, in another account
// than the default one.
func TestUnsignedCallsFindTheirAccount(t *testing.T) {
	cloud, endpoint, _ := serve(t, sandbox.Options{})
	cfg := config(endpoint, otherAccount)
	pool, _ := deploy(t, cfg)
	client := idp.NewFromConfig(cfg)
	app, err := client.CreateUserPoolClient(t.Context(), &idp.CreateUserPoolClientInput{
		UserPoolId: &pool, ClientName: aws.String("app"), ExplicitAuthFlows: []idptypes.ExplicitAuthFlowsType{"ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"},
	})
	if err != nil {
		t.Fatal(err)
	}
	name, password := aws.String("user@example.com"), aws.String("Permanent1!")
	if _, err := client.AdminCreateUser(t.Context(), &idp.AdminCreateUserInput{UserPoolId: &pool, Username: name, MessageAction: "SUPPRESS"}); err != nil {
		t.Fatal(err)
	}
	if _, err := client.AdminSetUserPassword(t.Context(), &idp.AdminSetUserPasswordInput{UserPoolId: &pool, Username: name, Password: password, Permanent: true}); err != nil {
		t.Fatal(err)
	}
	cfg.Credentials = nil
	anonymous := idp.NewFromConfig(cfg)
	in, err := anonymous.InitiateAuth(t.Context(), &idp.InitiateAuthInput{
		AuthFlow: "USER_PASSWORD_AUTH", ClientId: app.UserPoolClient.ClientId, AuthParameters: map[string]string{"USERNAME": *name, "PASSWORD": *password},
	})
	if err != nil {
		t.Fatal(err)
	}
	user, err := anonymous.GetUser(t.Context(), &idp.GetUserInput{AccessToken: in.AuthenticationResult.AccessToken})
	if err != nil || len(user.UserAttributes) == 0 {
		t.Errorf("%v: %+v", err, user)
	}
	var refused smithy.APIError
	_, err = anonymous.InitiateAuth(t.Context(), &idp.InitiateAuthInput{
		AuthFlow: "USER_PASSWORD_AUTH", ClientId: aws.String("nobody"), AuthParameters: map[string]string{"USERNAME": "u", "PASSWORD": "p"},
	})
	if !errors.As(err, &refused) || refused.ErrorCode() != "ResourceNotFoundException" {
		t.Errorf("an unknown client: %v", err)
	}
	body := ask(t, cloud, "GET", "/_sandbox/requests", loopback, nil, "").Body.String()
	for _, secret := range []string{*password, *in.AuthenticationResult.AccessToken} {
		if strings.Contains(body, secret) {
			t.Error("the request log shows a password or a token")
		}
	}
}

// TestDeniedActionsFailStacksToo denies the caller what CloudFormation needs on its behalf.
func TestDeniedActionsFailStacksToo(t *testing.T) {
	cloud, _, cfg := serve(t, sandbox.Options{})
	inject(t, cloud, `{"name":"access-denied:ssm:PutParameter"}`)
	template, err := os.ReadFile("cfn/testdata/published.yaml")
	if err != nil {
		t.Fatal(err)
	}
	client := cloudformation.NewFromConfig(cfg)
	if _, err := client.CreateStack(t.Context(), &cloudformation.CreateStackInput{
		StackName: aws.String("s"), TemplateBody: aws.String(string(template)), Capabilities: []cfntypes.Capability{cfntypes.CapabilityCapabilityNamedIam},
	}); err != nil {
		t.Fatal(err)
	}
	events, err := client.DescribeStackEvents(t.Context(), &cloudformation.DescribeStackEventsInput{StackName: aws.String("s")})
	if err != nil {
		t.Fatal(err)
	}
	for _, event := range events.StackEvents {
		if strings.Contains(aws.ToString(event.ResourceStatusReason), "not authorized to perform: ssm:PutParameter") {
			return
		}
	}
	t.Error("no event tells of the denied action")
}
