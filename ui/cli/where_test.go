package cli

import (
	"context"
	"strings"
	"testing"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// threeDoors are as on a machine where somebody has credentials, or has none.
func threeDoors(credentials bool) func(context.Context, PlaceOptions) ([]flow.Door, error) {
	doors := []flow.Door{
		{ID: flow.DoorPractice, Title: text.T{En: "Practice", Ko: "연습"}, Detail: text.Plain("no account"), Preselected: true},
		{ID: flow.DoorBuild, Title: text.T{En: "Build in my AWS account", Ko: "내 AWS 계정에 만들기"}},
		{ID: flow.DoorCheck, Title: text.T{En: "Check an existing set-up", Ko: "기존 환경 점검"}},
	}
	if !credentials {
		shut := &flow.Failure{Code: "NoCredentials", Exit: flow.ExitConfig, Message: text.Plain("There are no credentials."), Fix: text.Plain("Sign in.")}
		doors[1].Problem, doors[2].Problem = shut, shut
	}
	return func(context.Context, PlaceOptions) ([]flow.Door, error) { return doors, nil }
}

// TestPlainLinesAskWhere: a person who wants plain lines is asked what the first screen asks.
func TestPlainLinesAskWhere(t *testing.T) {
	for name, c := range map[string]struct {
		typed       string
		env         string
		args        []string
		credentials bool
		want        func(o PlaceOptions) bool
		exit        flow.Exit
		said        string
	}{
		"Enter is practice":      {typed: "\n", args: []string{"--accessible"}, credentials: true, want: func(o PlaceOptions) bool { return o.Sandbox }, said: "   1  Practice"},
		"a dumb terminal":        {typed: "1\n", env: "dumb", want: func(o PlaceOptions) bool { return o.Sandbox }, said: "Enter alone takes 1"},
		"build on AWS":           {typed: "2\n", args: []string{"--accessible"}, credentials: true, want: func(o PlaceOptions) bool { return !o.Sandbox && !o.ReadOnly }, said: "   2  Build"},
		"check, read-only":       {typed: "3\n", args: []string{"--accessible"}, credentials: true, want: func(o PlaceOptions) bool { return !o.Sandbox && o.ReadOnly }, said: "   3  Check"},
		"the profile stays":      {typed: "2\n", args: []string{"--accessible", "--profile", "mine"}, credentials: true, want: func(o PlaceOptions) bool { return o.Profile == "mine" }},
		"practice has no use of": {typed: "1\n", args: []string{"--accessible", "--profile", "mine"}, credentials: true, want: func(o PlaceOptions) bool { return o.Sandbox && o.Profile == "" }},
		"a door that is shut":    {typed: "2\n", args: []string{"--accessible"}, exit: flow.ExitInterrupted, said: "There are no credentials."},
		"Korean":                 {typed: "1\n", args: []string{"--accessible", "--lang", "ko"}, want: func(o PlaceOptions) bool { return o.Sandbox }, said: "어디에서 진행할까요?"},
		"the place was said":     {args: []string{"--accessible", "--sandbox"}, want: func(o PlaceOptions) bool { return o.Sandbox }},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			b.app.Doors = threeDoors(c.credentials)
			b.env["TERM"] = c.env
			b.io.In, b.io.InTerminal, b.io.OutTerminal = strings.NewReader(c.typed), true, true
			exit, out, err := b.run(c.args...)
			wantExit(t, exit, c.exit, out, err)
			wantIn(t, err, c.said)
			if c.want != nil && !c.want(b.entered) {
				t.Errorf("entered %+v\n%s", b.entered, err)
			}
		})
	}
}
