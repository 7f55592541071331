package cognito

import (
	"slices"
	"time"

	"agentcore-workshop/aws/sandbox/core"
)

func authOps() []core.Op {
	return []core.Op{
		free("InitiateAuth", initiateAuth),
		free("AdminInitiateAuth", adminInitiateAuth),
		free("RespondToAuthChallenge", respond),
		free("AdminRespondToAuthChallenge", respond),
		free("SignUp", signUp),
		free("ConfirmSignUp", confirmSignUp),
		free("GetUser", getUser),
		free("GlobalSignOut", globalSignOut),
		free("RevokeToken", revokeToken),
	}
}

type authInput struct {
	UserPoolId, ClientId, AuthFlow string
	AuthParameters                 map[string]string
}

type authAnswer struct {
	AuthenticationResult *authResult
	ChallengeName        string
	ChallengeParameters  map[string]string
	Session              string
}

type authResult struct {
	AccessToken, IdToken, RefreshToken, TokenType string
	ExpiresIn                                     int
}

func (t *tokens) answer() authAnswer {
	return authAnswer{ChallengeParameters: map[string]string{}, AuthenticationResult: &authResult{
		AccessToken: t.Access, IdToken: t.ID, RefreshToken: t.Refresh, TokenType: "Bearer", ExpiresIn: t.ExpiresIn,
	}}
}

// clientPlace finds the pool of an app client, in whatever account it is: these calls carry no signature to tell.
func clientPlace(c *core.Call, clientID string) (place, error) {
	pl, ok := placeOf(c.Cloud, clientKey(clientID))
	if !ok {
		return place{}, noClient(clientID)
	}
	return pl, nil
}

func initiateAuth(c *core.Call, in *authInput) (authAnswer, error) {
	pl, err := clientPlace(c, in.ClientId)
	if err != nil {
		return authAnswer{}, err
	}
	if slices.Contains([]string{"ADMIN_USER_PASSWORD_AUTH", "ADMIN_NO_SRP_AUTH"}, in.AuthFlow) {
		return authAnswer{}, invalid("Initiate Auth method not supported.")
	}
	return pl.authenticate(in)
}

func adminInitiateAuth(c *core.Call, in *authInput) (authAnswer, error) {
	pl, ok := placeOf(c.Cloud, poolKey(in.UserPoolId))
	if !ok || pl.realm.Account != c.Realm.Account || pl.realm.Region != c.Realm.Region {
		return authAnswer{}, noPool(in.UserPoolId)
	}
	err := pl.look(func(p *Pool) error {
		if _, ok := p.Clients[in.ClientId]; !ok {
			return noClient(in.ClientId)
		}
		return nil
	})
	if err != nil {
		return authAnswer{}, err
	}
	return pl.authenticate(in)
}

func (pl place) authenticate(in *authInput) (authAnswer, error) {
	client, err := pl.client(in.ClientId)
	if err != nil {
		return authAnswer{}, err
	}
	if err := flowEnabled(client, in.AuthFlow); err != nil {
		return authAnswer{}, err
	}
	if in.AuthFlow == "REFRESH_TOKEN_AUTH" || in.AuthFlow == "REFRESH_TOKEN" {
		return pl.refreshAuth(client, in.AuthParameters)
	}
	for _, name := range []string{"USERNAME", "PASSWORD"} {
		if in.AuthParameters[name] == "" {
			return authAnswer{}, invalid("Missing required parameter %s", name)
		}
	}
	login := in.AuthParameters["USERNAME"]
	if err := checkSecretHash(client, login, in.AuthParameters["SECRET_HASH"]); err != nil {
		return authAnswer{}, err
	}
	user, err := pl.checkPassword(client, login, in.AuthParameters["PASSWORD"])
	if err != nil {
		return authAnswer{}, err
	}
	if user.Status == forceChange {
		return pl.challenge(client, user)
	}
	return pl.signedIn(client, user.Username)
}

// client copies an app client out from under the lock.
func (pl place) client(id string) (client *Client, err error) {
	err = pl.look(func(p *Pool) error {
		found, ok := p.Clients[id]
		if !ok {
			return noClient(id)
		}
		copied := *found // settings are replaced as a whole, never changed in place
		client = &copied
		return nil
	})
	return client, err
}

// Texts of refused sign-ins. errBadLogin is the one answer to a wrong name and a wrong password where a client prevents
// existence errors.
const (
	errBadLogin = "Incorrect username or password."
	errDisabled = "User is disabled."
)

// checkPassword checks a password, outside the lock, and returns a copy of its user.
func (pl place) checkPassword(client *Client, login, password string) (*User, error) {
	var user *User
	var days int
	err := pl.look(func(p *Pool) error {
		days = p.Settings.Policies.PasswordPolicy.TemporaryPasswordValidityDays
		if u := p.user(login); u != nil {
			copied := *u
			copied.Attributes, copied.Groups = slices.Clone(u.Attributes), nil
			user = &copied
		}
		return nil
	})
	switch {
	case err != nil:
		return nil, err
	case user == nil && client.PreventUserExistenceErrors != "ENABLED":
		return nil, noUser()
	case user == nil || !user.Password.is(password):
		return nil, notAuthorized(errBadLogin)
	case !user.Enabled:
		return nil, notAuthorized(errDisabled)
	case user.Status == unconfirmed:
		return nil, core.Errorf("UserNotConfirmedException", "User is not confirmed.")
	case user.Status == resetRequired:
		return nil, core.Errorf("PasswordResetRequiredException", "Password reset required for the user")
	case user.Status == forceChange && pl.now().After(user.PasswordSet.AddDate(0, 0, days)):
		return nil, notAuthorized("Temporary password has expired and must be reset by an administrator.")
	}
	return user, nil
}

// signedIn gives the user API's tokens: they may act on their own user and nothing else.
func (pl place) signedIn(client *Client, username string) (authAnswer, error) {
	var t *ticket
	err := pl.change(func(p *Pool) error {
		u := p.Users[username]
		if u == nil {
			return noUser()
		}
		t = p.open(pl, client, u, signIn{scope: adminScope, authTime: pl.now(), userAPI: true})
		return nil
	})
	if err != nil {
		return authAnswer{}, err
	}
	out, err := pl.mint(t)
	if err != nil {
		return authAnswer{}, err
	}
	return out.answer(), nil
}

// authSessionLife is how long a challenge waits: AuthSessionValidity minutes.
func (s *clientSettings) authSessionLife() time.Duration {
	if s.AuthSessionValidity == nil {
		return 3 * time.Minute
	}
	return time.Duration(*s.AuthSessionValidity) * time.Minute
}
