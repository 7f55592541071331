package main

import (
	"strings"
	"testing"
	"testing/fstest"

	"agentcore-workshop/aws/sandbox"
)

func TestTable(t *testing.T) {
	var out strings.Builder
	err := table(&out, []sandbox.Coverage{{Service: "a", Operation: "One", Answered: true}, {Service: "a", Operation: "Two"}, {Service: "b", Operation: "Three", Answered: true}})
	want := "| Service | Modelled | Answered with 501 |\n|---|---|---|\n| `a` | 1: One | Two |\n| `b` | 1: Three | none |\n\n2 operations are modelled."
	if err != nil || !strings.HasPrefix(out.String(), want) {
		t.Errorf("%v\n%s", err, out.String())
	}
}

func TestGuessesAreCounted(t *testing.T) {
	var out strings.Builder
	sources := fstest.MapFS{
		"x/a.go":      {Data: []byte("// Texts marked [K] are guesses.\nvar a = 1 // [K]\nvar b = \"[K]\"\n")},
		"x/a_test.go": {Data: []byte("// [K]\n")},
		"y.go":        {Data: []byte("// [K]: why\n")},
	}
	if err := guesses(&out, sources); err != nil || !strings.Contains(out.String(), "2 places") || !strings.Contains(out.String(), "x 1, y.go 1.") {
		t.Errorf("%v %s", err, out.String())
	}
}

// TestEveryOperationOfTheListIsAnswered holds the cloud to its promise: all control operations, and identity's data plane.
func TestEveryOperationOfTheListIsAnswered(t *testing.T) {
	answered := 0
	for _, c := range sandbox.New(sandbox.Options{}).Coverage() {
		switch {
		case c.Answered:
			answered++
		case c.Service != "bedrock-agentcore": // the runtimes' door
			t.Errorf("%s of %s is not answered", c.Operation, c.Service)
		}
	}
	if answered < 152 {
		t.Errorf("%d operations are answered", answered)
	}
}
