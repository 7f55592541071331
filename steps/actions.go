package steps

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// Actions are what the main job can be asked for besides its steps.
func Actions() []flow.Action {
	return []flow.Action{
		providerDo("provider create", text.T{En: "create the course's provider, or one of any vendor under a NAME", Ko: "이 과정의 Provider를, NAME을 지정하면 원하는 vendor의 Provider를 만듭니다"}, vendorParams(), createProvider, createVendorProvider),
		{Name: "provider list", Short: text.T{En: "list all providers of the account, with vendor and status", Ko: "계정의 Provider를 vendor, 상태와 함께 모두 보여 줍니다"}, Do: WithEnv(listProviders)},
		providerDo("provider get", text.T{En: "show the course's provider, compared with the stack, or the one of a NAME", Ko: "이 과정의 Provider를 스택과 비교해, 또는 NAME의 Provider를 보여 줍니다"}, []flow.Param{providerName()}, getProvider, getVendorProvider),
		providerDo("provider update", text.T{En: "send secret and endpoints again; with a NAME, change what the flags say", Ko: "시크릿과 엔드포인트를 다시 보냅니다. NAME을 지정하면 플래그로 준 값을 바꿉니다"}, vendorParams(), updateProvider, updateVendorProvider),
		providerDo("provider delete", text.T{En: "delete the provider and its secret", Ko: "Provider와 시크릿을 지웁니다"}, []flow.Param{providerName()}, deleteProvider, deleteVendorProvider),
		{Name: "provider vendors", Placeless: true, Short: text.T{En: "the 25 vendors, and what each needs", Ko: "25개 vendor와 각각 필요한 값"}, Do: listVendors},
		templateAction(), inspectAction(), tokenAction(), signinAction(), diagnoseAction(),
	}
}

// EnvOf is the environment of a session that this package opened.
func EnvOf(s *flow.Session) (*Env, error) {
	if s != nil {
		if e, ok := s.World.(*Env); ok {
			return e, nil
		}
	}
	return nil, &flow.Failure{Code: "NoPlace", Exit: flow.ExitOther, Message: text.T{En: "No place is open.", Ko: "열린 장소가 없습니다."}.With()}
}

// providerWire is a provider as JSON.
type providerWire struct {
	Name          string            `json:"name"`
	ARN           string            `json:"arn"`
	Vendor        string            `json:"vendor"`
	Status        string            `json:"status,omitempty"`
	ClientID      string            `json:"client_id,omitempty"`
	Issuer        string            `json:"issuer,omitempty"`
	TokenEndpoint string            `json:"token_endpoint,omitempty"`
	Authorization string            `json:"authorization_endpoint,omitempty"`
	DiscoveryURL  string            `json:"discovery_url,omitempty"`
	CallbackURL   string            `json:"callback_url,omitempty"`
	SecretARN     string            `json:"secret_arn,omitempty"`
	SecretSource  string            `json:"secret_source,omitempty"`
	AuthMethod    string            `json:"auth_method,omitempty"`
	OnBehalfOf    string            `json:"on_behalf_of,omitempty"`
	Differences   map[string]string `json:"differences,omitempty"`
}

func wireOf(p aws.Provider) providerWire {
	return providerWire{Name: p.Name, ARN: p.ARN, Vendor: p.Vendor, Status: p.Status, ClientID: p.ClientID, Issuer: p.Issuer,
		TokenEndpoint: p.TokenEndpoint, Authorization: p.AuthorizationEndpoint, DiscoveryURL: p.DiscoveryURL, CallbackURL: p.CallbackURL, SecretARN: p.SecretARN,
		SecretSource: p.SecretSource, AuthMethod: p.AuthMethod, OnBehalfOf: p.OnBehalf.Grant}
}

// providerDo is a verb on the course's provider, or with a NAME on any. Verbs that change ask first.
func providerDo(name string, short text.T, params []flow.Param, own func(context.Context, *Env, *flow.Report, Setup) (flow.Result, error), any doing) flow.Action {
	return flow.Action{Name: name, Short: short, Params: params, Changes: name != "provider get",
		Do: WithEnv(func(ctx context.Context, e *Env, r *flow.Report, args flow.Args) (flow.Result, error) {
			if anyGiven(args) {
				return any(ctx, e, r, args)
			}
			set, err := e.Look(ctx)
			if err != nil {
				return flow.Result{}, err
			}
			return own(ctx, e, r, set)
		})}
}

func createProvider(ctx context.Context, e *Env, r *flow.Report, s Setup) (flow.Result, error) {
	if err := s.Ready(); err != nil {
		return flow.Result{}, err
	}
	p, err := e.bringProvider(ctx, r, s, false)
	if err != nil {
		return flow.Result{}, err
	}
	return showProvider(p, s), e.BringWorkload(ctx, r)
}

func updateProvider(ctx context.Context, e *Env, r *flow.Report, s Setup) (flow.Result, error) {
	if err := s.Ready(); err != nil {
		return flow.Result{}, err
	}
	if _, err := e.Cloud.Provider(ctx, s.Provider()); err != nil { // an update makes nothing new
		return flow.Result{}, err
	}
	p, err := e.bringProvider(ctx, r, s, true)
	return showProvider(p, s), err
}

func getProvider(ctx context.Context, e *Env, _ *flow.Report, s Setup) (flow.Result, error) {
	p, err := e.Cloud.Provider(ctx, s.Provider())
	return showProvider(p, s), err
}

func deleteProvider(ctx context.Context, e *Env, r *flow.Report, s Setup) (flow.Result, error) {
	name := s.Provider()
	answer, err := r.Ask(ctx, flow.Question{Kind: flow.Confirm, TypeName: name, Explicit: true,
		Title: text.T{En: "Delete the provider %s? Agents that use it get no tokens any more.", Ko: "Provider %s{을/를} 지울까요? 이를 쓰는 에이전트는 더 이상 토큰을 받지 못합니다."}.With(name)})
	if err != nil {
		return flow.Result{}, err
	}
	if !answer.Yes {
		return flow.Result{}, Declined()
	}
	err = e.Cloud.DeleteProvider(ctx, name)
	deleted := err == nil
	if err != nil && !aws.IsNotFound(err) {
		return flow.Result{}, err
	}
	return flow.Result{
		JSON: map[string]any{"name": name, "deleted": deleted},
		Text: func(l text.Lang, _ int) string {
			if !deleted {
				return text.T{En: "%s was not there.", Ko: "%s{은/는} 없었습니다."}.With(name).In(l) + "\n"
			}
			return text.T{En: "%s is deleted.", Ko: "%s{을/를} 지웠습니다."}.With(name).In(l) + "\n"
		},
	}, nil
}

// DifferencesWire is how differences stand in JSON; nil where there are none.
func DifferencesWire(differences []flow.Difference) map[string]string {
	var w map[string]string
	for _, d := range differences {
		if w == nil {
			w = map[string]string{}
		}
		w[d.Field] = d.Is + " → " + d.Want
	}
	return w
}

func showProvider(p aws.Provider, s Setup) flow.Result {
	w := wireOf(p)
	if s.PoolID() != "" {
		w.Differences = DifferencesWire(s.Differences(p))
	}
	return flow.Result{JSON: w, Text: func(l text.Lang, _ int) string {
		var b strings.Builder
		for _, f := range providerFacts(p) {
			fmt.Fprintf(&b, "%s: %s\n", f.Label.In(l), f.Value)
		}
		for _, field := range slices.Sorted(maps.Keys(w.Differences)) {
			fmt.Fprintf(&b, "! %s: %s\n", field, w.Differences[field])
		}
		return b.String()
	}}
}
