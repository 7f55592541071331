package main

import "testing"

// TestTyped says how to go on with the command that began it.
func TestTyped(t *testing.T) {
	for want, args := range map[string][]string{
		"agentcore-workshop":                          {"agentcore-workshop"},
		"./agentcore-workshop --lang ko":              {"./agentcore-workshop", "--lang", "ko"},
		"go run . --endpoint-url 'http://[::1]:4566'": {"/tmp/go-build123/b001/exe/agentcore-workshop", "--endpoint-url", "http://[::1]:4566"},
		"./a --state-dir 'my state' --profile ''":     {"./a", "--state-dir", "my state", "--profile", ""},
		"/tmp/agentcore-workshop":                     {"/tmp/agentcore-workshop"},
	} {
		if got := typed(args, "/tmp"); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
