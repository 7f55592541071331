package cognito

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"strings"
	"testing"
	"time"

	"agentcore-workshop/aws/sandbox/core"
)

// login is InitiateAuth's input for the test user.
func (w *world) login(password string) core.Object {
	return core.Object{"ClientId": w.web, "AuthFlow": "USER_PASSWORD_AUTH",
		"AuthParameters": core.Object{"USERNAME": email, "PASSWORD": password}}
}

// result is the AuthenticationResult of a sign-in that must succeed.
func (w *world) result(operation string, in core.Object) core.Object {
	w.Helper()
	r, ok := w.must(operation, in)["AuthenticationResult"].(core.Object)
	if !ok {
		w.Fatalf("%s gave no tokens", operation)
	}
	return r
}

func TestInitiateAuth(t *testing.T) {
	w := workshop(t)
	r := w.result("InitiateAuth", w.login(secret1))
	access := r["AccessToken"].(string)
	if c := accessOf(t, access); c.Scope != adminScope || c.OriginJTI == "" || len(c.Groups) != 1 {
		t.Errorf("claims = %+v", c)
	}
	if r["IdToken"] == "" || r["RefreshToken"] == "" || r["ExpiresIn"] != 3600.0 {
		t.Error("the user API gives three tokens and their lifetime")
	}
	user := w.must("GetUser", core.Object{"AccessToken": access})
	if !strings.Contains(toJSON(t, user), email) {
		t.Error("GetUser does not show the address")
	}
	if a := w.bearer(access); a.StatusCode != 401 {
		t.Errorf("a token without openid at userInfo = %d", a.StatusCode)
	}
	again := w.result("InitiateAuth", core.Object{"ClientId": w.web, "AuthFlow": "REFRESH_TOKEN_AUTH",
		"AuthParameters": core.Object{"REFRESH_TOKEN": r["RefreshToken"]}})
	if again["AccessToken"] == "" || again["IdToken"] == "" || again["RefreshToken"] != "" {
		t.Error("a refresh gives access and ID token only")
	}
	w.must("GlobalSignOut", core.Object{"AccessToken": access})
	w.wants("NotAuthorizedException", "Access Token has been revoked", "GetUser", core.Object{"AccessToken": access})
	w.wants("NotAuthorizedException", "Invalid Refresh Token", "InitiateAuth", core.Object{"ClientId": w.web,
		"AuthFlow": "REFRESH_TOKEN", "AuthParameters": core.Object{"REFRESH_TOKEN": r["RefreshToken"]}})
	r = w.result("AdminInitiateAuth", core.Object{"UserPoolId": w.pool, "ClientId": w.web, "AuthFlow": "ADMIN_USER_PASSWORD_AUTH",
		"AuthParameters": core.Object{"USERNAME": email, "PASSWORD": secret1}})
	w.must("RevokeToken", core.Object{"ClientId": w.web, "Token": r["RefreshToken"]})
	w.wants("NotAuthorizedException", "Access Token has been revoked", "GetUser", core.Object{"AccessToken": r["AccessToken"]})
	fresh := w.result("InitiateAuth", w.login(secret1))["AccessToken"]
	w.passes(time.Hour)
	w.wants("NotAuthorizedException", "Access Token has expired", "GetUser", core.Object{"AccessToken": fresh})
	w.wants("NotAuthorizedException", "Invalid Access Token", "GetUser", core.Object{"AccessToken": "e30.e30.e30"})
}

func TestRefusedSignIns(t *testing.T) {
	w := workshop(t)
	stranger := core.Object{"ClientId": w.web, "AuthFlow": "USER_PASSWORD_AUTH",
		"AuthParameters": core.Object{"USERNAME": "nobody@example.com", "PASSWORD": "x"}}
	w.wants("NotAuthorizedException", errBadLogin, "InitiateAuth", w.login("wrong"))
	w.wants("UserNotFoundException", "User does not exist.", "InitiateAuth", stranger)
	hidden := webClient(w.pool)
	hidden["ClientId"], hidden["PreventUserExistenceErrors"] = w.web, "ENABLED"
	w.must("UpdateUserPoolClient", hidden)
	w.wants("NotAuthorizedException", errBadLogin, "InitiateAuth", stranger)

	w.wants("InvalidParameterException", "USER_PASSWORD_AUTH flow not enabled for this client", "InitiateAuth", core.Object{
		"ClientId": w.machine, "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": core.Object{"USERNAME": email, "PASSWORD": secret1}})
	w.wants("InvalidParameterException", "USER_SRP_AUTH is not enabled for the client.", "InitiateAuth",
		core.Object{"ClientId": w.web, "AuthFlow": "USER_SRP_AUTH"})
	w.wants("InvalidParameterException", "Initiate Auth method not supported.", "InitiateAuth",
		core.Object{"ClientId": w.web, "AuthFlow": "ADMIN_USER_PASSWORD_AUTH"})
	w.wants("InvalidParameterException", "Missing required parameter USERNAME", "InitiateAuth",
		core.Object{"ClientId": w.web, "AuthFlow": "USER_PASSWORD_AUTH"})
	w.wants("ResourceNotFoundException", "User pool client nobody does not exist.", "InitiateAuth",
		core.Object{"ClientId": "nobody", "AuthFlow": "USER_PASSWORD_AUTH"})
	w.must("AdminDisableUser", core.Object{"UserPoolId": w.pool, "Username": email})
	w.wants("NotAuthorizedException", "User is disabled.", "InitiateAuth", w.login(secret1))
	w.must("AdminEnableUser", core.Object{"UserPoolId": w.pool, "Username": email})
	w.must("InitiateAuth", w.login(secret1))
}

