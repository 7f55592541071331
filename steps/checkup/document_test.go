package checkup

import (
	"fmt"
	"strings"
	"testing"
)

// TestAPolicyDiffersWhereItDiffers: of a long document the places that change are shown, and nothing for what is only written
// otherwise.
func TestAPolicyDiffersWhereItDiffers(t *testing.T) {
	const role = `{"Version":"2012-10-17","Statement":[{"Sid":"A","Effect":"Allow","Condition":{"StringEquals":{"aws:SourceAccount":"1"}}},{"Sid":"B","Effect":"Allow","Action":["x:Y"]}]}`
	for _, c := range []struct{ is, want, says string }{
		{role, role, ""},
		{strings.ReplaceAll(role, ",", ",\n  "), role, ""},
		{`{"Version":"2012-10-17","Statement":{"Sid":"A","Effect":"Deny"}}`, `{"Version":"2012-10-17","Statement":[{"Sid":"A","Effect":"Deny"}]}`, ""},
		{role, strings.Replace(role, `"1"`, `"2"`, 1), "P Statement [A] Condition StringEquals aws:SourceAccount: 1 > 2"},
		{role, strings.Replace(role, `["x:Y"]`, `["x:Y","x:Z"]`, 1), `P Statement [B] Action: ["x:Y"] > ["x:Y","x:Z"]`},
		{`{"Statement":[{"Effect":"Deny"}]}`, `{"Statement":[{"Sid":"N","Effect":"Deny"}]}`, `P Statement [1]: {"Effect":"Deny"} > |P Statement [N]:  > {"Effect":"Deny","Sid":"N"}`},
		{"", role, "P:  > " + role},
		{"no JSON", role, "P: no JSON > " + role},
		{`[1]`, `[2]`, "P: [1] > [2]"},
		{`null`, `{"a":1}`, `P: null > {"a":1}`},
	} {
		var said []string
		for _, d := range documentDifferences("P", c.is, c.want) {
			said = append(said, fmt.Sprintf("%s: %s > %s", d.Field, d.Is, d.Want))
		}
		if got := strings.Join(said, "|"); got != c.says {
			t.Errorf("%s\n%s\nsays %s\nwant %s", c.is, c.want, got, c.says)
		}
	}
}

// TestNamesThatGrantNothingAreTakenOut: nothing else of a policy changes, and the template's own words come back where it has the
// statement.
func TestNamesThatGrantNothingAreTakenOut(t *testing.T) {
	const template = `{"Statement":[{"Action":"bedrock-agentcore:InvokeAgentRuntime","Effect":"Allow","Sid":"Ours"}]}`
	for _, c := range []struct{ is, want string }{
		{`{"Statement": [{"Action": ["s3:GetObject"]}]}`, `{"Statement": [{"Action": ["s3:GetObject"]}]}`},
		{`{"Statement":[{"Action":["bedrock-agentcore-control:X","s3:Get"]},{"Action":"bedrock-agentcore:InvokeRuntime"}]}`, `{"Statement":[{"Action":["s3:Get"]}]}`},
		{`{"Statement":{"Action":"bedrock-agentcore-memory:X"}}`, ""},
		{`{"Statement":[{"Sid":"Ours","Action":"bedrock-agentcore:InvokeRuntime"}]}`, template},
	} {
		if got, err := withRealActions(c.is, template); got != c.want || err != nil {
			t.Errorf("%s\nbecomes %s %v\nwant    %s", c.is, got, err, c.want)
		}
	}
	if _, err := withRealActions("{", template); err == nil {
		t.Error("what is no document is taken for one")
	}
}

// TestOnlyAgentCoreIsTakenOutOfAStatement: other principals stay, whichever way they are written.
func TestOnlyAgentCoreIsTakenOutOfAStatement(t *testing.T) {
	const ours = `{"Statement":[{"Sid":"T"}]}`
	for is, want := range map[string]string{
		`{"Service":"bedrock-agentcore.amazonaws.com"}`:                             "",
		`{"Service":["bedrock-agentcore.amazonaws.com"]}`:                           "",
		`{"Service":["bedrock-agentcore.amazonaws.com","lambda.amazonaws.com"]}`:    `{"Service":["lambda.amazonaws.com"]}`,
		`{"AWS":"arn:aws:iam::1:root","Service":"bedrock-agentcore.amazonaws.com"}`: `{"AWS":"arn:aws:iam::1:root"}`,
		`{"Service":"lambda.amazonaws.com"}`:                                        `{"Service":"lambda.amazonaws.com"}`,
		`"*"`:                                                                       `"*"`,
	} {
		if want != "" {
			want = `{"Principal":` + want + `},`
		}
		got, err := withStatements(`{"Statement":[{"Principal":`+is+`}]}`, ours, withoutTrusted)
		if got != `{"Statement":[`+want+`{"Sid":"T"}]}` || err != nil {
			t.Errorf("%s becomes %s %v", is, got, err)
		}
	}
}
