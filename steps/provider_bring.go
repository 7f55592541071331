package steps

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// vendorCustom is the vendor of the workshop's provider.
const vendorCustom = "CustomOauth2"

const DocsProvider = "https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/identity-outbound-credential-provider.html"

// spec is the provider that this set-up should have. The issuer is the pool's own name, not its discovery document's address.
func (s Setup) spec(client aws.AppClient) aws.ProviderSpec {
	return aws.ProviderSpec{
		Name: s.Provider(), ClientID: client.ID, ClientSecret: client.Secret,
		Issuer: s.Issuer(), AuthorizationEndpoint: s.AuthorizeURL(), TokenEndpoint: s.TokenURL(), ResponseTypes: []string{"code", "token"},
		Tags: map[string]string{aws.StackTagKey: aws.StackTagValue},
	}
}

// Differences compare a provider with the stack, field by field. The secret cannot be compared: AWS never gives it back.
func (s Setup) Differences(p aws.Provider) []flow.Difference {
	var all []flow.Difference
	compare := func(field, is, want string) {
		if is != want {
			all = append(all, flow.Difference{Field: field, Is: is, Want: want})
		}
	}
	if p.Status != "" && !p.Ready() {
		compare("status", p.Status, "READY")
	}
	compare("credentialProviderVendor", p.Vendor, vendorCustom)
	compare("clientId", p.ClientID, s.MachineClient())
	if p.DiscoveryURL != "" {
		compare("discoveryUrl", p.DiscoveryURL, s.DiscoveryURL())
		return all
	}
	compare("issuer", p.Issuer, s.Issuer())
	compare("authorizationEndpoint", p.AuthorizationEndpoint, s.AuthorizeURL())
	compare("tokenEndpoint", p.TokenEndpoint, s.TokenURL())
	return all
}

// needed are the differences that keep a provider from working. What the checklist only warns of, the published script's issuer, is
// no reason to rewrite somebody else's provider unasked.
func (s Setup) needed(p aws.Provider) []flow.Difference {
	return slices.DeleteFunc(s.Differences(p), func(d flow.Difference) bool { return d.Field == "issuer" && d.Is == s.DiscoveryURL() })
}

// bringProvider creates, adopts or updates, and waits until the provider is READY. A provider that works is updated only where that
// was asked for.
func (e *Env) bringProvider(ctx context.Context, r *flow.Report, s Setup, update bool) (aws.Provider, error) {
	client, err := e.Cloud.AppClient(ctx, s.PoolID(), s.MachineClient())
	if err != nil {
		return aws.Provider{}, err
	}
	if client.Public() {
		return aws.Provider{}, &flow.Failure{Code: "NoClientSecret", Exit: flow.ExitService,
			Message: text.T{En: "The machine client has no secret, so nobody can fetch tokens with it.", Ko: "Machine Client에 시크릿이 없어 토큰을 받을 수 없습니다."}.With(),
			Fix:     text.T{En: "Put our stack's client back with `deploy --update`.", Ko: "`deploy --update`로 스택의 클라이언트를 되돌리세요."}.With()}
	}
	name := s.Provider()
	found, err := e.Cloud.WaitProvider(ctx, name, e.Pause())
	if aws.IsNotFound(err) {
		// The identity first: the step is judged by its provider, so whoever is killed between the two begins here again.
		if _, err := e.workload(ctx); err != nil {
			return aws.Provider{}, err
		}
		_, err = e.Cloud.CreateProvider(ctx, s.spec(client))
		if aws.KindOf(err) != aws.Exists { // made by someone else in this second: compare it
			return e.SettledProvider(ctx, name, err)
		}
		found, err = e.Cloud.WaitProvider(ctx, name, e.Pause())
	}
	if err != nil {
		return aws.Provider{}, err
	}
	if found.Vendor != "" && found.Vendor != vendorCustom {
		return e.ReplaceProvider(ctx, r, found, s.spec(client))
	}
	differences := s.Differences(found)
	stale := len(s.needed(found)) == 0 && e.staleSecret(ctx, s, client, found)
	if stale {
		differences = append(differences, secretDiffers())
	}
	switch {
	case update || e.Update || stale || len(s.needed(found)) > 0:
	case len(differences) > 0:
		r.Say(text.T{En: "The provider was there and works, so it is used as it is. Its issuer is the discovery document's address, as the published script has it; `provider update` puts that right.", Ko: "사용할 수 있는 Provider가 이미 있어 그대로 사용합니다. 발급자에는 공개된 스크립트처럼 discovery 문서 주소가 들어 있으며, `provider update`로 바로잡을 수 있습니다."}.With())
		return found, nil
	default:
		r.Say(text.T{En: "The provider was there and is right, so it is used as it is.", Ko: "올바른 Provider가 이미 있어 그대로 사용합니다."}.With())
		return found, nil
	}
	if err := e.mayUpdate(ctx, r, found, differences); err != nil {
		return aws.Provider{}, err
	}
	_, err = e.Cloud.UpdateProvider(ctx, s.spec(client))
	return e.SettledProvider(ctx, name, err)
}

