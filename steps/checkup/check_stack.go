package checkup

import (
	"slices"
	"strings"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// outputNames are the outputs that the later scripts read.
func outputNames() []string {
	return []string{"UserPoolId", "WebClientId", "MachineClientId", "CognitoDomain"}
}

func checkStack(p *probes) []flow.Check {
	stack := func(f *flow.Facts) aws.Stack { return p.stack.Of(f) }
	none := flow.Skipping(text.T{En: "there is no stack", Ko: "스택이 없습니다"}.With())
	none.Cause = "stack.exists"
	base := flow.Check{Group: groupStack, Step: "deploy", Severity: flow.MainJob, Needs: []flow.Need{p.stack}}
	ofStack := func(judge func(aws.Stack) flow.Verdict) func(*flow.Facts) flow.Verdict {
		return func(f *flow.Facts) flow.Verdict {
			if stack(f).ID == "" {
				return none
			}
			return judge(stack(f))
		}
	}
	exists, healthy, outputs, exports, template, protection := base, base, base, base, base, base

	exists.ID = "stack.exists"
	exists.Title = text.T{En: "The stack is there", Ko: "스택 존재"}
	exists.Why = text.T{En: "Everything else is part of it or points to it.", Ko: "나머지는 모두 이 스택의 일부이거나 이 스택을 가리킵니다."}
	exists.Fix = &flow.Fix{ID: "step.deploy", Undo: flow.UndoNone, Step: "deploy",
		Title: text.T{En: "Run `deploy`; where an earlier stack has left parameters, `cleanup` before it", Ko: "`deploy`를 실행합니다. 이전 스택이 남긴 파라미터가 있으면 먼저 `cleanup`을 실행합니다"}}
	exists.Needs = []flow.Need{p.stack, p.params}
	exists.OnError = func(f *flow.Facts, err error) flow.Verdict {
		if _, unseen := p.stack.Get(f); unseen != nil {
			return unmade(err)
		}
		return exists.Judge(f)
	}
	exists.Judge = func(f *flow.Facts) flow.Verdict {
		if s := stack(f); s.ID != "" {
			return flow.Passed(text.Plain(s.Name)).With("stack_id", s.ID)
		}
		if n := len(p.params.Of(f)); n > 0 {
			return flow.Failing(text.T{En: "there is no stack %s in %s, but %d of its parameters are there", Ko: "%s 스택이 %s에 없는데 그 파라미터 %d개는 남아 있습니다"}.With(p.env.Stack, p.env.Region(), n)).Because(
				text.T{En: "What is left can be used as it is. For a stack of its own again: `cleanup`, then `deploy`.", Ko: "남아 있는 것을 그대로 쓸 수 있습니다. 스택을 다시 가지려면 `cleanup` 후 `deploy`를 실행하세요."}.With())
		}
		return flow.Failing(text.T{En: "there is no stack %s in %s", Ko: "%s 스택이 %s에 없습니다"}.With(p.env.Stack, p.env.Region()))
	}

	healthy.ID, healthy.Fix, healthy.Docs = "stack.healthy", byStep("deploy"), steps.DocsStackFailures
	healthy.Title = text.T{En: "The stack is healthy", Ko: "스택 상태"}
	healthy.Why = text.T{En: "A stack that was rolled back has no resources; one after a rolled back update is whole.", Ko: "생성이 롤백된 스택에는 리소스가 없습니다. 업데이트만 롤백된 스택은 온전합니다."}
	healthy.Judge = ofStack(func(s aws.Stack) flow.Verdict {
		v := flow.Passed(text.Plain(s.Status))
		switch {
		case s.Running():
			v = flow.Warned(text.T{En: "%s: something is under way", Ko: "%s: 작업이 진행 중입니다"}.With(s.Status))
		case !s.Healthy():
			v = flow.Failing(text.Plain(s.Status)).Because(text.Plain(s.Reason))
		}
		return v.With("status", s.Status)
	})

	outputs.ID, outputs.Title = "stack.outputs", text.T{En: "The stack has its four outputs", Ko: "스택 출력 4개"}
	outputs.Why = text.T{En: "They are the live ids that everything is compared with.", Ko: "다른 모든 값을 비교하는 기준이 되는 실제 ID입니다."}
	outputs.Judge = ofStack(func(s aws.Stack) flow.Verdict {
		var names []string
		for name := range s.Outputs {
			names = append(names, name)
		}
		slices.Sort(names)
		return atLeast(names, outputNames())
	})

	exports.ID, exports.Severity = "stack.exports", flow.Optional
	exports.Title = text.T{En: "The outputs are exported", Ko: "출력 내보내기"}
	exports.Why = text.T{En: "Other stacks import them by these names.", Ko: "다른 스택이 이 이름으로 값을 가져갑니다."}
	exports.Judge = ofStack(func(s aws.Stack) flow.Verdict {
		var is, want []string
		for _, name := range outputNames() {
			is, want = append(is, s.Exports[name]), append(want, s.Name+"-"+name)
		}
		return softly(atLeast(is, want))
	})

	template.ID, template.Severity, template.Needs = "stack.template", flow.Advice, []flow.Need{p.stack, p.template}
	template.Title = text.T{En: "The stack's template is known", Ko: "스택 템플릿"}
	template.Why = text.T{En: "A stack of another template is adopted as it is; one of an older template of ours can be updated.", Ko: "다른 템플릿으로 만든 스택은 그대로 사용하고, 이전 버전의 템플릿이면 갱신할 수 있습니다."}
	template.OnError = func(_ *flow.Facts, err error) flow.Verdict { return unmade(err) }
	template.Judge = func(f *flow.Facts) flow.Verdict {
		if stack(f).ID == "" {
			return none
		}
		switch body := p.template.Of(f); {
		case strings.TrimSpace(body) == strings.TrimSpace(aws.Template()):
			return flow.Passed(text.T{En: "this program's template", Ko: "이 프로그램의 템플릿"}.With())
		case steps.Tagged(stack(f).Tags):
			return flow.Warned(text.T{En: "an older template of this program: `deploy --update` shows what would change", Ko: "이 프로그램의 이전 템플릿입니다. `deploy --update`로 변경 사항을 볼 수 있습니다"}.With())
		}
		return flow.Passed(text.T{En: "someone else's template: the stack is used as it is", Ko: "다른 곳에서 만든 템플릿이며, 스택을 그대로 사용합니다"}.With())
	}

	protection.ID, protection.Severity = "stack.protection", flow.Advice
	protection.Title = text.T{En: "The stack can be cleaned up later", Ko: "종료 방지 설정"}
	protection.Why = text.T{En: "Termination protection keeps a stack from being deleted, also by cleanup.", Ko: "종료 방지가 켜져 있으면 정리할 때도 스택을 지울 수 없습니다."}
	protection.Judge = ofStack(func(s aws.Stack) flow.Verdict {
		if s.Protected {
			return flow.Warned(text.T{En: "termination protection is on", Ko: "종료 방지가 켜져 있습니다"}.With())
		}
		return flow.Passed(text.T{En: "termination protection is off", Ko: "종료 방지가 꺼져 있습니다"}.With())
	})
	return []flow.Check{exists, healthy, outputs, exports, template, protection}
}
