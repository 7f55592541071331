package inbound

import (
	"cmp"
	"context"
	"encoding/json"
	"strings"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/identity"
	"agentcore-workshop/steps/oauth"
	"agentcore-workshop/steps/text"
)

// tellDecorator says where the consent is asked for in an agent of the participant's own.
func tellDecorator(r *flow.Report) {
	r.Say(text.T{En: "The agent that asks for consent by itself is the practice cloud's. In yours the decorator @requires_access_token does it: see the step's code.", Ko: "스스로 동의를 요청하는 에이전트는 연습용 클라우드에 내장되어 있습니다. 여러분의 에이전트에서는 @requires_access_token 데코레이터를 사용하세요(이 단계의 코드 참고)."}.With())
}

// agentAsks is scenario 3 whole: the application calls the runtime, the agent needs the user's consent and streams the address to
// the application, the user agrees, and the agent, which has waited in the meantime, goes on and answers.
func (c chain) agentAsks(ctx context.Context, r *flow.Report) error {
	if !c.e.Practice() {
		tellDecorator(r)
		return nil
	}
	provider, err := identity.BringConsent(ctx, c.e, r, c.s)
	if err == nil {
		err = bringReturnsOf(ctx, c.e, c.found.Identity)
	}
	if err != nil {
		return err
	}
	payload, err := json.Marshal(map[string]any{"prompt": "Read my profile", "consent": map[string]any{
		"provider": provider.Name, "scopes": identity.ConsentScopes(), "returnUrl": freeReturnURL(c.e), "fetch": c.s.DomainURL() + "/oauth2/userInfo"}})
	if err != nil {
		return err
	}
	asked := false
	hop := steps.AsHop(ctx, flowAgent, "app", "runtime", text.T{En: "Read my profile, please: the user's token comes along", Ko: "내 프로필을 읽어 달라고 사용자 토큰과 함께 요청합니다"})
	t, err := talkTo(hop, c.e, r, aws.Invocation{ARN: c.found.ARN, Token: c.token.Access, Session: c.session, Payload: payload}, func(w word) error {
		switch w.Event {
		case "greeting":
			r.Hop(handedOn(flowAgent))
		case "authorization_required":
			asked = true
			r.Hop(flow.Hop{Flow: flowAgent, From: hostedAgent, To: "app", Title: text.T{En: "I need your consent: the address comes through the open stream, and I wait", Ko: "동의가 필요하여 열린 스트림으로 주소를 보내고 기다립니다"}.With()})
			return identity.AgreeAt(ctx, c.e, r, flowAgent, identity.SignedInUser(c.e), w.AuthorizationURL, nil)
		case "authorized":
			r.Hop(flow.Hop{Flow: flowAgent, From: hostedAgent, To: "agentcore", Status: 200, Title: text.T{En: "The vault gives the agent the user's token (inside AWS, not seen from here)", Ko: "Token Vault가 에이전트에 사용자의 토큰을 줍니다(AWS 내부라 여기서는 보이지 않음)"}.With()})
		case "error":
			return agentFailed(w)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if !t.builtIn() {
		tellDecorator(r)
		return nil
	}
	done := t.last("answer")
	if !strings.HasPrefix(done.Fetched, "200") {
		done.Text = cmp.Or(done.Fetched, done.Text, "The agent fell silent.")
		return agentFailed(done)
	}
	r.Hop(flow.Hop{Flow: flowAgent, From: hostedAgent, To: "app", Status: 200, Title: text.T{En: "And here is the answer", Ko: "이어서 응답을 보냅니다"}.With()})
	_, fetched, _ := strings.Cut(done.Fetched, "{")
	var person struct{ Email, Username string }
	if json.Unmarshal([]byte("{"+fetched), &person) != nil {
		return agentFailed(done)
	}
	source := text.T{En: "the vault had the token of an earlier consent", Ko: "이전 동의의 토큰이 Token Vault에 있었음"}
	if asked {
		source = text.T{En: "after a consent that the agent asked for", Ko: "에이전트가 요청한 동의를 거침"}
	}
	r.Emit(flow.Fact{Key: "identity.agent_acts_for", Value: cmp.Or(person.Email, person.Username), Source: source.With(), Label: text.T{En: "The agent acts for", Ko: "에이전트가 대신한 사용자"}})
	return nil
}

// bringReturnsOf registers our return addresses with the identity of an ARN, keeping those of others.
func bringReturnsOf(ctx context.Context, e *steps.Env, arn string) error {
	name := arn[strings.LastIndex(arn, "/")+1:]
	found, err := e.Cloud.WorkloadIdentity(ctx, name)
	if err != nil || len(steps.Lacking(found.ReturnURLs, e.ReturnURLs())) == 0 {
		return err
	}
	_, err = e.Cloud.UpdateWorkloadIdentity(ctx, name, steps.Union(found.ReturnURLs, e.ReturnURLs()))
	return err
}

// freeReturnURL is the return address that our application will listen at in a moment: the agent has to name it beforehand.
func freeReturnURL(e *steps.Env) string {
	address, listeners, err := oauth.Bind(e.ReturnURLs())
	if err != nil {
		return e.ReturnURLs()[0] // no port is free: the address at which the browser ends is pasted
	}
	for _, l := range listeners {
		_ = l.Close() // nobody has come yet
	}
	return address.String()
}
