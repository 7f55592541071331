package cognito

import "strings"

// words are the sentences of the hosted pages in one language.
type words struct {
	lang, practice, practiceNote           string
	signInTitle, signInTo, email, phone    string
	username, password, signIn             string
	newTitle, newLead, newPass, again      string
	save, policyLead                       string
	badLogin, disabled, notConfirmed       string
	resetNeeded, expired, stale, differ    string
	errorTitle, noDomain, domainNotReady   string
	noPage, mismatch, errorCode            string
	tooShort, upper, lower, number, symbol string
}

// language chooses between Korean and English: the lang parameter first, then what the browser prefers.
func language(param, accept string) string {
	for _, tag := range append([]string{param}, strings.Split(accept, ",")...) {
		tag, _, _ = strings.Cut(strings.TrimSpace(strings.ToLower(tag)), ";")
		switch primary, _, _ := strings.Cut(tag, "-"); primary {
		case "ko":
			return "ko"
		case "en":
			return "en"
		}
	}
	return "en"
}

func wordsFor(lang string) words {
	if lang == "ko" {
		return korean()
	}
	return english()
}

func english() words {
	return words{
		lang: "en", practice: "Practice cloud",
		practiceNote: "This page runs on your own machine. It is not AWS: do not type a password that you use elsewhere.",
		signInTitle:  "Sign in", signInTo: "Sign in with your username and password to continue to",
		email: "Email", phone: "Phone number", username: "Username", password: "Password", signIn: "Sign in",
		newTitle: "Change password", newLead: "Your password is a temporary one. Choose a new one to go on.",
		newPass: "New password", again: "Enter new password again", save: "Send", policyLead: "The new password needs:",
		badLogin: "Incorrect username or password.", disabled: "User is disabled.",
		notConfirmed: "User is not confirmed.", resetNeeded: "Password reset required for the user",
		expired:    "Temporary password has expired and must be reset by an administrator.",
		stale:      "This page was open for too long, or its cookie is missing. Please try again.",
		differ:     "The two passwords are not the same.",
		errorTitle: "An error was encountered with the requested page.",
		noDomain:   "No user pool has this domain.", domainNotReady: "This domain is still being created. Try again in a minute.",
		noPage:    "There is no such page.",
		mismatch:  "redirect_mismatch: the address to return to is not registered with this app client, to the letter.",
		errorCode: "Error", tooShort: "at least %d characters", upper: "an uppercase letter", lower: "a lowercase letter",
		number: "a number", symbol: "a symbol",
	}
}

func korean() words {
	return words{
		lang: "ko", practice: "연습용 클라우드",
		practiceNote: "이 페이지는 이 컴퓨터에서 실행되며 AWS가 아닙니다. 다른 곳에서 쓰는 비밀번호는 입력하지 마세요.",
		signInTitle:  "로그인", signInTo: "사용자 이름과 비밀번호로 로그인하여 계속하세요:",
		email: "이메일", phone: "전화번호", username: "사용자 이름", password: "비밀번호", signIn: "로그인",
		newTitle: "비밀번호 변경", newLead: "지금 비밀번호는 임시 비밀번호입니다. 계속하려면 새 비밀번호를 정하세요.",
		newPass: "새 비밀번호", again: "새 비밀번호 확인", save: "보내기", policyLead: "새 비밀번호에 필요한 것:",
		badLogin: "사용자 이름 또는 비밀번호가 올바르지 않습니다.", disabled: "사용할 수 없도록 설정된 사용자입니다.",
		notConfirmed: "아직 확인되지 않은 사용자입니다.", resetNeeded: "비밀번호를 재설정해야 합니다.",
		expired:    "임시 비밀번호가 만료되었습니다. 관리자가 다시 설정해야 합니다.",
		stale:      "페이지가 너무 오래 열려 있었거나 쿠키가 없습니다. 다시 시도하세요.",
		differ:     "두 비밀번호가 서로 다릅니다.",
		errorTitle: "요청한 페이지에서 오류가 발생했습니다.",
		noDomain:   "이 도메인을 쓰는 사용자 풀이 없습니다.", domainNotReady: "도메인을 아직 만드는 중입니다. 잠시 뒤에 다시 시도하세요.",
		noPage:    "없는 페이지입니다.",
		mismatch:  "redirect_mismatch: 돌아갈 주소가 이 앱 클라이언트에 등록된 주소와 글자 그대로 같지 않습니다.",
		errorCode: "오류", tooShort: "%d자 이상", upper: "대문자", lower: "소문자", number: "숫자", symbol: "특수 문자",
	}
}

// errorFor is the text for the code in the address of the error page. Codes of others are shown as they came, cut to a
// length that cannot carry a message; the page escapes them.
func (w words) errorFor(code string) string {
	switch {
	case code == "redirect_mismatch":
		return w.mismatch
	case code == "":
		return w.noPage
	case len(code) > 80:
		code = strings.ToValidUTF8(code[:80], "")
	}
	return w.errorCode + ": " + code
}

// policyError is a broken rule of the password policy in the page's language.
func (w words) policyError(message string) string {
	_, rule, _ := strings.Cut(message, "policy: ")
	if w.lang == "en" || rule == "" {
		return message
	}
	korean := map[string]string{
		"Password not long enough":                "비밀번호가 너무 짧습니다.",
		"Password must have uppercase characters": "비밀번호에 대문자가 있어야 합니다.",
		"Password must have lowercase characters": "비밀번호에 소문자가 있어야 합니다.",
		"Password must have numeric characters":   "비밀번호에 숫자가 있어야 합니다.",
		"Password must have symbol characters":    "비밀번호에 특수 문자가 있어야 합니다.",
	}
	return or(korean[rule], message)
}
