package main

import (
	"context"
	"net/http"

	"agentcore-workshop/aws"
	"agentcore-workshop/aws/sandbox"
	"agentcore-workshop/aws/sandbox/trouble"
	"agentcore-workshop/steps/checkup"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
	"agentcore-workshop/ui/cli"
)

// Lab implements cli.Cloud.
func (p practice) Lab(ctx context.Context, o cli.PlaceOptions, what string, names []string, count int) (flow.LabState, error) {
	for _, name := range names {
		e, _, err := trouble.Parse(name, "")
		if err != nil {
			return flow.LabState{}, noSuchFault(name, err)
		}
		if e.Break == nil {
			return flow.LabState{}, notForLabs(name)
		}
	}
	if what == "begin" && len(names) == 0 {
		names = checkup.LabScenarios()
	}
	var state aws.LabState
	err := p.steer(ctx, o, func(s steering) error {
		return s.ask(ctx, http.MethodPost, "lab/"+what, map[string]any{"account": sandbox.DefaultAccount, "from": names, "count": count}, &state)
	})
	if f := flow.AsFailure(err); err != nil && f.Code == "NotNow" && what != "begin" {
		f.Message = text.T{En: "No lab is open.", Ko: "진행 중인 실습이 없습니다."}.With()
		f.Cause, f.Fix = text.Msg{}, text.T{En: "`sandbox break --random` begins one.", Ko: "`sandbox break --random`으로 시작할 수 있습니다."}.With()
		return flow.LabState{}, f
	}
	return checkup.LabStateOf(state), err
}

func notForLabs(name string) *flow.Failure {
	return &flow.Failure{
		Code: "WrongUse", Exit: flow.ExitUsage,
		Message: text.T{En: "%s disturbs requests and leaves the set-up as it is: there is nothing to repair.", Ko: "%s{은/는} 요청만 방해하고 환경은 그대로 두므로 고칠 것이 없습니다."}.With(name),
		Fix:     text.T{En: "Leave --hidden out, or name a fault of the set-up.", Ko: "--hidden을 빼거나 환경의 장애를 지정하세요."}.With(),
	}
}
