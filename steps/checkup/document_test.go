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
