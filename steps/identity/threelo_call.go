package identity

import (
	"cmp"
	"context"
	"net/url"
	"strings"

	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/secret"
	"agentcore-workshop/steps/text"
)

// callUserInfo is the protected call of the main flow: Cognito's userInfo takes nothing but a user's own token with openid.
func callUserInfo(ctx context.Context, e *steps.Env, r *flow.Report, s steps.Setup, flowName string, token secret.Text) error {
	email, err := whoseToken(ctx, e, s, flowName, token)
	if err != nil {
		return err
	}
	r.Emit(flow.Fact{Key: "userinfo.email", Value: email, Label: text.T{En: "The API says whose token it is", Ko: "API가 알려 준 토큰의 사용자"},
		Source: text.Plain("GET /oauth2/userInfo")})
	return nil
}

// whoseToken asks the user pool whose token this is.
func whoseToken(ctx context.Context, e *steps.Env, s steps.Setup, flowName string, token secret.Text) (string, error) {
	var info struct {
		Email    string `json:"email"`
		Username string `json:"username"`
	}
	hop := steps.AsHop(ctx, flowName, "agent", "userinfo", text.T{En: "The API call, with the user's token", Ko: "사용자의 토큰으로 API를 호출합니다"})
	err := getJSON(hop, e, s.DomainURL()+"/oauth2/userInfo", token, &info)
	return cmp.Or(info.Email, info.Username), err
}

// confluenceScopes are the seed document's: search, read, and a refresh token (Atlassian gives none without offline_access).
func confluenceScopes() []string {
	return []string{"search:confluence", "read:page:confluence", "offline_access"}
}

// confluenceErrand is the consent at the practice cloud's Atlassian.
func confluenceErrand(e *steps.Env, user AgentUser, login string) errand {
	return errand{flow: "confluence", idp: "atlassian", workload: steps.Workload, provider: ConfluenceProvider, scopes: confluenceScopes(),
		user: user, login: login, password: secret.New(steps.TestPassword)}
}

// confluence is scenario 3 to the letter: a search in the user's Confluence, with the user's consent at Atlassian.
func confluence(ctx context.Context, e *steps.Env, r *flow.Report, user AgentUser) error {
	if _, err := bringConfluence(ctx, e, r); err != nil {
		return err
	}
	er := confluenceErrand(e, user, steps.TestUser)
	token, _, err := walk(ctx, e, r, er)
	if err != nil {
		return err
	}
	titles, err := searchConfluence(ctx, e, er.flow, token)
	if err != nil {
		return err
	}
	r.Emit(flow.Fact{Key: "confluence.pages", Value: strings.Join(titles, " · "), Label: text.T{En: "What the agent found in the user's Confluence", Ko: "에이전트가 사용자의 Confluence에서 찾은 페이지"},
		Source: text.Plain("GET /ex/confluence/{cloudid}/wiki/rest/api/search")})
	return nil
}

const atlassianAPI = "https://api.atlassian.com"

// searchConfluence finds the site, searches it as the seed document's tool does, and reads the pages that it finds.
func searchConfluence(ctx context.Context, e *steps.Env, flowName string, token secret.Text) ([]string, error) {
	hop := func(title text.T) context.Context { return steps.AsHop(ctx, flowName, "agent", "confluence", title) }
	var sites []struct {
		ID string `json:"id"`
	}
	err := getJSON(hop(text.T{En: "Which sites may this token read?", Ko: "이 토큰으로 읽을 수 있는 사이트를 묻습니다"}), e, atlassianAPI+"/oauth/token/accessible-resources", token, &sites)
	if err != nil || len(sites) == 0 {
		return nil, err
	}
	var found struct {
		Results []struct {
			Content struct {
				ID string `json:"id"`
			} `json:"content"`
		} `json:"results"`
	}
	site := atlassianAPI + "/ex/confluence/" + url.PathEscape(sites[0].ID) + "/wiki"
	query := url.Values{"cql": {"siteSearch ~ 'project' order by created"}, "limit": {"5"}}
	if err := getJSON(hop(text.T{En: "The search, with the user's token", Ko: "사용자의 토큰으로 검색합니다"}), e, site+"/rest/api/search?"+query.Encode(), token, &found); err != nil {
		return nil, err
	}
	var titles []string
	for _, f := range found.Results {
		var page struct {
			Title string `json:"title"`
		}
		if err := getJSON(hop(text.T{En: "A page that was found", Ko: "찾은 페이지를 읽습니다"}), e, site+"/api/v2/pages/"+url.PathEscape(f.Content.ID)+"?body-format=storage", token, &page); err != nil {
			return nil, err
		}
		titles = append(titles, page.Title)
	}
	return titles, nil
}
