package steps

import (
	"net/url"
	"slices"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/oauth"
	"agentcore-workshop/steps/text"
)

// whyNoPort says of each callback port why the browser cannot come back on it.
func (e *Env) whyNoPort(client aws.AppClient) []text.Msg {
	var why []text.Msg
	for _, callback := range e.Callbacks {
		u, err := url.Parse(callback)
		if err != nil {
			continue
		}
		held := oauth.Holder(u.Port())
		switch {
		case !slices.Contains(client.CallbackURLs, callback):
			why = append(why, text.T{En: "%s: the web client does not list it", Ko: "%s: Web Client에 등록되어 있지 않음"}.With(u.Port()))
		case held != "":
			why = append(why, text.T{En: "%s: in use by %s", Ko: "%s: %s{이/가} 사용 중"}.With(u.Port(), held))
		default:
			why = append(why, text.T{En: "%s: in use by another program", Ko: "%s: 다른 프로그램이 사용 중"}.With(u.Port()))
		}
	}
	return why
}

// byHand tells that the browser will end at a page that is not ours, before it does.
func (e *Env) byHand(r *flow.Report, client aws.AppClient) {
	r.Meanwhile(text.T{
		En: "The browser cannot come back here by itself (%s). So it will end at %s. That is nobody's page: example.com exists for examples, and what it shows does not matter. What counts is the address bar: copy all of it and paste it here. Or end the program that has the port and run `signin` again.",
		Ko: "브라우저가 이 프로그램으로 스스로 돌아올 수 없습니다(%s). 그래서 마지막에 %s{으로/로} 이동합니다. example.com은 예시용 주소라서 화면에 무엇이 나오든 상관없습니다. 중요한 것은 주소 표시줄이므로, 주소 전체를 복사해 여기에 붙여 넣으세요. 또는 포트를 쓰는 프로그램을 끝내고 `signin`을 다시 실행하세요."}.With(e.whyNoPort(client), PasteCallback))
}

func (e *Env) noCallback(client aws.AppClient, err error) error {
	return &flow.Failure{Code: "NoCallback", Exit: flow.ExitOther, Err: err,
		Message: text.T{En: "After the sign-in the browser would have nowhere to come back to.", Ko: "로그인한 다음 브라우저가 돌아올 주소가 없습니다."}.With(),
		Cause:   text.T{En: "No callback port can be used: %s.", Ko: "쓸 수 있는 콜백 포트가 없습니다. %s"}.With(e.whyNoPort(client)),
		Fix:     text.T{En: "End the program that has the port and run `signin` again; or, where the client lists no address of ours, add them with `deploy --update`.", Ko: "포트를 쓰는 프로그램을 끝내고 `signin`을 다시 실행하세요. Web Client에 주소가 등록되어 있지 않다면 `deploy --update`로 추가하세요."}.With()}
}

// WhereTheBrowserIs says what a browser that is elsewhere needs: the way to this machine, where there is one.
func (e *Env) WhereTheBrowserIs(r *flow.Report, addresses ...string) {
	tunnel := e.Around.Tunnel(addresses...)
	switch {
	case tunnel != "":
		r.Meanwhile(oauth.ThroughTunnel(tunnel))
	case e.Practice() && e.Around.Elsewhere:
		r.Meanwhile(text.T{
			En: "There seems to be no browser here, and this page is on this machine alone. Forward the address's port to where your browser is, or start again with --auto.",
			Ko: "이곳에는 브라우저가 없는 것 같은데 로그인 페이지는 이 컴퓨터에만 있습니다. 주소의 포트를 브라우저가 있는 곳으로 포워딩하거나 --auto로 다시 시작하세요."}.With())
	case !e.Around.Advice.Empty():
		r.Meanwhile(e.Around.Advice)
	}
}

// tunnelShown is the command where it can be copied, beside the address.
func (e *Env) tunnelShown(addresses ...string) []flow.Fact {
	tunnel := e.Around.Tunnel(addresses...)
	if tunnel == "" {
		return nil
	}
	return []flow.Fact{{Key: "tunnel", Label: text.T{En: "First, on your own computer", Ko: "먼저 내 컴퓨터에서"}, Value: tunnel}}
}
