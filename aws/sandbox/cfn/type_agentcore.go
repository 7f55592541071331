package cfn

import (
	"strings"
	"time"

	"agentcore-workshop/aws/sandbox/core"
)

const agentcore = "bedrock-agentcore-control"

func workloadIdentityKind() *kind {
	return &kind{
		name: "AWS::BedrockAgentCore::WorkloadIdentity", required: []string{"Name"}, replace: []string{"Name"},
		identity: []string{"Name"},
		tags:     "Tags", attributes: []string{"WorkloadIdentityArn", "CreatedTime", "LastUpdatedTime"},
		creating: 2 * time.Second, updating: 2 * time.Second, removing: time.Second,
		schema: props{"AllowedResourceOauth2ReturnUrls": texts(), "Name": text(), "Tags": tagList()},
		create: func(r *request) (made, error) {
			out, err := r.do(agentcore, "CreateWorkloadIdentity", agentcoreInput(r.props))
			if err != nil {
				return made{}, err
			}
			now := timeText(r.call.Now())
			return made{ID: textOf(r.props, "Name"), Attributes: map[string]any{
				"WorkloadIdentityArn": textOf(out, "workloadIdentityArn"), "CreatedTime": now, "LastUpdatedTime": now,
			}}, nil
		},
		update: func(r *request) (map[string]any, error) {
			in := core.Object{"name": r.id, "allowedResourceOauth2ReturnUrls": []any{}}
			move(in, "allowedResourceOauth2ReturnUrls", r.props, "AllowedResourceOauth2ReturnUrls")
			_, err := r.do(agentcore, "UpdateWorkloadIdentity", in)
			return nil, err
		},
		remove: func(r *request) error {
			_, err := r.do(agentcore, "DeleteWorkloadIdentity", core.Object{"name": r.id})
			return err
		},
	}
}

func credentialProviderKind() *kind {
	return &kind{
		name:     "AWS::BedrockAgentCore::OAuth2CredentialProvider",
		required: []string{"Name", "CredentialProviderVendor"}, replace: []string{"Name", "CredentialProviderVendor"},
		identity: []string{"Name"}, customName: "Name", tags: "Tags",
		attributes: []string{"CredentialProviderArn", "ClientSecretArn.SecretArn", "CallbackUrl", "CreatedTime", "LastUpdatedTime"},
		creating:   3 * time.Second, updating: 3 * time.Second, removing: 2 * time.Second,
		schema: props{
			"CredentialProviderVendor": text(), "Name": text(), "Oauth2ProviderConfigInput": object(providerConfigs()), "Tags": tagList(),
		},
		create: func(r *request) (made, error) {
			out, err := r.do(agentcore, "CreateOauth2CredentialProvider", agentcoreInput(r.props))
			if err != nil {
				return made{}, err
			}
			now := timeText(r.call.Now())
			arn := textOf(out, "credentialProviderArn")
			return made{ID: arn, Attributes: map[string]any{
				"CredentialProviderArn": arn, "ClientSecretArn.SecretArn": textOf(under(out, "clientSecretArn"), "secretArn"),
				"CallbackUrl": textOf(out, "callbackUrl"), "CreatedTime": now, "LastUpdatedTime": now,
			}}, nil
		},
		update: func(r *request) (map[string]any, error) {
			_, err := r.do(agentcore, "UpdateOauth2CredentialProvider", agentcoreInput(without(r.props, "Tags")))
			return nil, err
		},
		remove: func(r *request) error {
			_, err := r.do(agentcore, "DeleteOauth2CredentialProvider", core.Object{"name": r.props["Name"]})
			return err
		},
	}
}

func providerConfigs() props {
	client := object(props{"ClientId": text(), "ClientSecret": text()})
	return props{
		"AtlassianOauth2ProviderConfig": client, "GithubOauth2ProviderConfig": client, "GoogleOauth2ProviderConfig": client,
		"LinkedinOauth2ProviderConfig": client, "SalesforceOauth2ProviderConfig": client, "SlackOauth2ProviderConfig": client,
		"MicrosoftOauth2ProviderConfig": object(props{"ClientId": text(), "ClientSecret": text(), "TenantId": text()}),
		"IncludedOauth2ProviderConfig": object(props{
			"AuthorizationEndpoint": text(), "ClientId": text(), "ClientSecret": text(), "Issuer": text(), "TokenEndpoint": text(),
		}),
		"CustomOauth2ProviderConfig": object(props{
			"ClientId": text(), "ClientSecret": text(),
			"OauthDiscovery": object(props{
				"DiscoveryUrl": text(),
				"AuthorizationServerMetadata": object(props{
					"AuthorizationEndpoint": text(), "Issuer": text(), "ResponseTypes": texts(), "TokenEndpoint": text(),
				}),
			}),
			"OnBehalfOfTokenExchangeConfig": object(props{
				"GrantType": oneOf("TOKEN_EXCHANGE", "JWT_AUTHORIZATION_GRANT"),
				"TokenExchangeGrantTypeConfig": object(props{
					"ActorTokenContent": oneOf("NONE", "M2M", "AWS_IAM_ID_TOKEN_JWT"), "ActorTokenScopes": texts(),
				}),
			}),
		}),
	}
}

// agentcoreInput turns properties into the members of the AgentCore API: camelCase, and tags as a map.
func agentcoreInput(p map[string]any) core.Object {
	in := lowerFirst(without(p, "Tags")).(map[string]any)
	if tags := tagMap(p["Tags"]); len(tags) > 0 {
		in["tags"] = tags
	}
	return in
}

func lowerFirst(v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := make(map[string]any, len(v))
		for key, item := range v {
			out[strings.ToLower(key[:1])+key[1:]] = lowerFirst(item)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, item := range v {
			out[i] = lowerFirst(item)
		}
		return out
	}
	return v
}
