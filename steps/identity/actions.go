package identity

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"strings"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/given"
	"agentcore-workshop/steps/text"
)

// Actions are what the steps about AgentCore Identity can be asked for besides.
func Actions() []flow.Action {
	name := flow.Param{Name: "name", Positional: true, Default: steps.Workload, Help: text.T{En: "the workload identity", Ko: "Workload Identity의 이름"}}
	urls := flow.Param{Name: "return-url", Repeated: true, Help: text.T{En: "an allowed return URL; may be given several times", Ko: "허용할 return URL(여러 번 지정 가능)"}}
	return []flow.Action{
		steps.Verb("workload list", false, text.T{En: "list all workload identities of the account", Ko: "계정의 Workload Identity를 모두 보여 줍니다"}, nil, listWorkloads),
		steps.Verb("workload get", false, text.T{En: "show one, with its return URLs", Ko: "return URL과 함께 하나를 보여 줍니다"}, []flow.Param{name}, getWorkload),
		steps.Verb("workload create", true, text.T{En: "make one", Ko: "새로 만듭니다"}, []flow.Param{name, urls}, createWorkload),
		steps.Verb("workload update", true, text.T{En: "add return URLs to those that are there", Ko: "기존 목록에 return URL을 더합니다"}, []flow.Param{name, urls}, updateWorkload),
		steps.Verb("workload delete", true, text.T{En: "delete one, with what the vault keeps under it", Ko: "하나를 지웁니다(Token Vault의 내용 포함)"}, []flow.Param{name}, deleteWorkload),
		steps.Verb("apikey create", true, text.T{En: "keep an API key in the vault under a name", Ko: "API 키를 이름으로 Token Vault에 보관합니다"}, apiKeyParams(), createAPIKey),
		steps.Verb("apikey get", false, text.T{En: "show a provider; never the key", Ko: "Provider를 보여 줍니다. 키는 보여 주지 않습니다"}, []flow.Param{apiKeyName()}, getAPIKey),
		steps.Verb("apikey update", true, text.T{En: "put another key in its place", Ko: "다른 키로 바꿉니다"}, apiKeyParams(), updateAPIKey),
		steps.Verb("apikey list", false, text.T{En: "list all API key providers of the account", Ko: "계정의 API Key Provider를 모두 보여 줍니다"}, nil, listAPIKeys),
		steps.Verb("apikey delete", true, text.T{En: "delete an API key provider and its secret", Ko: "API Key Provider와 시크릿을 지웁니다"}, []flow.Param{{Name: "name", Positional: true, Default: APIKeyProvider, Help: apiKeyName().Help}}, deleteAPIKey),
		{Name: "vault", Short: text.T{En: "who encrypts the token vault", Ko: "Token Vault를 누가 암호화하는지"}, Do: steps.WithEnv(showVault)},
		{Name: "limits", Short: text.T{En: "documented limits, today's, and what the account uses", Ko: "문서의 제한, 현재 제한, 계정의 사용량"}, Do: steps.WithEnv(showLimits)},
		{Name: "3lo", Short: text.T{En: "the user's token for a script", Ko: "스크립트에서 쓸 사용자 토큰"}, Params: steps.TokenForms(), Do: steps.TokenVerb(ThreeLO, TokenOfConsent)},
		{Name: "m2m", Short: text.T{En: "the machine's token for a script", Ko: "스크립트에서 쓸 M2M 토큰"}, Params: steps.TokenForms(), Do: steps.TokenVerb(M2M, "m2m")},
	}
}

// workloadWire is a workload identity as JSON.
type workloadWire struct {
	Name       string   `json:"name"`
	ARN        string   `json:"arn"`
	ReturnURLs []string `json:"allowed_return_urls"`
}

func workloadWireOf(w aws.WorkloadIdentity) workloadWire {
	return workloadWire{w.Name, w.ARN, append([]string{}, w.ReturnURLs...)}
}

func showWorkload(w aws.WorkloadIdentity, err error) (flow.Result, error) {
	return flow.Result{JSON: workloadWireOf(w), Text: func(text.Lang, int) string {
		return w.Name + "\n  " + w.ARN + "\n  " + strings.Join(w.ReturnURLs, "\n  ") + "\n"
	}}, err
}

func listWorkloads(ctx context.Context, e *steps.Env, _ *flow.Report, _ flow.Args) (flow.Result, error) {
	all, err := e.Cloud.WorkloadIdentities(ctx)
	names, arns := []string{}, []string{}
	for _, w := range all {
		names, arns = append(names, w.Name), append(arns, w.ARN)
	}
	return named("workload_identities", text.T{En: "workload identities", Ko: "Workload Identity"}, names, arns), err
}

