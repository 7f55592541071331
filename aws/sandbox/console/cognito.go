package console

import (
	"strconv"
	"strings"
	"time"

	"agentcore-workshop/aws/sandbox/core"
)

const idp = "cognito-idp"

type pool struct {
	Id, Name, Arn, Domain, CustomDomain string
	EstimatedNumberOfUsers              int
	CreationDate                        *time.Time
}

// client is what of an app client may be seen; whether it has a secret is seen, the secret is not.
type client struct {
	ClientId, ClientName            string
	AllowedOAuthFlows               []string
	AllowedOAuthScopes              []string
	CallbackURLs, LogoutURLs        []string
	ExplicitAuthFlows               []string
	AllowedOAuthFlowsUserPoolClient bool
	SupportedIdentityProviders      []string
	ClientSecret                    *hidden
}

// hidden notices that a value is there and forgets it.
type hidden struct{}

// UnmarshalJSON implements json.Unmarshaler.
func (*hidden) UnmarshalJSON([]byte) error { return nil }

func (v *view) pools() ([]pool, error) {
	var page struct{ UserPools []pool }
	if err := v.ask(idp, "ListUserPools", core.Object{"MaxResults": 60}, &page); err != nil {
		return nil, err
	}
	for i := range page.UserPools {
		described := struct{ UserPool *pool }{&page.UserPools[i]}
		_ = v.ask(idp, "DescribeUserPool", core.Object{"UserPoolId": page.UserPools[i].Id}, &described) // it may have gone meanwhile
	}
	return page.UserPools, nil
}

func (v *view) clients(poolID string) ([]client, error) {
	var page struct{ UserPoolClients []client }
	if err := v.ask(idp, "ListUserPoolClients", core.Object{"UserPoolId": poolID, "MaxResults": 60}, &page); err != nil {
		return nil, err
	}
	for i := range page.UserPoolClients {
		one := &page.UserPoolClients[i]
		described := struct{ UserPoolClient *client }{one}
		_ = v.ask(idp, "DescribeUserPoolClient", core.Object{"UserPoolId": poolID, "ClientId": one.ClientId}, &described) // as above
	}
	return page.UserPoolClients, nil
}

func (v *view) cognito() {
	pools, err := v.pools()
	body := heading(v.t("User pools", "사용자 풀"), counted(len(pools)))
	switch {
	case err != nil:
		body += v.problem(err)
	case len(pools) == 0:
		body += v.note(v.t("No user pool has been created yet.", "아직 만든 사용자 풀이 없습니다."))
	}
	for _, p := range pools {
		body += v.poolCard(p)
	}
	v.ok("cognito", "Amazon Cognito", body)
}

func (v *view) poolCard(p pool) markup {
	body := `<h3>` + esc(p.Name) + `</h3>` + pairs(
		v.t("User pool ID", "사용자 풀 ID"), code(p.Id), "ARN", orNone(p.Arn),
		v.t("Domain", "도메인"), v.domain(p),
		v.t("Issuer", "발급자"), code("https://cognito-idp."+v.region+".amazonaws.com/"+p.Id),
		v.t("Users", "사용자 수"), esc(strconv.Itoa(p.EstimatedNumberOfUsers)), v.t("Created", "생성"), moment(p.CreationDate),
	) + `<h3>` + esc(v.t("App clients", "앱 클라이언트")) + `</h3>`
	list, err := v.clients(p.Id)
	if err != nil {
		return body + v.problem(err)
	}
	var rows [][]markup
	for _, c := range list {
		kind := v.t("public", "퍼블릭")
		if c.ClientSecret != nil {
			kind = v.t("has a secret", "비밀 값 있음")
		}
		rows = append(rows, []markup{
			"<strong>" + esc(c.ClientName) + "</strong><br>" + code(c.ClientId), esc(kind), codes(c.AllowedOAuthFlows), codes(c.AllowedOAuthScopes),
			codes(c.CallbackURLs), codes(c.LogoutURLs), codes(c.ExplicitAuthFlows),
		})
	}
	return body + table([]string{
		v.t("Name and ID", "이름과 ID"), v.t("Kind", "종류"), v.t("OAuth flows", "OAuth 흐름"), v.t("Scopes", "스코프"),
		v.t("Callback URLs", "콜백 URL"), v.t("Sign-out URLs", "로그아웃 URL"), v.t("Authentication flows", "인증 흐름"),
	}, rows, v.t("This pool has no app client.", "이 풀에는 앱 클라이언트가 없습니다."))
}

// domain shows a pool's domain with its state: a domain takes a while until it answers.
func (v *view) domain(p pool) markup {
	if p.Domain == "" {
		return esc(v.t("none", "없음"))
	}
	var d struct{ DomainDescription struct{ Status string } }
	_ = v.ask(idp, "DescribeUserPoolDomain", core.Object{"Domain": p.Domain}, &d) // without a state, the name is still worth showing
	host := p.Domain
	if !strings.Contains(host, ".") {
		host += ".auth." + v.region + ".amazoncognito.com"
	}
	return code("https://"+host) + " " + status(d.DomainDescription.Status)
}
