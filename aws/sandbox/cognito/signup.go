package cognito

import (
	"crypto/subtle"
	"time"

	"agentcore-workshop/aws/sandbox/core"
)

// confirmationLife is how long the code of a sign-up holds.
const confirmationLife = 24 * time.Hour

type signUpInput struct {
	ClientId, SecretHash, Username, Password string
	UserAttributes                           []attribute
}

type delivery struct{ Destination, DeliveryMedium, AttributeName string }

type signUpAnswer struct {
	UserConfirmed       bool
	UserSub             string
	CodeDeliveryDetails *delivery
}

// signUp makes an unconfirmed user. There is no post in the practice cloud, so the confirmation code stands where AWS
// shows the masked address that it was sent to.
func signUp(c *core.Call, in *signUpInput) (signUpAnswer, error) {
	pl, err := clientPlace(c, in.ClientId)
	if err != nil {
		return signUpAnswer{}, err
	}
	client, err := pl.client(in.ClientId)
	if err != nil {
		return signUpAnswer{}, err
	}
	if err := checkSecretHash(client, in.Username, in.SecretHash); err != nil {
		return signUpAnswer{}, err
	}
	hashed := hashPassword(c.Cloud.IDs, in.Password)
	var out signUpAnswer
	err = pl.change(func(p *Pool) error {
		u, err := p.register(c, in)
		if err != nil {
			return err
		}
		u.Status, u.Password, u.PasswordSet = unconfirmed, hashed, pl.now()
		u.Code, u.CodeExpires = c.Cloud.IDs.String(6, core.Digits), pl.now().Add(confirmationLife)
		put(&p.Users, u.Username, u)
		out = signUpAnswer{UserSub: u.Sub, CodeDeliveryDetails: &delivery{
			Destination: "practice cloud, code " + u.Code, DeliveryMedium: "EMAIL", AttributeName: "email",
		}}
		return nil
	})
	return out, err
}

func (p *Pool) register(c *core.Call, in *signUpInput) (*User, error) {
	if p.Settings.AdminCreateUserConfig.AllowAdminCreateUserOnly {
		return nil, notAuthorized("SignUp is not permitted for this user pool")
	}
	if err := p.checkLogin(in.Username); err != nil {
		return nil, err
	}
	if err := p.Settings.Policies.PasswordPolicy.check(in.Password); err != nil {
		return nil, err
	}
	if p.user(in.Username) != nil {
		text := "User already exists"
		if p.signsInWith("email") {
			text = "An account with the given email already exists."
		}
		return nil, core.Errorf("UsernameExistsException", "%s", text)
	}
	return p.addUser(c, in.Username, in.UserAttributes)
}

type confirmInput struct{ ClientId, SecretHash, Username, ConfirmationCode string }

func confirmSignUp(c *core.Call, in *confirmInput) (empty, error) {
	pl, err := clientPlace(c, in.ClientId)
	if err != nil {
		return empty{}, err
	}
	client, err := pl.client(in.ClientId)
	if err != nil {
		return empty{}, err
	}
	if err := checkSecretHash(client, in.Username, in.SecretHash); err != nil {
		return empty{}, err
	}
	return empty{}, pl.change(func(p *Pool) error { return p.confirm(in, pl.now()) })
}

func (p *Pool) confirm(in *confirmInput, now time.Time) error {
	u := p.user(in.Username)
	switch {
	case u == nil:
		return noUser()
	case u.Status == confirmed:
		return notAuthorized("User cannot be confirmed. Current status is CONFIRMED")
	case u.Code == "" || now.After(u.CodeExpires):
		return core.Errorf("ExpiredCodeException", "Invalid code provided, please request a code again.")
	case subtle.ConstantTimeCompare([]byte(u.Code), []byte(in.ConfirmationCode)) != 1:
		return core.Errorf("CodeMismatchException", "Invalid verification code provided, please try again.")
	}
	u.Status, u.Code, u.Modified = confirmed, "", now
	for _, name := range p.Settings.AutoVerifiedAttributes {
		if u.attr(name) != "" {
			u.setAttr(name+"_verified", "true")
		}
	}
	return nil
}
