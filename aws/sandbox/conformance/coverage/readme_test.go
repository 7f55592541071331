package main

import (
	"os"
	"strings"
	"testing"

	"agentcore-workshop/aws/sandbox"
)

// TestTheReadmeHasTheTable keeps the README's table what the command prints.
func TestTheReadmeHasTheTable(t *testing.T) {
	readme, err := os.ReadFile("../../../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	if err := table(&out, sandbox.New(sandbox.Options{}).Coverage()); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(readme), out.String()) {
		t.Error("the README's table is not what `go run ./aws/sandbox/conformance/coverage` prints; copy it there anew")
	}
}
