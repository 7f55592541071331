package cfn

import (
	"time"

	"agentcore-workshop/aws/sandbox/core"
)

func userPoolClientKind() *kind {
	return &kind{
		name: "AWS::Cognito::UserPoolClient", required: []string{"UserPoolId"},
		replace:    []string{"GenerateSecret", "UserPoolId"},
		attributes: []string{"ClientId", "ClientSecret", "Name"}, hidden: []string{"ClientSecret"},
		creating: 2 * time.Second, updating: 2 * time.Second, removing: time.Second,
		schema: props{
			"AccessTokenValidity": integer(), "AllowedOAuthFlows": texts(), "AllowedOAuthFlowsUserPoolClient": flag(),
			"AllowedOAuthScopes": texts(),
			"AnalyticsConfiguration": object(props{
				"ApplicationArn": text(), "ApplicationId": text(), "ExternalId": text(), "RoleArn": text(), "UserDataShared": flag(),
			}),
			"AuthSessionValidity": integer(), "CallbackURLs": texts(), "ClientName": text(), "DefaultRedirectURI": text(),
			"EnablePropagateAdditionalUserContextData": flag(), "EnableTokenRevocation": flag(), "ExplicitAuthFlows": texts(),
			"GenerateSecret": flag(), "IdTokenValidity": integer(), "LogoutURLs": texts(), "PreventUserExistenceErrors": text(),
			"ReadAttributes": texts(),
			"RefreshTokenRotation": object(props{
				"Feature": oneOf("ENABLED", "DISABLED"), "RetryGracePeriodSeconds": integer(),
			}),
			"RefreshTokenValidity": integer(), "SupportedIdentityProviders": texts(),
			"TokenValidityUnits": object(props{"AccessToken": text(), "IdToken": text(), "RefreshToken": text()}),
			"UserPoolId":         text(), "WriteAttributes": texts(),
		},
		create: createUserPoolClient,
		update: func(r *request) (map[string]any, error) {
			in := without(r.props, "GenerateSecret")
			in["ClientId"] = r.id
			_, err := r.do(cognito, "UpdateUserPoolClient", in)
			return nil, err
		},
		remove: func(r *request) error {
			_, err := r.do(cognito, "DeleteUserPoolClient", core.Object{"UserPoolId": r.props["UserPoolId"], "ClientId": r.id})
			return err
		},
	}
}

func createUserPoolClient(r *request) (made, error) {
	in := without(r.props)
	if in["ClientName"] == nil {
		in["ClientName"] = r.shortName()
	}
	out, err := r.do(cognito, "CreateUserPoolClient", in)
	if err != nil {
		return made{}, err
	}
	client := under(out, "UserPoolClient")
	id := textOf(client, "ClientId")
	return made{ID: id, Attributes: map[string]any{
		"ClientId": id, "ClientSecret": textOf(client, "ClientSecret"), "Name": textOf(client, "ClientName"),
	}}, nil
}
