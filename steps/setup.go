package steps

import (
	"cmp"
	"context"
	"strings"
	"sync"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// ParameterNames are the ten parameters under the prefix, as the published scripts read them: exactly what one GetParameters takes.
func ParameterNames() []string {
	return []string{
		"machine_client_id", "web_client_id", "userpool_id", "cognito_provider", "cognito_auth_scope",
		"cognito_discovery_url", "cognito_token_url", "cognito_auth_url", "cognito_domain", "gateway_iam_role",
	}
}

// Setup is what stands at the place: the stack, and the parameters by their short names. Both may be missing.
type Setup struct {
	Region, AccountID string
	Stack             aws.Stack
	Params            map[string]string
}

// Look reads stack and parameters at the same time. A missing stack or parameter is no error.
func (e *Env) Look(ctx context.Context) (Setup, error) {
	s := Setup{Region: e.Region()}
	var all sync.WaitGroup
	var stackErr, paramErr, callerErr error
	all.Go(func() { s.Stack, stackErr = e.Cloud.Stack(ctx, e.Stack) })
	all.Go(func() { s.Params, paramErr = e.Parameters(ctx) })
	all.Go(func() { s.AccountID, callerErr = e.AccountID(ctx) })
	all.Wait()
	if aws.IsNotFound(stackErr) {
		stackErr = nil
	}
	for _, err := range []error{callerErr, stackErr, paramErr} {
		if err != nil {
			return Setup{}, err
		}
	}
	e.mu.Lock()
	e.pool = s.PoolID()
	e.mu.Unlock()
	return s, nil
}

// Sealed stands for the value of a parameter that somebody wrote as a SecureString: it is not decrypted, and its ciphertext, another
// one each time, says nothing.
const Sealed = "(SecureString)"

// Parameters reads the ten, by their short names.
func (e *Env) Parameters(ctx context.Context) (map[string]string, error) {
	var names []string
	for _, short := range ParameterNames() {
		names = append(names, e.Parameter(short))
	}
	found, _, err := e.Cloud.Parameters(ctx, names...)
	if err != nil {
		return nil, err
	}
	params := map[string]string{}
	for i, short := range ParameterNames() {
		if p, ok := found[names[i]]; ok {
			params[short] = p.Value
			if p.Type == "SecureString" {
				params[short] = Sealed
			}
		}
	}
	return params, nil
}

// The stack's outputs are live; parameters mirror them, and stand in where there is no stack of our name.
func (s Setup) PoolID() string { return cmp.Or(s.Stack.Outputs["UserPoolId"], s.Params["userpool_id"]) }
func (s Setup) WebClient() string {
	return cmp.Or(s.Stack.Outputs["WebClientId"], s.Params["web_client_id"])
}
func (s Setup) MachineClient() string {
	return cmp.Or(s.Stack.Outputs["MachineClientId"], s.Params["machine_client_id"])
}
func (s Setup) Issuer() string {
	return "https://cognito-idp." + s.Region + ".amazonaws.com/" + s.PoolID()
}

// DomainPrefix is the pool's domain without what AWS appends. The output is a prefix or a whole address, as the template has it.
func (s Setup) DomainPrefix() string {
	domain := cmp.Or(s.Stack.Outputs["CognitoDomain"], s.Params["cognito_domain"])
	domain = strings.TrimPrefix(domain, "https://")
	prefix, _, _ := strings.Cut(domain, ".")
	return prefix
}

func (s Setup) DomainURL() string {
	return "https://" + s.DomainPrefix() + ".auth." + s.Region + ".amazoncognito.com"
}
func (s Setup) TokenURL() string     { return s.DomainURL() + "/oauth2/token" }
func (s Setup) AuthorizeURL() string { return s.DomainURL() + "/oauth2/authorize" }
func (s Setup) DiscoveryURL() string { return s.Issuer() + "/.well-known/openid-configuration" }

// Provider is the credential provider's name: what the parameter says, else the published one.
func (s Setup) Provider() string {
	return cmp.Or(s.Params["cognito_provider"], DomainStem+s.AccountID)
}

// Scopes are the parameter's: one, or several separated by spaces where a later script has rewritten it.
func (s Setup) Scopes() []string { return strings.Fields(s.Params["cognito_auth_scope"]) }

// Ready refuses to go on where the stack's parts are not known.
func (s Setup) Ready() error {
	if s.PoolID() != "" && s.MachineClient() != "" && s.WebClient() != "" && s.DomainPrefix() != "" {
		return nil
	}
	return &flow.Failure{
		Code: "NotDeployed", Exit: flow.ExitService,
		Message: text.T{En: "The user pool and its clients are not there yet.", Ko: "User Pool과 클라이언트가 아직 없습니다."}.With(),
		Cause:   text.T{En: "Neither a stack nor parameters name them.", Ko: "스택에도 파라미터에도 정보가 없습니다."}.With(),
		Fix:     text.T{En: "Run `deploy` first.", Ko: "먼저 `deploy`를 실행하세요."}.With(),
	}
}

// PoolIn is the id of the user pool that an issuer, discovery or token address speaks of, or empty.
func PoolIn(address string) string {
	host, path, _ := strings.Cut(strings.TrimPrefix(address, "https://"), "/")
	if !strings.HasPrefix(host, "cognito-idp.") {
		return ""
	}
	pool, _, _ := strings.Cut(path, "/")
	return pool
}
