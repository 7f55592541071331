package report

import (
	"strings"
	"testing"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// TestAReportSpeaksItsLanguage: what was done is remembered in both languages, so that a report is whole in either.
func TestAReportSpeaksItsLanguage(t *testing.T) {
	journal, err := flow.OpenJournal(t.TempDir(), flow.Place{Mode: flow.Sandbox})
	if err != nil {
		t.Fatal(err)
	}
	defer journal.Close()
	check := flow.Check{ID: "c", Title: text.T{En: "Check", Ko: "점검"}}
	r := flow.NewReport(flow.SystemClock{}, journal.Record, nil, nil).For("deploy")
	r.Emit(flow.StepStarted{Title: text.T{En: "Deploy", Ko: "배포"}})
	r.Emit(flow.StepFinished{Status: flow.Failed, Error: &flow.Failure{Code: "X", Message: text.T{En: "It ended badly", Ko: "실패했습니다"}.With(), Cause: text.T{En: "Nobody knows", Ko: "아무도 모릅니다"}.With()}})
	r.Emit(flow.StepStarted{Title: text.T{En: "Deploy", Ko: "배포"}})
	r.Emit(flow.StepFinished{Status: flow.OK, Summary: text.T{En: "All is there", Ko: "모두 있습니다"}.With()})
	r.Emit(flow.CheckResult{Check: &check, Verdict: flow.Failing(text.T{En: "is another", Ko: "값이 다릅니다"}.With())})
	r.Emit(flow.Hop{Flow: "client_credentials", From: "program", To: "cognito", Title: text.T{En: "a token, please", Ko: "토큰을 주세요"}.With()})
	s := &flow.Session{Clock: flow.SystemClock{}, Journal: journal}
	for l, words := range map[text.Lang][2][]string{
		text.English: {{"All is there", "It ended badly", "Nobody knows", "is another", "a token, please"}, {"있습니다", "값이"}},
		text.Korean:  {{"배포", "모두 있습니다", "실패했습니다", "아무도 모릅니다", "값이 다릅니다", "토큰을 주세요"}, {"All is there", "is another", "Deploy"}},
	} {
		d, err := FromSession(s, "1", l)
		if err != nil {
			t.Fatal(err)
		}
		told := Markdown(d, l) + HTML(d, l)
		for _, w := range words[0] {
			if !strings.Contains(told, w) {
				t.Errorf("%s: %q is not in\n%s", l, w, told)
			}
		}
		for _, w := range words[1] {
			if strings.Contains(told, w) {
				t.Errorf("%s: %q is in\n%s", l, w, told)
			}
		}
	}
}
