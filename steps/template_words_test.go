package steps

import (
	"strings"
	"testing"
	"unicode"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps/text"
)

// TestTheTemplateIsExplainedInKorean: a resource that is added to the template is explained in both languages.
func TestTheTemplateIsExplainedInKorean(t *testing.T) {
	for _, r := range aws.TemplateResources() {
		words := resourceWords(r)
		if r.Comment == "" || !strings.ContainsFunc(words.In(text.Korean), func(c rune) bool { return unicode.Is(unicode.Hangul, c) }) {
			t.Errorf("%s: %q, %q", r.LogicalID, words.En, words.Ko)
		}
	}
}
