package identity

import (
	"cmp"
	"context"
	"strings"
	"time"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/given"
	"agentcore-workshop/steps/text"
)

func apiKeyName() flow.Param {
	return flow.Param{Name: "name", Positional: true, Required: true, Help: text.T{En: "the API key provider", Ko: "API Key Provider의 이름"}}
}

func apiKeyParams() []flow.Param {
	return append([]flow.Param{apiKeyName()}, given.APIKey().Params()...)
}

// keyFor takes the key from where the flags say, or asks for it unseen.
func keyFor(ctx context.Context, r *flow.Report, verb, name string, source given.Source) (aws.APIKeySource, error) {
	if source.Empty() {
		var err error
		if source.Value, err = given.APIKey().Ask(ctx, r, text.T{En: "The API key for %s", Ko: "%s의 API 키"}.With(name)); err != nil {
			return aws.APIKeySource{}, err
		}
	}
	if source.Empty() {
		return aws.APIKeySource{}, given.Missing(verb, []string{given.APIKey().Flags()})
	}
	return aws.APIKeySource{Key: source.Value, External: source.Place}, nil
}

// createAPIKey makes a provider under a name of its own. The one of the course is made by the step.
func createAPIKey(ctx context.Context, e *steps.Env, r *flow.Report, args flow.Args) (flow.Result, error) {
	return writeAPIKey(ctx, e, r, args, "apikey create", func(name string, key aws.APIKeySource) error {
		_, err := e.Cloud.CreateAPIKeyProvider(ctx, name, key, steps.OwnTags())
		return err
	})
}

func updateAPIKey(ctx context.Context, e *steps.Env, r *flow.Report, args flow.Args) (flow.Result, error) {
	return writeAPIKey(ctx, e, r, args, "apikey update", func(name string, key aws.APIKeySource) error {
		return e.Cloud.UpdateAPIKeyProvider(ctx, name, key)
	})
}

// writeAPIKey holds name and key to AWS's rules, looks whether the name is taken or there before the key is asked for, and writes.
func writeAPIKey(ctx context.Context, e *steps.Env, r *flow.Report, args flow.Args, verb string, write func(string, aws.APIKeySource) error) (flow.Result, error) {
	name, making := args.Get("name"), verb == "apikey create"
	err := steps.CheckProviderName(name)
	if err != nil {
		return flow.Result{}, err
	}
	source, err := given.APIKey().Read(r, args)
	if err != nil {
		return flow.Result{}, err
	}
	switch _, err := e.Cloud.APIKeyProvider(ctx, name); {
	case err == nil && making:
		return flow.Result{}, &flow.Failure{Code: "ProviderExists", Exit: flow.ExitService, Docs: docsAPIKey,
			Message: text.T{En: "There is an API key provider %s already.", Ko: "API Key Provider %s{이/가} 이미 있습니다."}.With(name),
			Fix:     text.T{En: "`apikey update %s` puts another key in its place.", Ko: "`apikey update %s` 명령으로 키를 바꿀 수 있습니다."}.With(name)}
	case err != nil && !(making && aws.IsNotFound(err)):
		return flow.Result{}, steps.NoProvider("apikey", name, err)
	}
	key, err := keyFor(ctx, r, verb, name, source)
	if err != nil {
		return flow.Result{}, err
	}
	if err := write(name, key); err != nil {
		return flow.Result{}, steps.NoSecret(key.External, err)
	}
	result, err := showAPIKey(e.Cloud.APIKeyProvider(ctx, name))
	if wire, ok := result.JSON.(*apiKeyWire); ok && args.Get(given.APIKey().Name) != "" {
		wire.warnings = append(wire.warnings, given.APIKey().Warning())
	}
	return result, err
}

// apiKeyWire is an API key provider as JSON. The key itself comes only through the vault.
type apiKeyWire struct {
	Name      string   `json:"name"`
	ARN       string   `json:"arn"`
	SecretARN string   `json:"secret_arn"`
	Source    string   `json:"secret_source,omitempty"`
	Created   string   `json:"created,omitempty"`
	Updated   string   `json:"updated,omitempty"`
	Warnings  []string `json:"warnings,omitempty"`
	warnings  []text.Msg
}

// Wire is the same with its sentences in a language.
func (w *apiKeyWire) Wire(l text.Lang) any {
	said := *w
	for _, m := range w.warnings {
		said.Warnings = append(said.Warnings, m.In(l))
	}
	return said
}

// moment is a time in JSON; one that is not known is left out.
func moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

func showAPIKey(p aws.APIKeyProvider, err error) (flow.Result, error) {
	w := &apiKeyWire{Name: p.Name, ARN: p.ARN, SecretARN: p.SecretARN, Source: p.SecretSource, Created: moment(p.Created), Updated: moment(p.Updated)}
	return flow.Result{JSON: w, Text: func(l text.Lang, _ int) string {
		return p.Name + "\n  " + p.ARN + "\n  " + strings.TrimSpace(p.SecretARN+"  "+p.SecretSource) + "\n" +
			text.T{En: "The key is shown nowhere: an agent gets it from the vault with its workload access token (GetResourceApiKey).", Ko: "키는 어디에도 표시되지 않습니다. 에이전트가 Workload Access Token으로 Token Vault에서 받습니다(GetResourceApiKey)."}.In(l) + "\n"
	}}, err
}

func getAPIKey(ctx context.Context, e *steps.Env, _ *flow.Report, args flow.Args) (flow.Result, error) {
	name := args.Get("name")
	if err := steps.CheckProviderName(name); err != nil {
		return flow.Result{}, err
	}
	p, err := e.Cloud.APIKeyProvider(ctx, name)
	if err != nil {
		return flow.Result{}, steps.NoProvider("apikey", name, err)
	}
	return showAPIKey(p, nil)
}

func listAPIKeys(ctx context.Context, e *steps.Env, _ *flow.Report, _ flow.Args) (flow.Result, error) {
	all, err := e.Cloud.APIKeyProviders(ctx)
	names, arns := []string{}, []string{}
	for _, p := range all {
		names, arns = append(names, p.Name), append(arns, p.ARN)
	}
	return named("apikey_providers", text.T{En: "API key providers", Ko: "API key provider"}, names, arns), err
}

func deleteAPIKey(ctx context.Context, e *steps.Env, r *flow.Report, args flow.Args) (flow.Result, error) {
	name := cmp.Or(args.Get("name"), APIKeyProvider)
	if err := steps.CheckProviderName(name); err != nil {
		return flow.Result{}, err
	}
	if _, err := e.Cloud.APIKeyProvider(ctx, name); err != nil {
		return steps.Deleted(name, err)
	}
	err := steps.Agreed(r.Ask(ctx, flow.Question{Kind: flow.Confirm, TypeName: name, Explicit: true,
		Title: text.T{En: "Delete the API key provider %s?", Ko: "API Key Provider %s{을/를} 지울까요?"}.With(name)}))
	if err != nil {
		return flow.Result{}, err
	}
	return steps.Deleted(name, e.Cloud.DeleteAPIKeyProvider(ctx, name))
}
