package trouble

import (
	"regexp"
	"testing"

	"agentcore-workshop/aws/sandbox/core"
)

func TestStaleValuesHaveTheForm(t *testing.T) {
	for value, form := range map[string]string{
		"us-east-1_Hdh6dOTsf":        `^us-east-1_[A-Za-z0-9]{9}$`,
		"l6b8zwzgeww0d6ubhdcivo4at8": `^[a-z0-9]{26}$`,
		"https://troubleshooting-connectivity-123456789012.auth.us-east-1.amazoncognito.com": `^https://troubleshooting-connectivity-\d{12}\.auth\.us-east-1\.amazoncognito\.com$`,
		"arn:aws:iam::123456789012:role/troubleshooting-gateway-execution-role":              `^arn:aws:iam::\d{12}:role/troubleshooting-gateway-execution-role$`,
		"troubleshooting-connectivity-analyzer/invoke":                                       `^troubleshooting-connectivity-analyzer/invoke-old$`,
		"": `^-old$`,
	} {
		got := stale(value, core.NewIDs(1))
		if got == value || !regexp.MustCompile(form).MatchString(got) {
			t.Errorf("%q became %q", value, got)
		}
	}
}
