package authorizer

import (
	"slices"
	"strings"

	"agentcore-workshop/aws/sandbox/core"
)

// claimRule is one of customClaims (CustomClaimValidationType).
type claimRule struct {
	InboundTokenClaimName, InboundTokenClaimValueType string
	AuthorizingClaimMatchValue                        struct {
		ClaimMatchOperator string
		ClaimMatchValue    struct {
			MatchValueString     string
			MatchValueStringList []string
		}
	}
}

// permits holds the claims of an authentic token against every list that is configured; all of them must be met, and of
// each list one entry is enough.
func (config *Config) permits(claims core.Object, audience []string) *Refusal {
	client, _ := claims["client_id"].(string)
	switch {
	case config.AllowedClients != nil && !slices.Contains(config.AllowedClients, client):
		return &Refusal{Kind: Client, Claim: "client_id"}
	case config.AllowedAudience != nil && !meet(audience, config.AllowedAudience):
		return &Refusal{Kind: Audience, Claim: "aud"}
	case config.AllowedScopes != nil && !meet(scopesOf(claims), config.AllowedScopes):
		return &Refusal{Kind: Scope, Claim: "scope"}
	}
	for _, rule := range config.CustomClaims {
		if !rule.met(claims[rule.InboundTokenClaimName]) {
			return &Refusal{Kind: Custom, Claim: rule.InboundTokenClaimName}
		}
	}
	return nil
}

func meet(have, want []string) bool {
	return slices.ContainsFunc(have, func(one string) bool { return slices.Contains(want, one) })
}

// scopesOf reads the scope claim (RFC 9068, 2.2.3), or scp, which some issuers write as a list.
func scopesOf(claims core.Object) []string {
	if text, ok := claims["scope"].(string); ok {
		return strings.Fields(text)
	}
	if text, ok := claims["scp"].(string); ok {
		return strings.Fields(text)
	}
	list, _ := stringList(claims["scp"])
	return list
}

// met applies an operator: EQUALS to a string, CONTAINS and CONTAINS_ANY to a list of strings.
func (r *claimRule) met(claim any) bool {
	match := r.AuthorizingClaimMatchValue
	value := match.ClaimMatchValue
	if r.InboundTokenClaimValueType == "STRING" {
		text, ok := claim.(string)
		return ok && match.ClaimMatchOperator == "EQUALS" && text == value.MatchValueString
	}
	list, ok := stringList(claim)
	if !ok {
		return false
	}
	switch match.ClaimMatchOperator {
	case "CONTAINS":
		return slices.Contains(list, value.MatchValueString)
	case "CONTAINS_ANY":
		return meet(list, value.MatchValueStringList)
	}
	return false
}

func stringList(claim any) ([]string, bool) {
	items, ok := claim.([]any)
	if !ok {
		return nil, false
	}
	list := make([]string, 0, len(items))
	for _, item := range items {
		text, ok := item.(string)
		if !ok {
			return nil, false
		}
		list = append(list, text)
	}
	return list, true
}
