package ui

import (
	"errors"
	"net"
	"strings"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// Next says in a sentence what to press, and why.
func (s *stepScreen) Next() text.Msg {
	c, r := s.c, s.c.here()
	if s.listing() {
		return s.list.Next()
	}
	if s.replaying() {
		return s.replay.next(r)
	}
	switch {
	case c.past():
		return c.pastNext(r)
	case c.running != "":
		return text.T{
			En: "Nothing to press: it goes on by itself. Space holds before the next call, F8 stops.",
			Ko: "누를 것이 없습니다. 알아서 진행됩니다. Space는 다음 호출 전에 멈추고, F8은 중단합니다.",
		}.With()
	case r.phase() == broken && c.door != flow.DoorPractice && isNetwork(r.failure):
		return text.T{
			En: "Enter tries again. F9 does the same step in the practice cloud while the network is away.",
			Ko: "Enter로 다시 시도합니다. 네트워크가 돌아올 때까지 F9로 연습용 클라우드에서 같은 단계를 할 수 있습니다.",
		}.With()
	case r.cancelled():
		return text.T{En: "You cancelled. Enter tries again, ←→ go to another step.", Ko: "취소했습니다. Enter로 다시 시도하고, ←→로 다른 단계로 갑니다."}.With()
	case r.failing() != nil:
		return text.T{En: "4 leads back to the list, where Enter shows each check. F7 checks again.", Ko: "4를 누르면 목록으로 돌아가고, 거기서 Enter로 점검을 하나씩 봅니다. F7로 다시 점검합니다."}.With()
	case c.advisesChecks(r):
		return text.T{
			En: "F9 runs the checks (`verify`) and shows what is wrong. Enter tries this step again.",
			Ko: "F9로 점검(`verify`)해서 무엇이 잘못되었는지 봅니다. Enter로 이 단계를 다시 시도합니다.",
		}.With()
	case r.phase() == broken && r.failure != nil && r.failure.Fix.Empty():
		return text.T{En: "Enter tries again. F4 shows the calls, F1 explains.", Ko: "Enter로 다시 시도합니다. F4는 호출, F1은 설명입니다."}.With()
	case r.phase() == broken:
		return text.T{En: "Do what it says above, then Enter tries again. F1 explains.", Ko: "위의 해결 방법대로 한 뒤 Enter로 다시 시도하세요. F1은 설명입니다."}.With()
	case r.complete():
		return s.after()
	case r.state == flow.Drifted:
		return text.T{En: "Enter puts right what differs, and shows it first. 3 shows the differences.", Ko: "Enter를 누르면 다른 값을 보여 준 뒤 바로잡습니다. 3은 차이를 보여 줍니다."}.With()
	case c.lookOnly(r):
		return text.T{En: "Here you only look: Enter goes to the checks. To do this step, Esc and choose another place.", Ko: "여기에서는 보기만 합니다. Enter로 점검으로 갑니다. 이 단계를 하려면 Esc로 돌아가 다른 곳을 고르세요."}.With()
	case r.state == flow.InProgress:
		return text.T{En: "It is under way already. Enter joins and shows how it goes on.", Ko: "이미 진행 중입니다. Enter로 합류해 진행 상황을 봅니다."}.With()
	}
	return text.T{En: "Enter starts this step: %s", Ko: "Enter로 이 단계를 시작합니다: %s"}.With(r.info.Title)
}

// after is the sentence when the step is done: the next one, or the bridge out of practice.
func (s *stepScreen) after() text.Msg {
	c := s.c
	next := c.onward()
	switch {
	case next >= 0 && c.jobDone() && c.here().info.Main && !c.steps[next].info.Main:
		if c.door == flow.DoorPractice {
			return text.T{
				En: "The workshop page's part is complete, in practice. Enter goes on to an extra: %s. F9: my account.",
				Ko: "워크숍 페이지의 단계를 연습으로 모두 마쳤습니다. Enter로 더 해 봅니다: %s. F9는 내 계정입니다.",
			}.With(c.steps[next].info.Title)
		}
		return text.T{En: "The workshop page's part is complete. Enter goes on to an extra: %s", Ko: "워크숍 페이지의 단계를 모두 마쳤습니다. Enter로 더 해 봅니다: %s"}.With(c.steps[next].info.Title)
	case next >= 0 && next < c.current:
		return text.T{En: "Done. Still open: %s. Enter goes back there.", Ko: "끝났습니다. 아직 남은 단계: %s. Enter로 그 단계로 갑니다."}.With(c.steps[next].info.Title)
	case next >= 0:
		return text.T{En: "Done. Enter goes on to: %s", Ko: "끝났습니다. Enter로 다음 단계로 갑니다: %s"}.With(c.steps[next].info.Title)
	}
	if c.door == flow.DoorPractice && c.jobDone() {
		return text.T{
			En: "All done in practice, and none of it is in AWS yet. Enter leads to your own account.",
			Ko: "연습을 모두 마쳤습니다. 여기서 만든 것은 아직 AWS에 없습니다. Enter로 내 AWS 계정에 만들러 갑니다.",
		}.With()
	}
	return text.T{En: "The main job is done. F7 checks again; F10 leaves.", Ko: "주요 작업을 모두 마쳤습니다. F7로 다시 확인하고 F10으로 끝냅니다."}.With()
}

// lookOnly reports whether the step would change a place that is only looked at.
func (c *course) lookOnly(r *record) bool { return c.session.Place.ReadOnly && !r.readOnly() }

// readOnly reports whether the step leaves nothing behind.
func (r *record) readOnly() bool {
	for _, plan := range r.info.Will {
		if plan.Creates {
			return false
		}
	}
	return true
}

// advisesChecks reports whether the advice of a step that failed is to run the checklist, or a repair that is offered there: both
// commands have a key here.
func (c *course) advisesChecks(r *record) bool {
	if r.phase() != broken || r.failure == nil || r.info.ID == verifyStep || c.index(verifyStep) < 0 {
		return false
	}
	advice := r.failure.Fix.In(text.English)
	return strings.Contains(advice, "`"+verifyStep) || strings.Contains(advice, "`fix ")
}

// isNetwork reports whether a failure means that the other side could not be reached at all.
func isNetwork(f *flow.Failure) bool {
	if f == nil {
		return false
	}
	var network net.Error
	if errors.As(f.Err, &network) {
		return true
	}
	for _, word := range []string{"Network", "UnknownHost", "Unreachable", "Connection", "RequestError", "DNS"} {
		if strings.Contains(f.Code, word) {
			return true
		}
	}
	return false
}

// walkActions lead to the steps on both sides.
func (c *course) walkActions() []action {
	if len(c.steps) < 2 {
		return nil
	}
	return []action{act("right", "←→", text.T{En: "Steps", Ko: "단계"}, goStep{(c.current + 1) % len(c.steps)})}
}

// consoleActions open the pages of the console that belong to the step.
func (c *course) consoleActions() []action {
	var out []action
	if c.session.Console == nil {
		return nil
	}
	keys := []string{"f5", "f6"}
	pages := c.here().info.Console
	for i, page := range pages {
		if i >= len(keys) || c.session.Console(page) == "" {
			continue
		}
		name := consoleName(page)
		if len(pages) == 1 {
			name = text.T{En: "Console", Ko: "콘솔"}
		}
		out = append(out, act(keys[i], strings.ToUpper(keys[i]), name, openPage{page}))
	}
	return out
}

func consoleName(page string) text.T {
	switch page {
	case "agentcore":
		return text.T{En: "AgentCore", Ko: "AgentCore"}
	case "cognito":
		return text.T{En: "Cognito", Ko: "Cognito"}
	case "cloudformation":
		return text.T{En: "CloudFormation", Ko: "CloudFormation"}
	}
	return text.T{En: page, Ko: page}
}
