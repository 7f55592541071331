package conformance_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	control "github.com/aws/aws-sdk-go-v2/service/bedrockagentcorecontrol"
	"github.com/aws/aws-sdk-go-v2/service/bedrockagentcorecontrol/types"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	idp "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	idptypes "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/ssm"
	ssmtypes "github.com/aws/aws-sdk-go-v2/service/ssm/types"

	"agentcore-workshop/aws/sandbox"
)

// member is one of the crowd: a client in an account that it shares with others.
type member struct {
	testing.TB
	ctx      context.Context
	endpoint string
	name     string
	config   aws.Config
}

func (m *member) must(_ any, err error) bool {
	if err != nil && m.ctx.Err() == nil {
		m.Errorf("%s: %v", m.name, err)
	}
	return err == nil
}

// TestACrowdOfClients has 64 clients in eight accounts do what the workshop does, all at once, while the state is saved,
// time is moved and the request log is read. It is for the race detector, and finds what crosses from one to another.
func TestACrowdOfClients(t *testing.T) {
	cloud, endpoint := serve(t, sandbox.Options{})
	var crowd, keeper sync.WaitGroup
	done := make(chan struct{})
	machines := make([]func() *machine, 8) // one pool an account, since keys take a second each
	for i := range machines {
		m := &member{t, t.Context(), endpoint, fmt.Sprint("account-", i), sdk(endpoint, accountOf(i))}
		machines[i] = sync.OnceValue(func() *machine { return machineClient(m, idp.NewFromConfig(m.config), m.name) })
	}
	keeper.Go(func() { keep(t, cloud, endpoint, done) })
	for i := range 64 {
		account := accountOf(i % 8)
		m := &member{t, t.Context(), endpoint, fmt.Sprint("client-", i), sdk(endpoint, account)}
		crowd.Go(func() {
			m.parameters(account)
			m.tokens(machines[i%8]())
			m.stack()
			m.gateway()
		})
	}
	crowd.Wait()
	close(done)
	keeper.Wait()
	for i := range 8 {
		m := &member{t, t.Context(), endpoint, "after", sdk(endpoint, accountOf(i))}
		left, err := ssm.NewFromConfig(m.config).DescribeParameters(m.ctx, &ssm.DescribeParametersInput{MaxResults: aws.Int32(50)})
		if m.must(left, err) && len(left.Parameters) != 8 {
			t.Errorf("account %d has %d parameters, not one for each of its eight clients", i, len(left.Parameters))
		}
	}
}

func accountOf(i int) string { return fmt.Sprintf("%012d", 100000000000+i) }

// keep does meanwhile what a host does.
func keep(t *testing.T, cloud *sandbox.Cloud, endpoint string, done chan struct{}) {
	for {
		select {
		case <-done:
			return
		case <-time.After(5 * time.Millisecond):
		}
		if _, err := cloud.Save(); err != nil {
			t.Error(err)
		}
		cloud.Clock.SetOffset(cloud.Clock.Offset() + time.Second)
		answer, err := http.Get(endpoint + "/_sandbox/requests")
		if err != nil {
			t.Error(err)
			return
		}
		_, _ = io.Copy(io.Discard, answer.Body)
		_ = answer.Body.Close()
	}
}

// parameters leaves one parameter behind, whose value names the account.
func (m *member) parameters(account string) {
	client := ssm.NewFromConfig(m.config)
	own, shared := aws.String("/"+m.name), aws.String("/shared/"+m.name)
	m.must(client.PutParameter(m.ctx, &ssm.PutParameterInput{Name: own, Value: &account, Type: ssmtypes.ParameterTypeString}))
	m.must(client.PutParameter(m.ctx, &ssm.PutParameterInput{Name: shared, Value: &account, Type: ssmtypes.ParameterTypeSecureString}))
	out, err := client.GetParametersByPath(m.ctx, &ssm.GetParametersByPathInput{Path: aws.String("/"), Recursive: aws.Bool(true), WithDecryption: aws.Bool(true)})
	if m.must(out, err) {
		for _, p := range out.Parameters {
			if aws.ToString(p.Value) != account && !strings.HasPrefix(aws.ToString(p.Name), "/stack/") {
				m.Errorf("%s in account %s sees %s of %s", m.name, account, *p.Name, *p.Value)
			}
		}
	}
	m.must(client.DeleteParameter(m.ctx, &ssm.DeleteParameterInput{Name: shared}))
}

// tokens asks for tokens as the account's machine client.
func (m *member) tokens(made *machine) {
	for range 5 {
		if made == nil {
			return // why has been told
		}
		if status, err := made.ask(http.DefaultClient); err != nil || status != http.StatusOK {
			m.Errorf("%s: a token request got %d %v", m.name, status, err)
		}
	}
}