// mayUpdate shows what differs before it is changed.
func (e *Env) mayUpdate(ctx context.Context, r *flow.Report, p aws.Provider, differences []flow.Difference) error {
	var shown []flow.Fact
	for _, d := range differences {
		r.Say(text.T{En: "%s is %q, the stack says %q", Ko: "%s 값: 현재 %q, 스택 %q"}.With(d.Field, InWords(d.Is), InWords(d.Want)))
		shown = append(shown, flow.Fact{Key: d.Field, Label: text.T{En: d.Field, Ko: d.Field}, Value: d.Is + " → " + d.Want, Says: FromTo(d.Is, d.Want)})
	}
	answer, err := r.Ask(ctx, flow.Question{
		Kind: flow.Confirm, Shown: shown,
		Title:  text.T{En: "Update the provider %s?", Ko: "Provider %s{을/를} 갱신할까요?"}.With(p.Name),
		Detail: text.T{En: "Its name and callback URL stay; the client's live secret is sent again.", Ko: "이름과 callback URL은 그대로이며, 클라이언트의 현재 시크릿을 다시 보냅니다."}.With(),
	})
	if err != nil {
		return err
	}
	if !answer.Yes {
		return Declined()
	}
	return nil
}

// SettledProvider waits until a provider that was just written is READY.
func (e *Env) SettledProvider(ctx context.Context, name string, err error) (aws.Provider, error) {
	if err != nil {
		return aws.Provider{}, err
	}
	p, err := e.Cloud.WaitProvider(ctx, name, e.Pause())
	if err == nil && !p.Ready() {
		return p, &flow.Failure{Code: p.Status, Exit: flow.ExitService, Docs: DocsProvider, Cause: text.Plain(p.FailureReason),
			Message: text.T{En: "The provider ended in %s.", Ko: "Provider가 %s 상태로 끝났습니다."}.With(p.Status),
			Fix:     text.T{En: "Run `provider` again; if it stays so, `provider delete` and once more.", Ko: "`provider`를 다시 실행하고, 그대로면 `provider delete` 후 다시 만드세요."}.With()}
	}
	return p, err
}

// ReturnURLs are where AgentCore may send users back to: a path of its own on the callback ports.
func (e *Env) ReturnURLs() []string { return returnsOn(e.Callbacks) }

func returnsOn(callbacks []string) []string {
	var urls []string
	for _, c := range callbacks {
		urls = append(urls, strings.TrimSuffix(c, "/")+"/return")
	}
	return urls
}

// BringWorkload makes the workload identity, and tells it.
func (e *Env) BringWorkload(ctx context.Context, r *flow.Report) error {
	found, err := e.workload(ctx)
	if err != nil {
		return err
	}
	r.Fact("workload_identity_arn", text.T{En: "Workload identity", Ko: "Workload Identity"}, found.ARN)
	return nil
}

// workload is the workload identity under its fixed name, made where it is missing. An existing one keeps what it has.
func (e *Env) workload(ctx context.Context) (aws.WorkloadIdentity, error) {
	found, err := e.Cloud.WorkloadIdentity(ctx, Workload)
	switch {
	case aws.IsNotFound(err):
		found, err = e.Cloud.CreateWorkloadIdentity(ctx, Workload, e.ReturnURLs(), map[string]string{aws.StackTagKey: aws.StackTagValue})
		if aws.KindOf(err) == aws.Exists {
			found, err = e.Cloud.WorkloadIdentity(ctx, Workload)
		}
	case err == nil && len(found.ReturnURLs) == 0 && !slices.Equal(found.ReturnURLs, e.ReturnURLs()):
		found, err = e.Cloud.UpdateWorkloadIdentity(ctx, Workload, e.ReturnURLs())
	}
	return found, err
}

// mayUseWorkload makes the workload identity where it is missing: on AWS after asking, and never where nothing may be changed.
func (e *Env) mayUseWorkload(ctx context.Context, r *flow.Report) (bool, error) {
	_, err := e.Cloud.WorkloadIdentity(ctx, Workload)
	switch {
	case err == nil:
		return true, nil
	case !aws.IsNotFound(err):
		return false, err
	case e.Cloud.Place().ReadOnly:
		r.Warn(text.T{En: "AgentCore's way takes the workload identity %s, which is not there, and nothing may be changed here.", Ko: "AgentCore를 통한 방법에는 Workload Identity %s{이/가} 필요하지만, 아직 없고 여기서는 아무것도 바꿀 수 없습니다."}.With(Workload))
		return false, nil
	case !e.Practice():
		answer, err := r.Ask(ctx, flow.Question{Kind: flow.Confirm,
			Title:  text.T{En: "Create the workload identity %s?", Ko: "Workload Identity %s{을/를} 만들까요?"}.With(Workload),
			Detail: text.T{En: "This program asks AgentCore for tokens with it. It costs nothing, and cleanup removes it.", Ko: "이 프로그램이 AgentCore에 토큰을 요청할 때 씁니다. 비용이 없으며 cleanup에서 지웁니다."}.With()})
		if err != nil {
			return false, err
		}
		if !answer.Yes {
			return false, Declined()
		}
	}
	return true, e.BringWorkload(ctx, r)
}

func providerFacts(p aws.Provider) []flow.Fact {
	source := text.Plain("bedrock-agentcore-control:GetOauth2CredentialProvider")
	var facts []flow.Fact
	for _, f := range []flow.Fact{
		{Key: "provider_name", Value: p.Name, Label: text.T{En: "Provider", Ko: "Provider"}},
		{Key: "provider_arn", Value: p.ARN, Label: text.T{En: "Provider ARN", Ko: "Provider ARN"}},
		{Key: "provider_callback_url", Value: p.CallbackURL, Label: text.T{En: "Callback URL", Ko: "Callback URL"}},
		{Key: "provider_secret_arn", Value: p.SecretARN, Label: text.T{En: "Secret ARN", Ko: "시크릿 ARN"}},
		{Key: "provider_issuer", Value: cmp.Or(p.Issuer, p.DiscoveryURL), Label: text.T{En: "Issuer", Ko: "발급자"}},
	} {
		if f.Value != "" {
			f.Source = source
			facts = append(facts, f)
		}
	}
	return facts
}