// named is a list of names with their ARNs, by what they are in JSON and in words.
func named(key string, what text.T, names, arns []string) flow.Result {
	rows := []map[string]string{}
	for i := range names {
		rows = append(rows, map[string]string{"name": names[i], "arn": arns[i]})
	}
	return flow.Result{JSON: map[string]any{key: rows}, Text: func(l text.Lang, _ int) string {
		var b strings.Builder
		for i := range names {
			fmt.Fprintf(&b, "%s\n  %s\n", names[i], arns[i])
		}
		return b.String() + steps.Counted(l, what, len(names))
	}}
}

// workloadArgs are a verb's workload identity and return URLs, held to the service model before anything is sent or asked.
func workloadArgs(e *steps.Env, args flow.Args) (string, []string, error) {
	name, urls := cmp.Or(args.Get("name"), steps.Workload), args["return-url"]
	if !regexp.MustCompile(`^[A-Za-z0-9_.-]{3,255}$`).MatchString(name) {
		return "", nil, given.WrongUse("WrongValue", text.T{En: "A workload identity cannot be named %q.", Ko: "%q{은/는} Workload Identity 이름으로 쓸 수 없습니다."}.With(name), text.Msg{},
			text.T{En: "AWS takes 3 to 255 letters, digits, dots, hyphens and underscores.", Ko: "영문자, 숫자, 점, 하이픈, 밑줄로 된 3~255자여야 합니다."}.With())
	}
	for _, address := range urls {
		if len(address) > 2048 || !regexp.MustCompile(`^\w+:/?/?\S+$`).MatchString(address) {
			return "", nil, given.WrongUse("WrongValue", text.T{En: "%q is no return URL.", Ko: "%q{은/는} return URL로 쓸 수 없습니다."}.With(address), text.Msg{},
				text.T{En: "Give the whole address, such as https://myapp.example/return.", Ko: "https://myapp.example/return처럼 전체 주소를 지정하세요."}.With())
		}
	}
	if len(urls) == 0 {
		urls = e.ReturnURLs()
	}
	return name, urls, nil
}

func getWorkload(ctx context.Context, e *steps.Env, _ *flow.Report, args flow.Args) (flow.Result, error) {
	name, _, err := workloadArgs(e, args)
	if err != nil {
		return flow.Result{}, err
	}
	return showWorkload(e.Cloud.WorkloadIdentity(ctx, name))
}

func createWorkload(ctx context.Context, e *steps.Env, _ *flow.Report, args flow.Args) (flow.Result, error) {
	name, urls, err := workloadArgs(e, args)
	if err != nil {
		return flow.Result{}, err
	}
	return showWorkload(e.Cloud.CreateWorkloadIdentity(ctx, name, urls, steps.OwnTags()))
}

// updateWorkload reads, adds, and writes the whole list.
func updateWorkload(ctx context.Context, e *steps.Env, _ *flow.Report, args flow.Args) (flow.Result, error) {
	name, urls, err := workloadArgs(e, args)
	if err != nil {
		return flow.Result{}, err
	}
	found, err := e.Cloud.WorkloadIdentity(ctx, name)
	if err != nil {
		return flow.Result{}, err
	}
	if len(steps.Lacking(found.ReturnURLs, urls)) == 0 {
		return showWorkload(found, nil)
	}
	return showWorkload(e.Cloud.UpdateWorkloadIdentity(ctx, found.Name, steps.Union(found.ReturnURLs, urls)))
}

func deleteWorkload(ctx context.Context, e *steps.Env, r *flow.Report, args flow.Args) (flow.Result, error) {
	name, _, err := workloadArgs(e, args)
	if err != nil {
		return flow.Result{}, err
	}
	err = steps.Agreed(r.Ask(ctx, flow.Question{Kind: flow.Confirm, TypeName: name, Explicit: true,
		Title: text.T{En: "Delete the workload identity %s, and all tokens that the vault keeps under it?", Ko: "Workload Identity %s{을/를} Token Vault에 보관된 토큰과 함께 지울까요?"}.With(name)}))
	if err != nil {
		return flow.Result{}, err
	}
	return steps.Deleted(name, e.Cloud.DeleteWorkloadIdentity(ctx, name))
}

func showVault(ctx context.Context, e *steps.Env, _ *flow.Report, _ flow.Args) (flow.Result, error) {
	v, err := e.Cloud.TokenVault(ctx)
	return flow.Result{JSON: map[string]string{"id": v.ID, "key_type": v.KeyType, "kms_key_arn": v.KeyARN}, Text: func(text.Lang, int) string {
		return strings.TrimSpace(v.ID+"  "+v.KeyType+"  "+v.KeyARN) + "\n"
	}}, err
}
