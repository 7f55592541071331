package oauth

import (
	"net/http"

	"agentcore-workshop/steps/text"
)

// page is what the browser shows after the redirect. A browser's reader may not be the terminal's, so both languages stand on it.
type page struct {
	mark       string
	head, body text.T
}

func pageDone() page {
	return page{"✓",
		text.T{En: "Signed in. Go back to the terminal.", Ko: "로그인했습니다. 터미널로 돌아가세요."},
		text.T{En: "The sign-in's answer has arrived. The terminal now exchanges it for tokens; this tab can be closed.", Ko: "로그인 응답이 도착했습니다. 터미널이 이 응답을 토큰으로 교환합니다. 이 탭은 닫아도 됩니다."}}
}

func pageRefused() page {
	return page{"✗",
		text.T{En: "The sign-in was refused.", Ko: "로그인이 거부되었습니다."},
		text.T{En: "The terminal shows what the server said and what to do next. This tab can be closed.", Ko: "서버의 응답과 다음에 할 일이 터미널에 표시됩니다. 이 탭은 닫아도 됩니다."}}
}

func pageStranger() page {
	return page{"?",
		text.T{En: "This answer does not belong to the sign-in that is under way.", Ko: "진행 중인 로그인에 대한 응답이 아닙니다."},
		text.T{En: "Its state is missing or another one, so it was ignored. Use the address that the terminal shows now.", Ko: "state가 없거나 다르므로 무시했습니다. 지금 터미널에 표시된 주소를 사용하세요."}}
}

func pageIncomplete() page {
	return page{"?",
		text.T{En: "The answer is incomplete.", Ko: "응답에 빠진 값이 있습니다."},
		text.T{En: "It carries neither a code nor an error. Start the sign-in again from the terminal.", Ko: "code도 error도 들어 있지 않습니다. 터미널에서 로그인을 다시 시작하세요."}}
}

func pageSignedOut() page {
	return page{"✓",
		text.T{En: "Signed out.", Ko: "로그아웃했습니다."},
		text.T{En: "The session cookie of the sign-in page is gone. Go back to the terminal; this tab can be closed.", Ko: "로그인 페이지의 세션 쿠키를 지웠습니다. 터미널로 돌아가세요. 이 탭은 닫아도 됩니다."}}
}

func pageAgain() page {
	return page{"·",
		text.T{En: "This answer was used already.", Ko: "이미 처리한 응답입니다."},
		text.T{En: "A code is good for one use. Go back to the terminal.", Ko: "code는 한 번만 쓸 수 있습니다. 터미널로 돌아가세요."}}
}

// writePage writes a page; detail is a stranger's text.
func writePage(w http.ResponseWriter, status int, p page, detail string) {
	WriteNotice(w, status, p.mark, p.head, p.body, detail)
}
