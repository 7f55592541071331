package cognito

import (
	"errors"
	"net/http"

	"agentcore-workshop/aws/sandbox/core"
)

// login is the sign-in page. It checks the request again: anybody can open this address.
func (v *visit) login() {
	a, bad := v.readRequest()
	if bad != nil {
		v.refuse(a, bad)
		return
	}
	if v.r.Method == http.MethodPost {
		v.submitLogin(a)
		return
	}
	if !v.alreadySignedIn(a) {
		v.loginPage(a, http.StatusOK, a.hint, "")
	}
}

func (v *visit) submitLogin(a *authRequest) {
	if v.r.ParseForm() != nil || v.forged() {
		v.loginPage(a, http.StatusForbidden, "", v.words.stale)
		return
	}
	username, password := v.r.PostForm.Get("username"), v.r.PostForm.Get("password")
	user, err := v.checkPassword(a.client, username, password)
	if err != nil {
		v.loginPage(a, http.StatusBadRequest, username, v.loginError(err))
		return
	}
	if user.Status == forceChange {
		v.askNewPassword(a, user.Username)
		return
	}
	v.signIn(a, user.Username)
}

// loginError is the text for the page. A name that does not exist reads like a wrong password, always.
func (v *visit) loginError(err error) string {
	var e *core.Error
	if !errors.As(err, &e) || e.Code == "UserNotFoundException" || e.Message == errBadLogin {
		return v.words.badLogin
	}
	switch e.Code {
	case "UserNotConfirmedException":
		return v.words.notConfirmed
	case "PasswordResetRequiredException":
		return v.words.resetNeeded
	}
	if e.Message == errDisabled {
		return v.words.disabled
	}
	return v.words.expired
}

// askNewPassword sends a user with a temporary password on to the page that replaces it.
func (v *visit) askNewPassword(a *authRequest, username string) {
	session, err := v.startChallenge(a.client, username)
	if err != nil {
		v.errorPage(http.StatusBadRequest, v.words.noPage)
		return
	}
	v.setCookie(challengeCookie, session, a.client.authSessionLife())
	v.goTo("/changePassword", v.query)
}

// signIn starts a browser's session and finishes the request.
func (v *visit) signIn(a *authRequest, username string) {
	if err := v.startSession(username); err != nil {
		v.errorPage(http.StatusBadRequest, v.words.noPage)
		return
	}
	v.finish(a, username, v.now())
}

// newPassword is the page that ends FORCE_CHANGE_PASSWORD.
func (v *visit) newPassword() {
	a, bad := v.readRequest()
	if bad != nil {
		v.refuse(a, bad)
		return
	}
	session := v.cookie(challengeCookie)
	if session == "" {
		v.goTo("/login", v.query)
		return
	}
	if v.r.Method == http.MethodPost {
		v.submitNewPassword(a, session)
		return
	}
	v.newPasswordPage(a, http.StatusOK, "")
}

func (v *visit) submitNewPassword(a *authRequest, session string) {
	if v.r.ParseForm() != nil || v.forged() {
		v.newPasswordPage(a, http.StatusForbidden, v.words.stale)
		return
	}
	password := v.r.PostForm.Get("new_password")
	if password != v.r.PostForm.Get("confirm_password") {
		v.newPasswordPage(a, http.StatusBadRequest, v.words.differ)
		return
	}
	username, err := v.setNewPassword(a.client, session, password, func(*Pool, *User) error { return nil })
	var e *core.Error
	switch {
	case err == nil:
		v.setCookie(challengeCookie, "", 0)
		v.signIn(a, username)
	case errors.As(err, &e) && e.Code == "InvalidPasswordException":
		v.newPasswordPage(a, http.StatusBadRequest, v.words.policyError(e.Message))
	default:
		v.setCookie(challengeCookie, "", 0)
		v.loginPage(a, http.StatusBadRequest, "", v.words.stale)
	}
}
