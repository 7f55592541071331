package checkup

import (
	"cmp"
	"context"
	"encoding/json"
	"strconv"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/script"
	"agentcore-workshop/steps/text"
)

func parameterKind() kind {
	return kind{
		title: text.T{En: "parameter", Ko: "파라미터"},
		read: func(ctx context.Context, e *steps.Env, t map[string]string) (fields, error) {
			found, _, err := e.Cloud.Parameters(ctx, t["name"])
			p, there := found[t["name"]]
			if !there {
				return nil, err
			}
			if p.Type == "SecureString" {
				return fields{"Type": {p.Type}, "Value": {steps.Sealed}}, err
			}
			return fields{"Value": {p.Value}}, err
		},
		write: func(ctx context.Context, e *steps.Env, _ *flow.Report, d edit) error {
			if d.Want == nil {
				return e.Cloud.DeleteParameters(ctx, d.name())
			}
			if d.retyped() {
				if err := e.Cloud.DeleteParameters(ctx, d.name()); err != nil {
					return err
				}
			}
			return e.Cloud.PutParameter(ctx, d.name(), d.Want.one("Value"), "", d.Is != nil && !d.retyped())
		},
		shell: func(_ context.Context, e *steps.Env, d edit) ([]string, error) {
			name := script.Param{Name: "name", Value: d.name()}
			if d.Want == nil {
				return []string{awsLine(e, "ssm", "delete-parameter", name)}, nil
			}
			var lines []string
			if d.retyped() {
				lines = []string{awsLine(e, "ssm", "delete-parameter", name)}
			}
			raw, err := json.Marshal(map[string]any{"Name": d.name(), "Value": d.Want.one("Value"), "Overwrite": d.Is != nil && !d.retyped(), "Type": "String"})
			return append(lines, awsLine(e, "ssm", "put-parameter")+" --cli-input-json "+script.Quote(string(raw))), err // AWS CLI v1 would fetch a bare https:// value
		},
	}
}

// retyped reports whether a parameter has to be deleted and made anew, since the service changes no parameter's type.
func (d edit) retyped() bool { return d.Is.one("Type") == "SecureString" }

func stackKind() kind {
	return kind{
		title: text.T{En: "stack", Ko: "스택"},
		read: func(ctx context.Context, e *steps.Env, t map[string]string) (fields, error) {
			s, err := e.Cloud.Stack(ctx, t["name"])
			return fields{"EnableTerminationProtection": {strconv.FormatBool(s.Protected)}}, err
		},
		write: func(ctx context.Context, e *steps.Env, _ *flow.Report, d edit) error {
			return e.Cloud.ProtectStack(ctx, d.name(), d.Want.one("EnableTerminationProtection") == "true")
		},
		shell: func(_ context.Context, e *steps.Env, d edit) ([]string, error) {
			return []string{awsLine(e, "cloudformation", "update-termination-protection", script.Param{Name: "stack-name", Value: d.name()},
				script.Param{Name: "enable-termination-protection", Value: d.Want.one("EnableTerminationProtection") == "true"})}, nil
		},
	}
}

func workloadKind() kind {
	return kind{
		title: text.T{En: "workload identity", Ko: "Workload Identity"},
		read: func(ctx context.Context, e *steps.Env, t map[string]string) (fields, error) {
			w, err := e.Cloud.WorkloadIdentity(ctx, t["name"])
			return orNone(fields{"allowedResourceOauth2ReturnUrls": w.ReturnURLs}, err)
		},
		write: func(ctx context.Context, e *steps.Env, _ *flow.Report, d edit) error {
			urls := d.Want["allowedResourceOauth2ReturnUrls"]
			if urls == nil {
				urls = []string{}
			}
			switch {
			case d.Want == nil:
				return e.Cloud.DeleteWorkloadIdentity(ctx, d.name())
			case d.Is == nil:
				_, err := e.Cloud.CreateWorkloadIdentity(ctx, d.name(), urls, steps.OwnTags())
				return err
			}
			_, err := e.Cloud.UpdateWorkloadIdentity(ctx, d.name(), urls)
			return err
		},
		shell: func(_ context.Context, e *steps.Env, d edit) ([]string, error) {
			if d.Want == nil {
				return []string{awsLine(e, "bedrock-agentcore-control", "delete-workload-identity", script.Param{Name: "name", Value: d.name()})}, nil
			}
			verb := "update-workload-identity"
			if d.Is == nil {
				verb = "create-workload-identity"
			}
			raw, err := json.Marshal(map[string]any{"name": d.name(), "allowedResourceOauth2ReturnUrls": d.Want["allowedResourceOauth2ReturnUrls"]})
			return []string{awsLine(e, "bedrock-agentcore-control", verb) + " --cli-input-json " + script.Quote(string(raw))}, err
		},
	}
}

