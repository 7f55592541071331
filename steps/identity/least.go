package identity

import (
	"encoding/json"
	"strings"
)

// least is what an agent needs to get one provider's tokens, and no more: which scopes, and which permissions on which resources. The
// actions and resources are those of the service authorization reference.
type least struct {
	region, account, workload, provider string
	scopes                              []string
	// user says that a user's token is got with a JWT; key that it is an API key; else it is the machine's own token.
	user, key bool
}

type statement struct {
	Sid      string   `json:"Sid"`
	Effect   string   `json:"Effect"`
	Action   []string `json:"Action"`
	Resource []string `json:"Resource"`
}

// statements are the policy's. A workload token for a bare user id stands nowhere: AWS advises to deny it in production.
func (l least) statements() []statement {
	arn := "arn:aws:bedrock-agentcore:" + l.region + ":" + l.account + ":"
	agent := []string{arn + "workload-identity-directory/default", arn + "workload-identity-directory/default/workload-identity/" + l.workload}
	vault, kind, secret := arn+"token-vault/default", "/oauth2credentialprovider/", "oauth2"
	mint, get := "bedrock-agentcore:GetWorkloadAccessToken", []string{"bedrock-agentcore:GetResourceOauth2Token"}
	switch {
	case l.user:
		mint, get = "bedrock-agentcore:GetWorkloadAccessTokenForJWT", append(get, "bedrock-agentcore:CompleteResourceTokenAuth")
	case l.key:
		kind, secret, get = "/apikeycredentialprovider/", "apikey", []string{"bedrock-agentcore:GetResourceApiKey"}
	}
	return []statement{
		{"WhoTheAgentIs", "Allow", []string{mint}, agent},
		{"ItsTokens", "Allow", get, append(agent[:len(agent):len(agent)], vault, vault+kind+l.provider)},
		{"TheProvidersSecret", "Allow", []string{"secretsmanager:GetSecretValue"},
			[]string{"arn:aws:secretsmanager:" + l.region + ":" + l.account + ":secret:bedrock-agentcore-identity!default/" + secret + "/" + l.provider + "*"}},
	}
}

// policy is the IAM policy as JSON.
func (l least) policy() string {
	raw, _ := json.MarshalIndent(struct {
		Version   string
		Statement []statement
	}{"2012-10-17", l.statements()}, "", "  ")
	return string(raw)
}

// comment says both below a program.
func (l least) comment(mark string) string {
	lines := []string{"", "Least privilege."}
	if len(l.scopes) > 0 {
		lines = append(lines, "Scopes: "+strings.Join(l.scopes, " ")+". Ask for no other: each one more is a new consent, and what a stolen token can do.")
	}
	lines = append(lines, "IAM policy for what runs this:")
	lines = append(lines, strings.Split(l.policy(), "\n")...)
	var b strings.Builder
	for i, line := range lines {
		if i == 0 {
			b.WriteString("\n")
			continue
		}
		b.WriteString(strings.TrimRight(mark+line, " ") + "\n")
	}
	return b.String()
}

// commentMark begins a comment in a dialect.
func commentMark(golang bool) string {
	if golang {
		return "// "
	}
	return "# "
}
