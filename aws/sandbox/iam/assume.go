package iam

import (
	"encoding/json"
	"slices"
	"strings"

	"agentcore-workshop/aws/sandbox/core"
)

// Assumable reports whether a service principal ("bedrock-agentcore.amazonaws.com") may assume the role that an ARN names
// when it acts for the resource sourceARN: the role is there and its trust policy allows it, conditions on the source's
// account and ARN included. The account's lock must be held.
func Assumable(c *core.Call, roleARN, service, sourceARN string) bool {
	account := c.Global()
	name := roleARN[strings.LastIndexByte(roleARN, '/')+1:]
	r := storeOf(account.Realm).Roles[strings.ToLower(name)]
	if r == nil || r.arn(account.Realm) != roleARN {
		return false
	}
	doc, err := parse(r.Trust)
	if err != nil {
		return false
	}
	context := map[string][]string{"aws:SourceAccount": {c.Realm.Account.ID}, "aws:SourceArn": {sourceARN}}
	trusted := false
	for _, st := range doc.Statement {
		if holds, _ := st.holds(context); !holds || !st.speaksOf(service) || !anyLike(st.Action, "sts:assumerole", strings.ToLower) {
			continue
		}
		if st.Effect == "Deny" {
			return false
		}
		trusted = true
	}
	return trusted
}

// speaksOf says whether a statement's principal is a service, or everyone.
func (st statement) speaksOf(service string) bool {
	if string(st.Principal) == `"*"` {
		return true
	}
	var kinds map[string]texts
	return json.Unmarshal(st.Principal, &kinds) == nil && slices.Contains(kinds["Service"], service)
}
