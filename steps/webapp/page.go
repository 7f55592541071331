package webapp

import (
	"net/http"

	"agentcore-workshop/steps/oauth"
	"agentcore-workshop/steps/text"
)

// page is what a browser is shown. Its reader may not be the terminal's, so both languages stand on it.
type page struct {
	mark       string
	head, body text.T
}

var (
	home = page{"·",
		text.T{En: "A small application on this machine", Ko: "이 컴퓨터의 작은 애플리케이션"},
		text.T{En: "It has a sign-in cookie of its own. That is how it knows whose browser comes back.", Ko: "자체 로그인 쿠키가 있어서, 돌아온 브라우저가 누구의 것인지 알 수 있습니다."}}
	bringAddress = page{"→",
		text.T{En: "Paste this page's address into the terminal.", Ko: "이 페이지의 주소를 터미널에 붙여 넣으세요."},
		text.T{En: "This browser did not begin at the terminal's machine, so the terminal has to say that it was you.", Ko: "터미널이 있는 컴퓨터에서 시작한 브라우저가 아니므로, 터미널에서 본인임을 확인해야 합니다."}}
	usedTicket = page{"✗",
		text.T{En: "This sign-in address was used already.", Ko: "이미 사용된 로그인 주소입니다."},
		text.T{En: "It is good for one browser. Start again from the terminal.", Ko: "브라우저 하나에서만 쓸 수 있습니다. 터미널에서 다시 시작하세요."}}
)

// pageOf is the page for a return: the good one, or why not.
func pageOf(r Reason) page {
	switch r {
	case BadMethod:
		return page{"?",
			text.T{En: "A browser comes back with GET.", Ko: "브라우저는 GET으로 돌아옵니다."},
			text.T{En: "A callback that is declared as POST is never reached by a redirect: it answers 405.", Ko: "POST로 선언한 콜백에는 redirect가 도달할 수 없으며 405로 응답합니다."}}
	case NoSession:
		return page{"?",
			text.T{En: "This application has not begun this session, or it is over.", Ko: "이 애플리케이션이 시작한 세션이 아니거나 이미 끝난 세션입니다."},
			text.T{En: "Nothing was completed. Use the address that the terminal shows now.", Ko: "아무것도 완료하지 않았습니다. 지금 터미널에 표시된 주소를 사용하세요."}}
	case WrongState:
		return page{"?",
			text.T{En: "The state is not the one that was drawn for this session.", Ko: "state가 이 세션의 값과 다릅니다."},
			text.T{En: "Nothing was completed: the answer may have been forged.", Ko: "위조된 응답일 수 있으므로 아무것도 완료하지 않았습니다."}}
	case NoCookie:
		return page{"✗",
			text.T{En: "Nobody is signed in in this browser.", Ko: "이 브라우저에는 로그인한 사용자가 없습니다."},
			text.T{En: "The consent cannot be tied to anybody, so it was thrown away. Begin in the browser in which you are signed in.", Ko: "동의를 누구의 것으로도 확인할 수 없어 버렸습니다. 로그인한 브라우저에서 시작하세요."}}
	case WrongUser:
		return page{"✗",
			text.T{En: "You did not begin this. Nothing was stored.", Ko: "본인이 시작한 요청이 아니므로 아무것도 저장하지 않았습니다."},
			text.T{En: "Another person asked for this consent and its address has leaked to you. With your credentials that person's agent would work in your account, or you would have planted yours on them.",
				Ko: "다른 사람이 요청한 동의의 주소가 유출되었습니다. 그대로 저장하면 그 사람의 에이전트가 당신의 자격 증명으로 동작하게 됩니다."}}
	case NotBound:
		return page{"✗",
			text.T{En: "AgentCore did not accept the completion.", Ko: "AgentCore가 완료 요청을 받아들이지 않았습니다."},
			text.T{En: "The terminal shows what it said. This tab can be closed.", Ko: "응답 내용이 터미널에 표시됩니다. 이 탭은 닫아도 됩니다."}}
	}
	return page{"✓",
		text.T{En: "Done. Go back to the terminal.", Ko: "완료했습니다. 터미널로 돌아가세요."},
		text.T{En: "The browser's user is the one who began, so the token was bound to that user.", Ko: "브라우저의 사용자가 요청을 시작한 사용자와 같으므로 토큰을 그 사용자에게 연결했습니다."}}
}

func write(w http.ResponseWriter, status int, p page, user string) {
	oauth.WriteNotice(w, status, p.mark, p.head, p.body, user)
}
