package agentcore

import (
	"net/url"
	"strings"

	"agentcore-workshop/aws/sandbox/core"
)

// machine gets a token with the client credentials grant (RFC 6749, 4.4). Whatever goes wrong at the identity provider,
// AWS says one sentence and hides the cause: so does this.
func (p *plan) machine(c *core.Call, in *resourceInput) (*resourceOutput, error) {
	form := url.Values{"grant_type": {"client_credentials"}}
	if len(in.Scopes) > 0 {
		form.Set("scope", strings.Join(in.Scopes, " "))
	}
	form["resource"] = in.Resources // RFC 8707
	form["audience"] = in.Audiences // RFC 8693
	g, err := p.client.exchange(c, form)
	if err != nil {
		return nil, invalid(fieldFailed, "Error parsing ClientCredentials response")
	}
	t := g.stored(c.Now(), p.place)
	p.store(c, t)
	return &resourceOutput{AccessToken: t.Access}, nil
}
