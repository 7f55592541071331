package steps

import (
	"context"
	"slices"
	"strings"
	"time"

	"agentcore-workshop/steps/diagnose"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// diagnoseAction reads a pasted error. Where an account is at hand, the checks that prove the cause are made there.
func diagnoseAction() flow.Action {
	return flow.Action{
		Name: "diagnose", PlaceIfAny: true,
		Short:  text.T{En: "what a pasted error, address, JSON or log means: cause, proof, fix, source", Ko: "붙여 넣은 오류, 주소, JSON, 로그의 원인, 증명, 해결 방법, 출처를 알려 줍니다"},
		Params: []flow.Param{{Name: "text", Positional: true, Repeated: true, Default: "-", Help: text.T{En: "the text, or - for standard input", Ko: "텍스트, 또는 표준 입력을 뜻하는 -"}}},
		Do: func(ctx context.Context, s *flow.Session, _ *flow.Report, args flow.Args) (flow.Result, error) {
			pasted := strings.Join(args["text"], " ")
			if strings.TrimSpace(pasted) == "" {
				return flow.Result{}, &flow.Failure{Code: "NothingToRead", Exit: flow.ExitUsage,
					Message: text.T{En: "There is nothing to read.", Ko: "읽을 내용이 없습니다."}.With(),
					Fix:     text.T{En: "Give the error as an argument, or pipe the log in: COMMAND 2>&1 | agentcore-workshop diagnose -", Ko: "오류를 인자로 주거나 로그를 연결하세요: COMMAND 2>&1 | agentcore-workshop diagnose -"}.With()}
			}
			d := diagnosis{Diagnosis: diagnose.Decode(pasted)}
			if s != nil && d.Known {
				d.proven = prove(ctx, s, d.Checks)
			}
			result := flow.Result{JSON: d, Text: d.words}
			if !d.Known {
				result.Exit = flow.ExitCheckFailed
			}
			return result, nil
		},
	}
}

// proofLimit is how long the checks of a proof may take.
const proofLimit = 20 * time.Second

// prove makes the checks that show whether a cause is this place's.
func prove(ctx context.Context, s *flow.Session, ids []string) []flow.CheckResult {
	if len(ids) == 0 {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, proofLimit)
	defer cancel()
	wanted := slices.DeleteFunc(slices.Clone(s.Checks), func(c flow.Check) bool { return !slices.Contains(ids, c.ID) })
	return flow.Verify(ctx, s.Place, wanted, s.Clock, nil).Results
}

// diagnosis is a diagnosis with the verdicts of this place.
type diagnosis struct {
	diagnose.Diagnosis
	proven []flow.CheckResult
}

// Wire is the diagnosis as JSON (cli.md).
func (d diagnosis) Wire(l text.Lang) any {
	type alternative struct {
		ID    string `json:"id"`
		Cause string `json:"cause"`
	}
	others := []alternative{}
	for _, a := range d.Alternatives {
		others = append(others, alternative{a.ID, a.Cause.In(l)})
	}
	proven := []flow.CheckWire{}
	for _, r := range d.proven {
		proven = append(proven, r.WireCheck(l))
	}
	return struct {
		Known        bool             `json:"known"`
		ID           string           `json:"id"`
		Cause        string           `json:"cause"`
		Proof        string           `json:"proof"`
		Fix          string           `json:"fix"`
		Docs         string           `json:"docs"`
		Alternatives []alternative    `json:"alternatives"`
		Seen         string           `json:"seen"`
		Checks       []flow.CheckWire `json:"checks"`
	}{d.Known, d.ID, d.Cause.In(l), d.Proof.In(l), d.Fix.In(l), d.Docs, others, d.Seen, proven}
}

func (d diagnosis) words(l text.Lang, width int) string {
	var b strings.Builder
	part := func(label text.T, words string) {
		for i, line := range text.Wrap(words, max(20, width-10)) {
			head := strings.Repeat(" ", 10)
			if i == 0 {
				head = text.Pad(label.In(l), 10)
			}
			b.WriteString(head + line + "\n")
		}
	}
	if d.Seen != "" {
		part(text.T{En: "seen", Ko: "읽은 줄"}, d.Seen)
	}
	if !d.Known {
		part(text.T{En: "unknown", Ko: "모름"}, text.T{En: "The catalogue does not have this error.", Ko: "목록에 없는 오류입니다."}.In(l))
	} else {
		part(text.T{En: "cause", Ko: "원인"}, d.Cause.In(l))
		part(text.T{En: "proof", Ko: "증명"}, d.Proof.In(l))
		for _, r := range d.proven {
			part(text.T{}, verdictMark(r.Verdict.Status)+" "+r.Check.ID+": "+r.Verdict.Summary.In(l))
		}
		part(text.T{En: "fix", Ko: "해결"}, d.Fix.In(l))
		part(text.T{En: "source", Ko: "출처"}, d.Docs)
	}
	for i, a := range d.Alternatives {
		label := text.T{}
		if i == 0 {
			label = text.T{En: "perhaps", Ko: "혹시"}
		}
		part(label, a.ID+": "+a.Cause.In(l))
	}
	return b.String()
}

func verdictMark(s flow.CheckStatus) string {
	return map[flow.CheckStatus]string{flow.Pass: "✓", flow.Warn: "!", flow.Fail: "✗"}[s] + map[bool]string{true: "–"}[s == flow.Skip]
}
