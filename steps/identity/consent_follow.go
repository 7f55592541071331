package identity

import (
	"context"
	"time"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// followInterval is how often a session is asked after while the browser is away.
const followInterval = 3 * time.Second

// followSession notices a session that failed at the identity provider: then no browser ever comes back to us.
func followSession(ctx context.Context, e *steps.Env, c *consent, answers chan<- error) {
	for e.Clock.Sleep(ctx, followInterval) == nil {
		request := c.request()
		request.SessionURI = c.session
		out, err := e.Cloud.UserToken(ctx, request)
		switch {
		case goneForGood(err):
			answers <- err
			return
		case err != nil:
			continue // the end of time is the limit
		case out.Status == "FAILED":
			failedHops(ctx, c)
			answers <- sessionFailed()
			return
		case !out.AccessToken.Empty():
			answers <- nil
			return
		}
	}
}

// goneForGood tells what no waiting mends: the provider was deleted meanwhile, or the session is no more.
func goneForGood(err error) bool {
	kind := aws.KindOf(err)
	return kind == aws.NotFound || kind == aws.Validation
}

// failedHops tell how a session ended of whose browser nothing more was seen.
func failedHops(ctx context.Context, c *consent) {
	r := flow.From(ctx)
	if r == nil {
		return
	}
	r.Hop(flow.Hop{Flow: c.flow, From: "browser", To: "agentcore", Method: "GET", Status: 400,
		Title: text.T{En: "The browser came back to AgentCore with an error, and not to us", Ko: "브라우저가 오류를 갖고 AgentCore로 돌아갔고 우리에게는 오지 않았습니다"}.With()})
	r.Hop(flow.Hop{Flow: c.flow, From: "agent", To: "agentcore", Method: "POST", Status: 200, Answer: `{"sessionStatus":"FAILED"}`,
		Title: text.T{En: "And now? The session is FAILED: nothing was stored", Ko: "이제 되었나요? 세션이 FAILED이며 아무것도 저장되지 않았습니다"}.With()})
}

func sessionFailed() *flow.Failure {
	return &flow.Failure{Code: "FAILED", Exit: flow.ExitService, Docs: DocsBinding,
		Message: text.T{En: "The consent ended in FAILED: the person cancelled, or the identity provider refused.", Ko: "동의가 FAILED로 끝났습니다. 사용자가 취소했거나 IdP가 거부했습니다."}.With(),
		Cause:   text.T{En: "AgentCore hides the provider's reason from the agent; the browser's last address has it.", Ko: "AgentCore는 거부 이유를 에이전트에 알려 주지 않으며, 브라우저의 마지막 주소에 이유가 있습니다."}.With(),
		Fix:     text.T{En: "Run the step again. The vault is unchanged.", Ko: "단계를 다시 실행하세요. Token Vault는 바뀌지 않았습니다."}.With()}
}
