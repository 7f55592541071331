package cli

import (
	"strings"
	"testing"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// TestYesShowsWhatItAgreesTo: the password that is generated stands in the question alone, so --yes shows it once, on standard
// error and nowhere else.
func TestYesShowsWhatItAgreesTo(t *testing.T) {
	for _, output := range []string{"text", "json"} {
		var out, prose strings.Builder
		sh := &shell{io: IO{In: strings.NewReader(""), Out: &out, Err: &prose}, lang: text.English}
		sh.g.place.Yes, sh.g.output = true, output
		sh.say = newSpeaker(sh.io, &sh.g, text.English)
		answer, err := sh.asker(flow.Place{Mode: flow.AWS}).Ask(t.Context(), flow.Question{Kind: flow.Confirm,
			Shown:   []flow.Fact{{Key: "generated_password", Label: text.T{En: "Generated", Ko: "생성된 암호"}, Value: "A7-generated"}},
			Options: []flow.Option{{ID: "generated"}, {ID: "published"}}})
		if err != nil || !answer.Yes || answer.Choice != "generated" {
			t.Error(answer, err)
		}
		if prose.String() != "   Generated: A7-generated\n" || out.Len() > 0 {
			t.Errorf("%s: standard error %q, standard output %q", output, prose.String(), out.String())
		}
	}
}

// TestATitleIsSaidOnce: by the prompt where somebody sits at a terminal, else by the stream.
func TestATitleIsSaidOnce(t *testing.T) {
	q := flow.Question{Kind: flow.Confirm, Title: text.Plain("Delete the stack?")}
	for _, c := range []struct {
		name     string
		question func(flow.Question) flow.Question
		typed    string
	}{
		{"yes or no", func(q flow.Question) flow.Question { return q }, "y\n"},
		{"options", func(q flow.Question) flow.Question { q.Options = []flow.Option{{ID: "a"}}; return q }, "1\n"},
		{"name", func(q flow.Question) flow.Question { q.TypeName = "x"; return q }, "x\n"},
	} {
		for person, typed := range map[bool]string{true: c.typed, false: ""} {
			var all strings.Builder
			sh := &shell{io: IO{In: strings.NewReader(typed), Out: &all, Err: &all, InTerminal: person}, lang: text.English}
			sh.g.place.Yes = !person
			sh.say = newSpeaker(sh.io, &sh.g, text.English)
			stream := sh.newLines(sh.say.line)
			asked := c.question(q)
			report := flow.NewReport(flow.SystemClock{}, stream.event, sh.asker(flow.Place{Mode: flow.AWS}), nil)
			answer, err := report.Ask(t.Context(), asked)
			stream.close()
			if n := strings.Count(all.String(), "Delete the stack?"); n != 1 || err != nil || !answer.Yes {
				t.Errorf("%s, person %t: said %d times, %+v %v\n%s", c.name, person, n, answer, err, all.String())
			}
		}
	}
}
