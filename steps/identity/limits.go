package identity

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// limit is a limit that the second document names, beside what holds today and what the account uses.
type limit struct {
	ID string
	// Documented is the document's figure, Today the service model's or the quota page's. Used is empty where nothing is counted.
	Documented, Today text.T
	Used, Source      string
	title             text.T
}

// limitRows are the limits with what is used of them.
type limitRows []limit

// Wire is the table in a language: figures have units.
func (rows limitRows) Wire(l text.Lang) any {
	type wire struct {
		ID         string `json:"id"`
		Documented string `json:"documented"`
		Today      string `json:"today"`
		Used       string `json:"used,omitempty"`
		Source     string `json:"source"`
	}
	all := []wire{}
	for _, r := range rows {
		all = append(all, wire{r.ID, r.Documented.In(l), r.Today.In(l), r.Used, r.Source})
	}
	return map[string]any{"limits": all}
}

// limits lists them without what is used. Sources: the service models of November 2026 and the quota page of the developer guide.
func limits() []limit {
	const quotas = "https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/bedrock-agentcore-limits.html"
	const model = "service model of bedrock-agentcore"
	return []limit{
		{ID: "workload_identities", Documented: text.T{En: "100 per account", Ko: "계정당 100개"}, Today: text.T{En: "11,000 per account and Region, adjustable", Ko: "계정과 리전당 11,000개(조정 가능)"}, Source: quotas, title: text.T{En: "Workload identities", Ko: "Workload Identity"}},
		{ID: "oauth2_providers", Today: text.T{En: "50 per account and Region, adjustable", Ko: "계정과 리전당 50개(조정 가능)"}, Source: quotas, title: text.T{En: "OAuth2 credential providers", Ko: "OAuth2 Credential Provider"}},
		{ID: "apikey_providers", Today: text.T{En: "50 per account and Region, adjustable", Ko: "계정과 리전당 50개(조정 가능)"}, Source: quotas, title: text.T{En: "API key providers", Ko: "API Key Provider"}},
		{ID: "scopes_per_provider", Documented: text.T{En: "10", Ko: "10개"}, Today: text.T{En: "no bound on the list; 1 to 128 characters each", Ko: "개수 제한 없음, 각각 1~128자"}, Source: model, title: text.T{En: "Scopes of a request", Ko: "요청당 스코프"}},
		{ID: "token_size", Documented: text.T{En: "4 KB", Ko: "4 KB"}, Today: text.T{En: "131,072 characters", Ko: "131,072자"}, Source: model, title: text.T{En: "Token size", Ko: "토큰 크기"}},
		{ID: "authorization_code", Documented: text.T{En: "10 minutes", Ko: "10분"}, Today: text.T{En: "Cognito's code: 5 minutes. AgentCore's authorization URL and session: 10 minutes", Ko: "Cognito의 code 5분, AgentCore의 authorization URL과 세션 10분"}, Source: DocsBinding, title: text.T{En: "Life of an authorization code", Ko: "Authorization Code 유효 기간"}},
		{ID: "refresh_token", Documented: text.T{En: "as the provider says", Ko: "IdP가 정한 대로"}, Today: text.T{En: "as the provider says; Cognito 30 days", Ko: "IdP가 정한 대로(Cognito는 30일)"}, Source: steps.DocsTokenEndpoint, title: text.T{En: "Life of a refresh token", Ko: "Refresh Token 유효 기간"}},
		{ID: "workload_access_token", Documented: text.T{En: "1 hour", Ko: "1시간"}, Today: text.T{En: "15 minutes", Ko: "15분"}, Source: docsWorkload, title: text.T{En: "Life of a workload access token", Ko: "Workload Access Token 유효 기간"}},
	}
}

// showLimits counts what the account has and lays the limits beside it.
func showLimits(ctx context.Context, e *steps.Env, _ *flow.Report, _ flow.Args) (flow.Result, error) {
	used := map[string]int{}
	var mu sync.Mutex
	var all sync.WaitGroup
	var failed error
	count := func(id string, of func() (int, error)) {
		all.Go(func() {
			n, err := of()
			mu.Lock()
			defer mu.Unlock()
			used[id] = n
			if err != nil {
				failed = err
			}
		})
	}
	count("workload_identities", func() (int, error) { list, err := e.Cloud.WorkloadIdentities(ctx); return len(list), err })
	count("oauth2_providers", func() (int, error) { list, err := e.Cloud.Providers(ctx); return len(list), err })
	count("apikey_providers", func() (int, error) { list, err := e.Cloud.APIKeyProviders(ctx); return len(list), err })
	all.Wait()
	if failed != nil {
		return flow.Result{}, failed
	}
	rows := limits()
	for i := range rows {
		if n, ok := used[rows[i].ID]; ok {
			rows[i].Used = strconv.Itoa(n)
		}
	}
	return flow.Result{JSON: limitRows(rows), Text: func(l text.Lang, _ int) string { return limitsText(rows, l) }}, nil
}

func limitsText(rows []limit, l text.Lang) string {
	var b strings.Builder
	for _, r := range rows {
		b.WriteString(r.title.In(l) + "\n")
		if !r.Documented.Empty() {
			fmt.Fprintf(&b, "  %s  %s\n", text.Pad(text.T{En: "document", Ko: "문서"}.In(l), 10), r.Documented.In(l))
		}
		fmt.Fprintf(&b, "  %s  %s\n", text.Pad(text.T{En: "today", Ko: "현재"}.In(l), 10), r.Today.In(l))
		if r.Used != "" {
			fmt.Fprintf(&b, "  %s  %s\n", text.Pad(text.T{En: "used", Ko: "사용량"}.In(l), 10), r.Used)
		}
	}
	return b.String()
}
