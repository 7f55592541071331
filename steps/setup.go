package steps

import (
	"context"
	"strings"
	"sync"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// parameterNames are the ten parameters under the prefix, as the published scripts read them: exactly what one GetParameters takes.
func parameterNames() []string {
	return []string{
		"machine_client_id", "web_client_id", "userpool_id", "cognito_provider", "cognito_auth_scope",
		"cognito_discovery_url", "cognito_token_url", "cognito_auth_url", "cognito_domain", "gateway_iam_role",
	}
}

// setup is what stands at the place: the stack, and the parameters by their short names. Both may be missing.
type setup struct {
	region, account string
	stack           aws.Stack
	params          map[string]string
}

// look reads stack and parameters at the same time. A missing stack or parameter is no error.
func (e *Env) look(ctx context.Context) (setup, error) {
	s := setup{region: e.Region()}
	var all sync.WaitGroup
	var stackErr, paramErr, callerErr error
	all.Go(func() { s.stack, stackErr = e.Cloud.Stack(ctx, e.Stack) })
	all.Go(func() { s.params, paramErr = e.parameters(ctx) })
	all.Go(func() { s.account, callerErr = e.account(ctx) })
	all.Wait()
	if aws.IsNotFound(stackErr) {
		stackErr = nil
	}
	for _, err := range []error{callerErr, stackErr, paramErr} {
		if err != nil {
			return setup{}, err
		}
	}
	e.mu.Lock()
	e.pool = s.poolID()
	e.mu.Unlock()
	return s, nil
}

// parameters reads the ten, by their short names.
func (e *Env) parameters(ctx context.Context) (map[string]string, error) {
	var names []string
	for _, short := range parameterNames() {
		names = append(names, e.parameter(short))
	}
	found, _, err := e.Cloud.Parameters(ctx, names...)
	if err != nil {
		return nil, err
	}
	params := map[string]string{}
	for i, short := range parameterNames() {
		if p, ok := found[names[i]]; ok {
			params[short] = p.Value
		}
	}
	return params, nil
}

// first is the first value that is not empty.
func first(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}

// The stack's outputs are live; parameters mirror them, and stand in where there is no stack of our name.
func (s setup) poolID() string { return first(s.stack.Outputs["UserPoolId"], s.params["userpool_id"]) }
func (s setup) webClient() string {
	return first(s.stack.Outputs["WebClientId"], s.params["web_client_id"])
}
func (s setup) machineClient() string {
	return first(s.stack.Outputs["MachineClientId"], s.params["machine_client_id"])
}
func (s setup) issuer() string {
	return "https://cognito-idp." + s.region + ".amazonaws.com/" + s.poolID()
}

// domainPrefix is the pool's domain without what AWS appends. The output is a prefix or a whole address, as the template has it.
func (s setup) domainPrefix() string {
	domain := first(s.stack.Outputs["CognitoDomain"], s.params["cognito_domain"])
	domain = strings.TrimPrefix(domain, "https://")
	prefix, _, _ := strings.Cut(domain, ".")
	return prefix
}

func (s setup) domainURL() string {
	return "https://" + s.domainPrefix() + ".auth." + s.region + ".amazoncognito.com"
}
func (s setup) tokenURL() string     { return s.domainURL() + "/oauth2/token" }
func (s setup) authorizeURL() string { return s.domainURL() + "/oauth2/authorize" }
func (s setup) discoveryURL() string { return s.issuer() + "/.well-known/openid-configuration" }

// provider is the credential provider's name: what the parameter says, else the published one.
func (s setup) provider() string {
	return first(s.params["cognito_provider"], domainStem+s.account)
}

// scopes are the parameter's: one, or several separated by spaces where a later script has rewritten it.
func (s setup) scopes() []string { return strings.Fields(s.params["cognito_auth_scope"]) }

// ready refuses to go on where the stack's parts are not known.
func (s setup) ready() error {
	if s.poolID() != "" && s.machineClient() != "" && s.webClient() != "" && s.domainPrefix() != "" {
		return nil
	}
	return &flow.Failure{
		Code: "NotDeployed", Exit: flow.ExitService,
		Message: text.T{En: "The user pool and its clients are not there yet.", Ko: "User Pool과 클라이언트가 아직 없습니다."}.With(),
		Cause:   text.T{En: "Neither a stack nor parameters name them.", Ko: "스택에도 파라미터에도 정보가 없습니다."}.With(),
		Fix:     text.T{En: "Run `deploy` first.", Ko: "먼저 `deploy`를 실행하세요."}.With(),
	}
}