// machine is a client that asks for tokens.
type machine struct{ url, body string }

func machineClient(m *member, client *idp.Client, name string) *machine {
	pool, err := client.CreateUserPool(m.ctx, &idp.CreateUserPoolInput{PoolName: &name})
	if !m.must(pool, err) {
		return nil
	}
	id := pool.UserPool.Id
	scopes := []idptypes.ResourceServerScopeType{{ScopeName: aws.String("s"), ScopeDescription: aws.String("d")}}
	m.must(client.CreateResourceServer(m.ctx, &idp.CreateResourceServerInput{UserPoolId: id, Identifier: aws.String("r"), Name: aws.String("r"), Scopes: scopes}))
	domain := "crowd-" + name
	m.must(client.CreateUserPoolDomain(m.ctx, &idp.CreateUserPoolDomainInput{UserPoolId: id, Domain: &domain}))
	app, err := client.CreateUserPoolClient(m.ctx, &idp.CreateUserPoolClientInput{
		UserPoolId: id, ClientName: &name, GenerateSecret: true, AllowedOAuthFlowsUserPoolClient: true,
		AllowedOAuthFlows: []idptypes.OAuthFlowType{idptypes.OAuthFlowTypeClientCredentials}, AllowedOAuthScopes: []string{"r/s"},
	})
	if !m.must(app, err) {
		return nil
	}
	form := url.Values{"grant_type": {"client_credentials"}, "client_id": {*app.UserPoolClient.ClientId}, "client_secret": {*app.UserPoolClient.ClientSecret}}
	return &machine{m.endpoint + "/_host/" + domain + ".auth.us-east-1.amazoncognito.com/oauth2/token", form.Encode()}
}

// ask asks for a token and reads the answer.
func (p *machine) ask(client *http.Client) (status int, err error) {
	answer, err := client.Post(p.url, "application/x-www-form-urlencoded", strings.NewReader(p.body))
	if err != nil {
		return 0, err
	}
	defer func() { _ = answer.Body.Close() }()
	var out struct {
		AccessToken string `json:"access_token"`
	}
	if err := json.NewDecoder(answer.Body).Decode(&out); err != nil {
		return answer.StatusCode, err
	}
	if strings.Count(out.AccessToken, ".") != 2 {
		return answer.StatusCode, errors.New("no token")
	}
	_, err = io.Copy(io.Discard, answer.Body)
	return answer.StatusCode, err
}

// stack makes a stack of the client's own and removes it.
func (m *member) stack() {
	client := cloudformation.NewFromConfig(m.config)
	at := &cloudformation.DescribeStacksInput{StackName: &m.name}
	m.must(client.CreateStack(m.ctx, &cloudformation.CreateStackInput{StackName: &m.name, TemplateBody: aws.String(crowdTemplate(m.name))}))
	m.must(nil, cloudformation.NewStackCreateCompleteWaiter(client).Wait(m.ctx, at, time.Minute))
	m.must(client.DeleteStack(m.ctx, &cloudformation.DeleteStackInput{StackName: &m.name}))
	m.must(nil, cloudformation.NewStackDeleteCompleteWaiter(client).Wait(m.ctx, at, time.Minute))
}

func crowdTemplate(name string) string {
	return `{"Resources":{"Pool":{"Type":"AWS::Cognito::UserPool","Properties":{"UserPoolName":"` + name + `"}},
	 "Id":{"Type":"AWS::SSM::Parameter","Properties":{"Name":"/stack/` + name + `","Type":"String","Value":{"Ref":"Pool"}}}}}`
}

// gateway makes role, provider and gateway, and removes them.
func (m *member) gateway() {
	roles, client := iam.NewFromConfig(m.config), control.NewFromConfig(m.config)
	role, err := roles.CreateRole(m.ctx, &iam.CreateRoleInput{RoleName: &m.name, AssumeRolePolicyDocument: aws.String(trust)})
	if !m.must(role, err) {
		return
	}
	made, err := client.CreateGateway(m.ctx, &control.CreateGatewayInput{Name: &m.name, RoleArn: role.Role.Arn, AuthorizerType: types.AuthorizerTypeAwsIam})
	if m.must(made, err) {
		m.must(client.ListGateways(m.ctx, &control.ListGatewaysInput{}))
		m.must(client.ListWorkloadIdentities(m.ctx, &control.ListWorkloadIdentitiesInput{}))
		m.must(client.DeleteGateway(m.ctx, &control.DeleteGatewayInput{GatewayIdentifier: made.GatewayId}))
	}
	m.must(roles.DeleteRole(m.ctx, &iam.DeleteRoleInput{RoleName: &m.name}))
}
