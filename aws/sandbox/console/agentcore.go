package console

import (
	"time"

	"agentcore-workshop/aws/sandbox/core"
)

const control = "bedrock-agentcore-control"

// listedAtMost is how many of a kind a page shows, and pageSize how many the services give at once.
const (
	listedAtMost = 200
	pageSize     = 20
)

// provider is what of a credential provider may be seen. There is no field for a secret, so none can be shown.
type provider struct {
	Name, CredentialProviderVendor, CredentialProviderArn, CallbackUrl, Status, FailureReason string
	CreatedTime                                                                               *time.Time
	ClientSecretArn                                                                           struct{ SecretArn string }
	Oauth2ProviderConfigOutput                                                                map[string]struct {
		ClientId       string
		OauthDiscovery struct {
			DiscoveryUrl                string
			AuthorizationServerMetadata struct{ Issuer, AuthorizationEndpoint, TokenEndpoint string }
		}
	}
}

type workload struct {
	Name, WorkloadIdentityArn       string
	AllowedResourceOauth2ReturnUrls []string
	CreatedTime                     *time.Time
}

func (v *view) providers() ([]provider, error) {
	var all []provider
	token := ""
	for len(all) < listedAtMost {
		var page struct {
			CredentialProviders []provider
			NextToken           string
		}
		if err := v.ask(control, "ListOauth2CredentialProviders", paged(token), &page); err != nil {
			return nil, err
		}
		for _, p := range page.CredentialProviders {
			// One that went away between two questions is still shown by what the list said.
			_ = v.ask(control, "GetOauth2CredentialProvider", core.Object{"name": p.Name}, &p)
			all = append(all, p)
		}
		if token = page.NextToken; token == "" {
			break
		}
	}
	return all, nil
}

func (v *view) workloads() ([]workload, error) {
	var all []workload
	token := ""
	for len(all) < listedAtMost {
		var page struct {
			WorkloadIdentities []workload
			NextToken          string
		}
		if err := v.ask(control, "ListWorkloadIdentities", paged(token), &page); err != nil {
			return nil, err
		}
		for _, w := range page.WorkloadIdentities {
			_ = v.ask(control, "GetWorkloadIdentity", core.Object{"name": w.Name}, &w) // as above
			all = append(all, w)
		}
		if token = page.NextToken; token == "" {
			break
		}
	}
	return all, nil
}

func paged(token string) core.Object {
	in := core.Object{"maxResults": pageSize}
	if token != "" {
		in["nextToken"] = token
	}
	return in
}

func (v *view) agentcore() {
	providers, err := v.providers()
	body := heading(v.t("OAuth2 credential providers", "OAuth2 자격 증명 공급자(credential provider)"), counted(len(providers)))
	if err != nil {
		body += v.problem(err)
	} else {
		body += v.providerTable(providers)
	}
	workloads, err := v.workloads()
	body += heading(v.t("Workload identities", "워크로드 ID(workload identity)"), counted(len(workloads)))
	if err != nil {
		body += v.problem(err)
	} else {
		body += v.workloadTable(workloads)
	}
	v.ok("agentcore", "Amazon Bedrock AgentCore · Identity", body)
}

func (v *view) providerTable(list []provider) markup {
	var rows [][]markup
	for _, p := range list {
		client, discovery := "", ""
		for _, config := range p.Oauth2ProviderConfigOutput {
			client = config.ClientId
			discovery = config.OauthDiscovery.DiscoveryUrl
			if discovery == "" {
				discovery = config.OauthDiscovery.AuthorizationServerMetadata.Issuer
			}
		}
		state := status(p.Status)
		if p.FailureReason != "" {
			state += "<br>" + esc(p.FailureReason)
		}
		rows = append(rows, []markup{
			"<strong>" + esc(p.Name) + "</strong><br>" + code(p.CredentialProviderArn), esc(p.CredentialProviderVendor), state,
			orNone(p.CallbackUrl), orNone(client), orNone(discovery), orNone(p.ClientSecretArn.SecretArn), moment(p.CreatedTime),
		})
	}
	return table([]string{
		v.t("Name and ARN", "이름과 ARN"), v.t("Vendor", "공급업체"), v.t("Status", "상태"), v.t("Callback URL", "콜백 URL"), v.t("Client ID", "클라이언트 ID"),
		v.t("Discovery URL or issuer", "Discovery URL 또는 발급자"), v.t("Secret is kept in", "비밀 값 보관 위치"), v.t("Created", "생성"),
	}, rows, v.t("No credential provider has been created yet.", "아직 만든 자격 증명 공급자가 없습니다."))
}

func (v *view) workloadTable(list []workload) markup {
	var rows [][]markup
	for _, w := range list {
		rows = append(rows, []markup{
			"<strong>" + esc(w.Name) + "</strong><br>" + code(w.WorkloadIdentityArn), codes(w.AllowedResourceOauth2ReturnUrls), moment(w.CreatedTime),
		})
	}
	return table([]string{v.t("Name and ARN", "이름과 ARN"), v.t("Allowed return URLs", "허용된 반환 URL"), v.t("Created", "생성")}, rows,
		v.t("No workload identity has been created yet.", "아직 만든 워크로드 ID가 없습니다."))
}
