package cognito

import (
	"encoding/json"
	"strings"

	"agentcore-workshop/aws/sandbox/core"
)

// newPasswordRequired is the challenge of a user who still has the temporary password.
const newPasswordRequired = "NEW_PASSWORD_REQUIRED"

// startChallenge remembers a sign-in that waits for a new password and returns its session.
func (pl place) startChallenge(client *Client, username string) (string, error) {
	session := encoding.EncodeToString(pl.cloud.IDs.Bytes(48))
	return session, pl.change(func(p *Pool) error {
		p.sweep(pl.now())
		put(&p.Challenges, digest(session), &Challenge{
			ClientID: client.ClientId, Username: username, Expires: pl.now().Add(client.authSessionLife()),
		})
		return nil
	})
}

func (pl place) challenge(client *Client, u *User) (authAnswer, error) {
	session, err := pl.startChallenge(client, u.Username)
	if err != nil {
		return authAnswer{}, err
	}
	attrs := map[string]string{}
	for _, a := range u.Attributes {
		if a.Name != "sub" {
			attrs[a.Name] = a.Value
		}
	}
	shown, err := json.Marshal(attrs)
	if err != nil {
		return authAnswer{}, err
	}
	return authAnswer{ChallengeName: newPasswordRequired, Session: session, ChallengeParameters: map[string]string{
		"USER_ID_FOR_SRP": u.Username, "requiredAttributes": "[]", "userAttributes": string(shown),
	}}, nil
}

type respondInput struct {
	UserPoolId, ClientId, ChallengeName, Session string
	ChallengeResponses                           map[string]string
}

func respond(c *core.Call, in *respondInput) (authAnswer, error) {
	pl, err := clientPlace(c, in.ClientId)
	if err != nil {
		return authAnswer{}, err
	}
	if in.UserPoolId != "" && (in.UserPoolId != pl.poolID || pl.realm.Account != c.Realm.Account) {
		return authAnswer{}, noClient(in.ClientId)
	}
	if in.ChallengeName != newPasswordRequired {
		return authAnswer{}, invalid("The practice cloud does not set the challenge %s.", in.ChallengeName)
	}
	answers := in.ChallengeResponses
	for _, name := range []string{"USERNAME", "NEW_PASSWORD"} {
		if answers[name] == "" {
			return authAnswer{}, invalid("Missing required parameter %s", name)
		}
	}
	client, err := pl.client(in.ClientId)
	if err != nil {
		return authAnswer{}, err
	}
	if err := checkSecretHash(client, answers["USERNAME"], answers["SECRET_HASH"]); err != nil {
		return authAnswer{}, err
	}
	username, err := pl.setNewPassword(client, in.Session, answers["NEW_PASSWORD"], func(p *Pool, u *User) error {
		if p.user(answers["USERNAME"]) != u {
			return notAuthorized("Invalid session for the user.")
		}
		return p.challengeAttributes(u, answers)
	})
	if err != nil {
		return authAnswer{}, err
	}
	return pl.signedIn(client, username)
}

// challengeAttributes takes the attributes that a client sends along as userAttributes.NAME.
func (p *Pool) challengeAttributes(u *User, answers map[string]string) error {
	var attrs []attribute
	for name, value := range answers {
		if attr, ok := strings.CutPrefix(name, "userAttributes."); ok {
			attrs = append(attrs, attribute{attr, value})
		}
	}
	if err := p.checkAttributes(attrs); err != nil {
		return err
	}
	for _, a := range attrs {
		u.setAttr(a.Name, a.Value)
	}
	return nil
}

// setNewPassword ends FORCE_CHANGE_PASSWORD. A password that breaks the policy leaves the challenge open for another
// try; also is asked, under the lock, before anything changes.
func (pl place) setNewPassword(client *Client, session, password string, also func(*Pool, *User) error) (username string, err error) {
	hashed := hashPassword(pl.cloud.IDs, password)
	err = pl.change(func(p *Pool) error {
		ch := p.Challenges[digest(session)]
		if ch == nil || ch.ClientID != client.ClientId || !pl.now().Before(ch.Expires) {
			return notAuthorized("Invalid session for the user, session is expired.")
		}
		u := p.Users[ch.Username]
		if u == nil {
			return noUser()
		}
		if err := p.Settings.Policies.PasswordPolicy.check(password); err != nil {
			return err
		}
		if err := also(p, u); err != nil {
			return err
		}
		delete(p.Challenges, digest(session))
		u.Password, u.PasswordSet, u.Modified, u.Status = hashed, pl.now(), pl.now(), confirmed
		username = u.Username
		return nil
	})
	return username, err
}
