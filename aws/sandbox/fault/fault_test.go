package fault

import (
	"encoding/json"
	"slices"
	"testing"
	"time"
)

func TestGlobs(t *testing.T) {
	for _, test := range []struct {
		patterns, text string
		want           bool
	}{
		{"", "anything", true}, {"ssm", "ssm", true}, {"ssm", "SSM", true}, {"ssm", "ssmx", false}, {"a,b", "b", true},
		{"Get*", "GetParameter", true}, {"*Parameter", "GetParameters", false}, {"*", "", true}, {"a*b*c", "aXbYc", true},
		{"a*b*c", "acb", false}, {"ab*ba", "aba", false}, {"*.amazoncognito.com", "x.auth.us-east-1.amazoncognito.com", true},
	} {
		if got := globs(test.patterns, test.text); got != test.want {
			t.Errorf("%q on %q: %v", test.patterns, test.text, got)
		}
	}
}

// hits asks n times and tells which requests were affected.
func hits(t *testing.T, seed uint64, m Match, n int) []bool {
	t.Helper()
	set := NewSet(seed)
	if err := set.Add(Rule{Name: "r", Match: m, Effect: Effect{Outage: true}}); err != nil {
		t.Fatal(err)
	}
	list := make([]bool, n)
	for i := range list {
		list[i] = set.Judge(Request{Service: "ssm", API: true}).Outage
	}
	return list
}

func TestWhichRequestsAreHit(t *testing.T) {
	for _, test := range []struct {
		name  string
		match Match
		want  []bool
	}{
		{"all", Match{}, []bool{true, true, true, true}},
		{"from the third", Match{Nth: 3}, []bool{false, false, true, true}},
		{"two", Match{Count: 2}, []bool{true, true, false, false}},
		{"the second alone", Match{Nth: 2, Count: 1}, []bool{false, true, false, false}},
		{"another service", Match{Service: "iam"}, []bool{false, false, false, false}},
		{"pages", Match{Kind: "page"}, []bool{false, false, false, false}},
	} {
		if got := hits(t, 1, test.match, 4); !slices.Equal(got, test.want) {
			t.Errorf("%s: %v", test.name, got)
		}
	}
}

func TestProbabilityFollowsTheSeed(t *testing.T) {
	m := Match{Probability: 0.5}
	first, again := hits(t, 7, m, 100), hits(t, 7, m, 100)
	if !slices.Equal(first, again) {
		t.Error("the same seed hits other requests")
	}
	n := 0
	for _, hit := range first {
		if hit {
			n++
		}
	}
	if n < 25 || n > 75 {
		t.Errorf("half the requests are %d of 100", n)
	}
}

func TestEveryNamedFaultIsARule(t *testing.T) {
	args := map[string]string{"access-denied": "ssm:GetParameter", "resource-create-failed": "UserPool"}
	for _, name := range Names() {
		r, err := Named(name, args[name])
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if err := NewSet(0).Add(r); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		data, err := json.Marshal(r)
		var back Rule
		if err != nil || json.Unmarshal(data, &back) != nil || back != r {
			t.Errorf("%s does not survive being saved: %s", name, data)
		}
	}
}

func TestOutcomesAddUp(t *testing.T) {
	set := NewSet(0)
	for _, name := range []string{"slow:50ms", "slow:20ms", "clock-skew:-1h"} {
		r, err := Named(name, "")
		if err == nil {
			err = set.Add(r)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if out := set.Judge(Request{API: true}); out.Delay != 70*time.Millisecond || out.DateSkew != -time.Hour {
		t.Errorf("%+v", out)
	}
	if set.Lift("slow:20ms") != 1 || set.Lift("slow") != 1 || set.Lift("") != 1 {
		t.Error("lifting by name and argument, by name, and all")
	}
}
