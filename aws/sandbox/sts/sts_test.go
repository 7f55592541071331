package sts_test

import (
	"context"
	"regexp"
	"testing"

	"agentcore-workshop/aws/sandbox/core"
	"agentcore-workshop/aws/sandbox/sts"
)

func TestGetCallerIdentity(t *testing.T) {
	cloud := core.New(core.NewClock(nil), core.NewIDs(1), sts.New())
	for _, test := range []struct{ caller, id, wantARN, wantID string }{
		{"", "", "arn:aws:iam::123456789012:user/workshop", `^AIDA[A-Z2-7]{17}$`},
		{"arn:aws:sts::123456789012:assumed-role/R/S", "AROAX:S", "arn:aws:sts::123456789012:assumed-role/R/S", `^AROAX:S$`},
	} {
		out, err := cloud.Do(&core.Call{
			Context: context.Background(), Realm: cloud.Realm("123456789012", "us-east-1"),
			Service: "sts", Operation: "GetCallerIdentity", Caller: test.caller, CallerID: test.id,
		}, core.Object{})
		if err != nil {
			t.Fatal(err)
		}
		if out["Account"] != "123456789012" || out["Arn"] != test.wantARN {
			t.Errorf("answered %v", out)
		}
		if !regexp.MustCompile(test.wantID).MatchString(out["UserId"].(string)) {
			t.Errorf("UserId is %v", out["UserId"])
		}
	}
}
