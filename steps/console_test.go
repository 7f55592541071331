package steps_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"agentcore-workshop/aws/sandbox"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/checkup"
)

// TestTheConsoleOfThePracticeCloudOpens follows every address that a step offers in practice.
func TestTheConsoleOfThePracticeCloudOpens(t *testing.T) {
	server := httptest.NewServer(sandbox.New(sandbox.Options{Now: time.Now}))
	defer server.Close()
	s, err := steps.Open(t.Context(), steps.Options{Practice: server.URL, Course: course, Checks: checkup.Checks, Lab: checkup.Lab})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	pages := 0
	for _, step := range s.Steps {
		for _, page := range step.Info().Console {
			pages++
			address := s.Console(page)
			if !strings.HasPrefix(address, server.URL+"/_console/"+page+"?account=123456789012&region=us-east-1") {
				t.Errorf("%s: %q", page, address)
				continue
			}
			answer, err := http.Get(address)
			if err != nil {
				t.Fatal(err)
			}
			body, _ := io.ReadAll(answer.Body)
			_ = answer.Body.Close()
			if answer.StatusCode != http.StatusOK || !strings.Contains(string(body), "123456789012 · us-east-1") {
				t.Errorf("%s: %s", page, answer.Status)
			}
		}
	}
	if pages < 4 || s.Console("nothing") != "" {
		t.Errorf("%d pages; an unknown one leads to %q", pages, s.Console("nothing"))
	}
}
