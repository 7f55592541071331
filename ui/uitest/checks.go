package uitest

import (
	"context"
	"fmt"
	"time"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

const verify = "verify"

// checks are a scripted checklist of 24; with broken, one fails and one is skipped for it.
func checks(broken bool) []flow.Check {
	var out []flow.Check
	for _, group := range []string{"Stack", "Parameters", "Provider", "Tokens"} {
		for i := 1; i <= 6; i++ {
			c := flow.Check{
				ID: fmt.Sprintf("%s.check-%d", group, i), Group: group, Step: verify,
				Title: text.T{En: fmt.Sprintf("%s: value %d is right", group, i), Ko: fmt.Sprintf("%s: %d번째 값이 올바름", group, i)},
				Why:   text.T{En: "Later steps read it.", Ko: "나중 단계에서 읽는 값입니다."},
				Judge: func(*flow.Facts) flow.Verdict { return flow.Passed(text.T{En: "as it should be", Ko: "정상"}.With()) },
			}
			if broken && group == "Provider" && i == 2 {
				c.Judge = func(*flow.Facts) flow.Verdict { return broke() }
				c.Docs = "https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/identity.html"
				c.Fix = &flow.Fix{ID: "provider-client", Title: text.T{En: "Update the provider", Ko: "프로바이더 갱신"}, Undo: flow.UndoNone, Step: "provider"}
			}
			if broken && group == "Tokens" && i == 1 {
				c.Judge = func(*flow.Facts) flow.Verdict {
					v := flow.Skipping(text.T{En: "the provider's client is gone", Ko: "프로바이더의 클라이언트가 없습니다"}.With())
					v.Cause = "Provider.check-2"
					return v
				}
			}
			out = append(out, c)
		}
	}
	return out
}

func broke() flow.Verdict {
	v := flow.Failing(text.T{En: "The provider holds the client id of a deleted stack.", Ko: "프로바이더가 삭제된 스택의 클라이언트 ID를 가지고 있습니다."}.With())
	return v.Because(text.T{En: "The stack was built again and the provider was not.", Ko: "스택은 다시 만들었지만 프로바이더는 그대로입니다."}.With()).
		With("is", "0ldclient0000000000000000").With("want", "1h57kf5cpq17m0eml12EXAMPLE")
}

func (w *Workshop) verify(ctx context.Context, r *flow.Report) error {
	if err := call(ctx, r, "ssm", "GetParameters", 100*time.Millisecond); err != nil {
		return err
	}
	v := flow.Verify(ctx, flow.Place{}, checks(w.Fail == verify), r.Clock(), nil)
	// Reported in the checklist's order, so that a test sees the same each time.
	for i := range v.Results {
		r.Emit(v.Results[i])
	}
	if !v.OK() {
		return flow.ErrChecksFailed
	}
	if w.lab != nil {
		return w.lab.Judge(ctx, v)
	}
	return nil
}
