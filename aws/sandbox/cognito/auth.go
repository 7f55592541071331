package cognito

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
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

// flowEnabled checks ExplicitAuthFlows. A client that names none has refresh, SRP and custom authentication.
func flowEnabled(client *Client, flow string) error {
	allowed := client.ExplicitAuthFlows
	if len(allowed) == 0 {
		allowed = []string{"ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_SRP_AUTH", "ALLOW_CUSTOM_AUTH"}
	}
	on := func(names ...string) bool {
		return slices.ContainsFunc(names, func(n string) bool { return slices.Contains(allowed, n) })
	}
	switch flow {
	case "USER_PASSWORD_AUTH":
		if !on("ALLOW_USER_PASSWORD_AUTH", "USER_PASSWORD_AUTH") {
			return invalid("USER_PASSWORD_AUTH flow not enabled for this client")
		}
	case "ADMIN_USER_PASSWORD_AUTH", "ADMIN_NO_SRP_AUTH":
		if !on("ALLOW_ADMIN_USER_PASSWORD_AUTH", "ADMIN_NO_SRP_AUTH") {
			return invalid("Auth flow not enabled for this client")
		}
	case "REFRESH_TOKEN_AUTH", "REFRESH_TOKEN":
		if !on("ALLOW_REFRESH_TOKEN_AUTH", "ADMIN_NO_SRP_AUTH", "USER_PASSWORD_AUTH", "CUSTOM_AUTH_FLOW_ONLY") {
			return invalid("Auth flow not enabled for this client")
		}
	case "USER_SRP_AUTH":
		if !on("ALLOW_USER_SRP_AUTH") {
			return invalid("USER_SRP_AUTH is not enabled for the client.")
		}
		return notOffered(flow)
	default:
		if !on("ALLOW_" + flow) {
			return invalid("%s is not enabled for the client.", flow)
		}
		return notOffered(flow)
	}
	return nil
}

// notOffered is honest about what this cloud lacks, instead of failing as if the password were wrong.
func notOffered(flow string) error {
	return invalid("The practice cloud does not offer %s. Use USER_PASSWORD_AUTH, ADMIN_USER_PASSWORD_AUTH or the hosted pages.", flow)
}

// checkSecretHash checks SECRET_HASH: Base64(HMAC-SHA256(client secret, username + client id)).
func checkSecretHash(client *Client, login, given string) error {
	if client.ClientSecret == "" {
		return nil
	}
	if given == "" {
		return notAuthorized("Client %s is configured with secret but SECRET_HASH was not received", client.ClientId)
	}
	mac := hmac.New(sha256.New, []byte(client.ClientSecret))
	mac.Write([]byte(login + client.ClientId))
	sum, err := base64.StdEncoding.DecodeString(given)
	if err != nil || !hmac.Equal(sum, mac.Sum(nil)) {
		return notAuthorized("SecretHash does not match for the client: %s", client.ClientId)
	}
	return nil
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

func (pl place) refreshAuth(client *Client, params map[string]string) (authAnswer, error) {
	if params["REFRESH_TOKEN"] == "" {
		return authAnswer{}, invalid("Missing required parameter REFRESH_TOKEN")
	}
	t, err := pl.refresh(client, params["REFRESH_TOKEN"])
	if err != nil {
		return authAnswer{}, err
	}
	out, err := pl.mint(t)
	if err != nil {
		return authAnswer{}, err
	}
	return out.answer(), nil
}

// refresh is the ticket for new tokens of a sign-in. With rotation, a new refresh token replaces the old one.
func (pl place) refresh(client *Client, token string) (t *ticket, err error) {
	access := pl.look
	if client.rotates() {
		access = pl.change
	}
	err = access(func(p *Pool) error {
		jti, g := p.refreshed(token, client.ClientId, pl.now())
		if g == nil || p.Users[g.Username] == nil || !p.Users[g.Username].Enabled {
			return notAuthorized("Invalid Refresh Token")
		}
		t = p.ticket(pl, client, p.Users[g.Username], jti, g)
		if client.rotates() {
			t.refreshToken = p.giveRefresh(pl.cloud.IDs, jti, g)
		}
		return nil
	})
	return t, err
}

// authSessionLife is how long a challenge waits: AuthSessionValidity minutes.
func (s *clientSettings) authSessionLife() time.Duration {
	if s.AuthSessionValidity == nil {
		return 3 * time.Minute
	}
	return time.Duration(*s.AuthSessionValidity) * time.Minute
}