func TestNewPasswordChallenge(t *testing.T) {
	w := workshop(t)
	w.must("AdminSetUserPassword", core.Object{"UserPoolId": w.pool, "Username": email, "Password": "Temporary#2"})
	ask := w.must("InitiateAuth", w.login("Temporary#2"))
	if ask["ChallengeName"] != newPasswordRequired || ask["AuthenticationResult"] != nil {
		t.Fatalf("challenge = %v", ask["ChallengeName"])
	}
	answer := func(password string) core.Object {
		return core.Object{"ClientId": w.web, "ChallengeName": newPasswordRequired, "Session": ask["Session"],
			"ChallengeResponses": core.Object{"USERNAME": email, "NEW_PASSWORD": password}}
	}
	w.wants("InvalidPasswordException", "Password did not conform with policy: Password must have symbol characters",
		"RespondToAuthChallenge", answer("NoSymbols123"))
	if w.result("RespondToAuthChallenge", answer("Fresh#2026x"))["AccessToken"] == "" {
		t.Error("no token after the new password")
	}
	w.wants("NotAuthorizedException", "Invalid session for the user, session is expired.", "RespondToAuthChallenge", answer("Fresh#2026y"))
	w.must("AdminSetUserPassword", core.Object{"UserPoolId": w.pool, "Username": email, "Password": "Temporary#3"})
	w.passes(8 * 24 * time.Hour)
	w.wants("NotAuthorizedException", "Temporary password has expired and must be reset by an administrator.",
		"InitiateAuth", w.login("Temporary#3"))
}

func TestSecretHash(t *testing.T) {
	w := workshop(t)
	in := webClient(w.pool)
	in["GenerateSecret"] = true
	client := w.must("CreateUserPoolClient", in)["UserPoolClient"].(core.Object)
	id, secret := client["ClientId"].(string), client["ClientSecret"].(string)
	login := func(hash string) core.Object {
		return core.Object{"ClientId": id, "AuthFlow": "USER_PASSWORD_AUTH",
			"AuthParameters": core.Object{"USERNAME": email, "PASSWORD": secret1, "SECRET_HASH": hash}}
	}
	w.wants("NotAuthorizedException", "Client "+id+" is configured with secret but SECRET_HASH was not received", "InitiateAuth", login(""))
	w.wants("NotAuthorizedException", "SecretHash does not match for the client: "+id, "InitiateAuth", login("d3Jvbmc="))
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(email + id))
	w.must("InitiateAuth", login(base64.StdEncoding.EncodeToString(mac.Sum(nil))))
}

func TestSignUp(t *testing.T) {
	w := workshop(t)
	in := core.Object{"ClientId": w.web, "Username": "new@example.com", "Password": "weak"}
	w.wants("InvalidPasswordException", "Password did not conform with policy: Password not long enough", "SignUp", in)
	in["Password"] = secret1
	out := w.must("SignUp", in)
	if out["UserConfirmed"] != false || out["UserSub"] == "" {
		t.Errorf("%v", out["UserConfirmed"])
	}
	w.wants("UsernameExistsException", "An account with the given email already exists.", "SignUp", in)
	login := core.Object{"ClientId": w.web, "AuthFlow": "USER_PASSWORD_AUTH",
		"AuthParameters": core.Object{"USERNAME": "new@example.com", "PASSWORD": secret1}}
	w.wants("UserNotConfirmedException", "User is not confirmed.", "InitiateAuth", login)
	confirm := core.Object{"ClientId": w.web, "Username": "new@example.com", "ConfirmationCode": "wrong"}
	w.wants("CodeMismatchException", "Invalid verification code provided, please try again.", "ConfirmSignUp", confirm)
	where := out["CodeDeliveryDetails"].(core.Object)["Destination"].(string)
	confirm["ConfirmationCode"] = where[strings.LastIndex(where, " ")+1:]
	w.must("ConfirmSignUp", confirm)
	w.must("InitiateAuth", login)
	if !strings.Contains(toJSON(t, w.must("AdminGetUser", core.Object{"UserPoolId": w.pool, "Username": "new@example.com"})), "email_verified") {
		t.Error("a confirmed address is not verified")
	}
}
