package inbound

import (
	"context"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/identity"
	"agentcore-workshop/steps/text"
)

// twoKeys lets the person guess, and then crosses the keys.
func (c chain) twoKeys(ctx context.Context, r *flow.Report) error {
	answer, err := r.Ask(ctx, flow.Question{Kind: flow.Confirm,
		Title:  text.T{En: "Two keys, two doors: what does the user's key open?", Ko: "열쇠 두 개, 문 두 개: 사용자 토큰으로 무엇을 열 수 있을까요?"}.With(),
		Detail: text.T{En: "The runtime takes the web client's tokens, the published gateway the machine client's. Both tokens are genuine, of the same user pool.", Ko: "Runtime은 Web Client의 토큰을, 워크숍의 Gateway는 Machine Client의 토큰을 받습니다. 두 토큰 모두 같은 User Pool이 발급한 진짜 토큰입니다."}.With(),
		Options: []flow.Option{
			{ID: "see", Title: text.T{En: "I would rather see", Ko: "직접 확인하겠습니다"}},
			{ID: "both", Title: text.T{En: "Both: a genuine token of the pool is enough", Ko: "둘 다: 같은 User Pool의 진짜 토큰이면 충분합니다"}},
			{ID: "runtime", Title: text.T{En: "The runtime alone", Ko: "Runtime만"}},
			{ID: "gateway", Title: text.T{En: "The gateway alone", Ko: "Gateway만"}},
		}})
	if err != nil {
		return err
	}
	doors, err := doorways(ctx, c.e)
	if err != nil {
		return err
	}
	machine, err := bearerFor(ctx, c.e, r, c.s, MachinePattern)
	if err != nil {
		return err
	}
	keys := []badge{
		{id: badgeUser, label: text.T{En: "user's token", Ko: "사용자 토큰"}, token: c.token.Access},
		{id: badgeMachine, label: text.T{En: "machine's token", Ko: "M2M 토큰"}, token: machine.Token},
	}
	for _, crossed := range []struct {
		key   badge
		door  string
		label text.T
	}{
		{keys[0], doorMachine, text.T{En: "User's key, M2M door", Ko: "Gateway에 사용자 토큰"}},
		{keys[1], doorRuntime, text.T{En: "M2M key, runtime", Ko: "Runtime에 M2M 토큰"}},
	} {
		for _, d := range doors {
			if d.id != crossed.door {
				continue
			}
			a, err := knockAt(ctx, c.e, r, flowCrossed, d, crossed.key)
			if err != nil {
				return err
			}
			if a.refused == nil {
				return openDoor(d)
			}
			identity.Lesson(r, "lesson.crossed_"+crossed.key.id, crossed.label, a.refused.Error())
		}
	}
	switch answer.Choice {
	case "runtime":
		r.Say(text.T{En: "You guessed right: the runtime alone.", Ko: "맞았습니다. 사용자 토큰은 Runtime만 엽니다."}.With())
	case "both", "gateway":
		r.Say(text.T{En: "Not so: allowedClients compares client_id, so a genuine token opens only the door that names its client.", Ko: "그렇지 않습니다. allowedClients는 client_id를 비교하므로, 진짜 토큰이라도 자신의 클라이언트를 허용한 곳만 엽니다."}.With())
	}
	return nil
}

func openDoor(d doorway) *flow.Failure {
	return &flow.Failure{Code: "OpenDoor", Exit: flow.ExitCheckFailed, Docs: DocsRuntime,
		Message: text.T{En: "%s let the other client's token in.", Ko: "%s{이/가} 다른 클라이언트의 토큰을 통과시켰습니다."}.With(d.id),
		Cause:   text.T{En: "Its allowedClients is empty or names both clients.", Ko: "allowedClients가 비어 있거나 두 클라이언트를 모두 허용합니다."}.With(),
		Fix:     text.T{En: "`gateway` and `runtime` show what differs and put it right.", Ko: "`gateway`와 `runtime`이 차이를 보여 주고 바로잡습니다."}.With()}
}