func providerFields(p aws.Provider) fields {
	f := fields{"credentialProviderVendor": {p.Vendor}, "status": {cmp.Or(p.Status, "READY")}, "clientId": {p.ClientID}, "clientSecret": {steps.Kept}}
	for name, value := range map[string]string{"issuer": p.Issuer, "authorizationEndpoint": p.AuthorizationEndpoint, "tokenEndpoint": p.TokenEndpoint, "discoveryUrl": p.DiscoveryURL} {
		if value != "" {
			f[name] = []string{value}
		}
	}
	return f
}

func providerKind() kind {
	return kind{
		title: text.T{En: "credential provider", Ko: "Provider"},
		read: func(ctx context.Context, e *steps.Env, t map[string]string) (fields, error) {
			p, err := e.Cloud.Provider(ctx, t["name"])
			return orNone(providerFields(p), err)
		},
		write: writeProvider,
		shell: func(_ context.Context, e *steps.Env, d edit) ([]string, error) {
			if d.Want == nil {
				return []string{awsLine(e, "bedrock-agentcore-control", "delete-oauth2-credential-provider", script.Param{Name: "name", Value: d.name()})}, nil
			}
			verb := "update-oauth2-credential-provider"
			if d.Is == nil {
				verb = "create-oauth2-credential-provider"
			}
			metadata := map[string]any{"authorizationServerMetadata": map[string]any{"issuer": d.Want.one("issuer"), "authorizationEndpoint": d.Want.one("authorizationEndpoint"),
				"tokenEndpoint": d.Want.one("tokenEndpoint"), "responseTypes": []string{"code", "token"}}}
			if url := d.Want.one("discoveryUrl"); url != "" {
				metadata = map[string]any{"discoveryUrl": url}
			}
			raw, err := json.Marshal(map[string]any{"name": d.name(), "credentialProviderVendor": d.Want.one("credentialProviderVendor"),
				"oauth2ProviderConfigInput": map[string]any{"customOauth2ProviderConfig": map[string]any{"clientId": d.Want.one("clientId"), "clientSecret": "CLIENT_SECRET", "oauthDiscovery": metadata}}})
			secret := "CLIENT_SECRET=$(" + awsLine(e, "cognito-idp", "describe-user-pool-client", script.Param{Name: "user-pool-id", Value: d.Target["pool"]}, script.Param{Name: "client-id", Value: d.Want.one("clientId")}) +
				" --query UserPoolClient.ClientSecret --output text)"
			return []string{secret, awsLine(e, "bedrock-agentcore-control", verb) + " --cli-input-json " + `"$(printf %s ` + script.Quote(string(raw)) + ` | sed "s/CLIENT_SECRET/$CLIENT_SECRET/")"`}, err
		},
	}
}

// writeProvider sends the whole configuration, since the service takes nothing less, with the live secret of the client it names.
func writeProvider(ctx context.Context, e *steps.Env, _ *flow.Report, d edit) error {
	if d.Want == nil {
		return e.Cloud.DeleteProvider(ctx, d.name())
	}
	client, err := e.Cloud.AppClient(ctx, d.Target["pool"], d.Want.one("clientId"))
	if err != nil {
		return err
	}
	spec := aws.ProviderSpec{Name: d.name(), Vendor: d.Want.one("credentialProviderVendor"), ClientID: client.ID, ClientSecret: client.Secret,
		Issuer: d.Want.one("issuer"), AuthorizationEndpoint: d.Want.one("authorizationEndpoint"), TokenEndpoint: d.Want.one("tokenEndpoint"),
		DiscoveryURL: d.Want.one("discoveryUrl"), ResponseTypes: []string{"code", "token"}}
	if d.Is == nil {
		spec.Tags = map[string]string{aws.StackTagKey: aws.StackTagValue}
		_, err = e.Cloud.CreateProvider(ctx, spec)
		_, err = e.SettledProvider(ctx, d.name(), err)
		return err
	}
	found, err := e.Cloud.Provider(ctx, d.name())
	if err != nil {
		return err
	}
	spec.AuthMethod = found.AuthMethod
	if len(found.ResponseTypes) > 0 {
		spec.ResponseTypes = found.ResponseTypes
	}
	if found.Vendor != spec.Vendor { // a vendor cannot be changed
		if err := e.Cloud.DeleteProvider(ctx, d.name()); err != nil {
			return err
		}
		if err := e.AwaitProviderGone(ctx, d.name()); err != nil {
			return err
		}
		_, err = e.Cloud.CreateProvider(ctx, spec)
	} else {
		_, err = e.Cloud.UpdateProvider(ctx, spec)
	}
	_, err = e.SettledProvider(ctx, d.name(), err)
	return err
}
