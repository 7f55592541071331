package aws

import (
	"slices"
	"testing"
)

func TestSecurityWhoMayTakeARole(t *testing.T) {
	const service, me, other = "bedrock-agentcore.amazonaws.com", "123456789012", "999999999999"
	let := func(condition string) string {
		return `{"Effect":"Allow","Principal":{"Service":"` + service + `"},"Action":"sts:AssumeRole"` + condition + `}`
	}
	on := func(operator, key, value string) string {
		return `,"Condition":{"` + operator + `":{"` + key + `":` + value + `}}`
	}
	arn := func(account string) string { return `"arn:aws:bedrock-agentcore:us-east-1:` + account + `:*"` }
	for name, c := range map[string]struct {
		statements   string
		may, guarded bool
		unjudged     []string
	}{
		"nobody":                 {`{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}`, false, false, nil},
		"no statement":           {"", false, false, nil},
		"anybody's":              {let(""), true, false, nil},
		"another action":         {`{"Effect":"Allow","Principal":{"Service":"` + service + `"},"Action":"sts:TagSession"}`, false, false, nil},
		"this account's":         {let(on("StringEquals", "aws:SourceAccount", `"`+me+`"`)), true, true, nil},
		"key in other letters":   {let(on("StringEquals", "AWS:sourceaccount", `"`+me+`"`)), true, true, nil},
		"another account's":      {let(on("StringEquals", "aws:SourceAccount", `"`+other+`"`)), false, false, nil},
		"this and another's":     {let(on("StringEquals", "aws:SourceAccount", `["`+me+`","`+other+`"]`)), true, false, nil},
		"all accounts'":          {let(on("StringLike", "aws:SourceAccount", `"*"`)), true, false, nil},
		"all but this":           {let(on("StringNotEquals", "aws:SourceAccount", `"`+me+`"`)), false, false, nil},
		"all but another":        {let(on("StringNotEquals", "aws:SourceAccount", `"`+other+`"`)), true, false, nil},
		"if it says so":          {let(on("StringEqualsIfExists", "aws:SourceAccount", `"`+me+`"`)), true, false, nil},
		"this account's sources": {let(on("ArnLike", "aws:SourceArn", arn(me))), true, true, nil},
		"any source":             {let(on("ArnLike", "aws:SourceArn", arn("*"))), true, false, nil},
		"another's sources":      {let(on("ArnLike", "aws:SourceArn", arn(other))), false, false, nil},
		"one gateway":            {let(on("ArnEquals", "aws:SourceArn", `"arn:aws:bedrock-agentcore:us-east-1:`+me+`:gateway/x"`)), true, true, nil},
		"one door open":          {let(on("StringEquals", "aws:SourceAccount", `"`+me+`"`)) + "," + let(""), true, false, nil},
		"denied":                 {let("") + `,{"Effect":"Deny","Principal":"*","Action":"sts:*"}`, false, false, nil},
		"others denied":          {let("") + `,{"Effect":"Deny","Principal":"*","Action":"sts:*"` + on("StringNotEquals", "aws:SourceAccount", `"`+me+`"`) + `}`, true, false, nil},
		"who knows":              {let(on("StringEquals", "aws:SourceOrgID", `"o-1"`)), true, false, []string{"aws:SourceOrgID"}},
	} {
		p, err := ParsePolicy(`{"Version":"2012-10-17","Statement":[` + c.statements + `]}`)
		if err != nil {
			t.Fatal(name, err)
		}
		if got := p.TakenBy(service, me, "us-east-1"); got.May != c.may || got.Guarded != c.guarded || !slices.Equal(got.Unjudged, c.unjudged) {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func TestADenialIsSeen(t *testing.T) {
	p, err := ParsePolicy(`{"Statement":[{"Effect":"Deny","NotAction":"s3:*","Resource":"*"},{"Effect":"Allow","Action":"*","NotResource":"arn:aws:s3:::a"}]}`)
	if err != nil {
		t.Fatal(err)
	}
	if !p.Denies("ssm:GetParameter", "x") || p.Denies("s3:GetObject", "x") || !p.Allows("s3:GetObject", "x") || p.Allows("s3:GetObject", "arn:aws:s3:::a") || p.Allows("ssm:GetParameter", "x") {
		t.Error("NotAction and NotResource are misread")
	}
}
