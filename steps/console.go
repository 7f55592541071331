package steps

import (
	"net/url"
	"strings"
)

// console is the address of a page of the place's console: AWS's own, or the practice cloud's.
func (e *Env) console(page string) string {
	if e.Practice() {
		return e.practiceConsole(page)
	}
	host := "https://" + e.Region() + ".console.aws.amazon.com/"
	switch page {
	case "agentcore":
		return host + "bedrock-agentcore/identity?region=" + e.Region()
	case "cognito":
		e.mu.Lock()
		pool := e.pool
		e.mu.Unlock()
		if pool == "" {
			return host + "cognito/v2/idp/user-pools?region=" + e.Region()
		}
		return host + "cognito/v2/idp/user-pools/" + pool + "/branding/domain?region=" + e.Region()
	case "cloudformation":
		return host + "cloudformation/home?region=" + e.Region() + "#/stacks?filteringText=" + e.Stack
	}
	return ""
}

// practiceConsole is the practice cloud's page of the same name, for this account and region.
func (e *Env) practiceConsole(page string) string {
	switch page {
	case "agentcore", "cognito", "cloudformation":
		q := url.Values{"account": {e.Account}, "region": {e.Region()}}
		return strings.TrimSuffix(e.Cloud.Place().Endpoint.Value, "/") + "/_console/" + page + "?" + q.Encode()
	}
	return ""
}
