package cognito

import (
	"agentcore-workshop/aws/sandbox/core"
)

func userOps() []core.Op {
	return []core.Op{
		core.Write("AdminCreateUser", adminCreateUser),
		core.Read("AdminGetUser", adminGetUser),
		core.Write("AdminSetUserPassword", adminSetPassword),
		core.Write("AdminDeleteUser", adminDeleteUser),
		core.Write("AdminEnableUser", func(c *core.Call, in *userRef) (empty, error) { return setEnabled(c, in, true) }),
		core.Write("AdminDisableUser", func(c *core.Call, in *userRef) (empty, error) { return setEnabled(c, in, false) }),
		core.Write("AdminUpdateUserAttributes", adminUpdateAttributes),
		core.Write("AdminUserGlobalSignOut", adminSignOut),
		core.Read("ListUsers", listUsers),
	}
}

type userRef struct{ UserPoolId, Username string }

func findUser(c *core.Call, in userRef) (*Pool, *User, error) {
	p, err := findPool(c, in.UserPoolId)
	if err != nil {
		return nil, nil, err
	}
	if u := p.user(in.Username); u != nil {
		return p, u, nil
	}
	return nil, nil, noUser()
}

type adminCreateUserInput struct {
	userRef
	UserAttributes    []attribute
	TemporaryPassword string
	MessageAction     string
}

type createdUser struct{ User userView }

// adminCreateUser sends no message, since the practice cloud has no post; a user without a given temporary password
// gets one that only AdminSetUserPassword can replace.
func adminCreateUser(c *core.Call, in *adminCreateUserInput) (createdUser, error) {
	p, err := findPool(c, in.UserPoolId)
	if err != nil {
		return createdUser{}, err
	}
	if err := p.checkLogin(in.Username); err != nil {
		return createdUser{}, err
	}
	u := p.user(in.Username)
	switch {
	case in.MessageAction == "RESEND" && u == nil:
		return createdUser{}, noUser()
	case in.MessageAction == "RESEND":
		return resend(c, p, u, in.TemporaryPassword)
	case u != nil:
		return createdUser{}, core.Errorf("UsernameExistsException", "User account already exists")
	}
	password, err := p.temporaryPassword(c, in.TemporaryPassword)
	if err != nil {
		return createdUser{}, err
	}
	if u, err = p.addUser(c, in.Username, in.UserAttributes); err != nil {
		return createdUser{}, err
	}
	u.Status, u.Password, u.PasswordSet = forceChange, password, c.Now()
	put(&p.Users, u.Username, u)
	return createdUser{u.view(nil)}, nil
}

// resend renews the invitation of a user who has not yet used it.
func resend(c *core.Call, p *Pool, u *User, given string) (createdUser, error) {
	if u.Status != forceChange {
		return createdUser{}, core.Errorf("UnsupportedUserStateException",
			"Resend not possible. %s status is not FORCE_CHANGE_PASSWORD", u.Username)
	}
	if given != "" {
		password, err := p.temporaryPassword(c, given)
		if err != nil {
			return createdUser{}, err
		}
		u.Password = password
	}
	u.PasswordSet, u.Modified = c.Now(), c.Now()
	return createdUser{u.view(nil)}, nil
}

func (p *Pool) temporaryPassword(c *core.Call, given string) (hashedPassword, error) {
	policy := p.Settings.Policies.PasswordPolicy
	if given == "" {
		given = policy.temporary(c.Cloud.IDs)
	}
	if err := policy.check(given); err != nil {
		return hashedPassword{}, err
	}
	return hashPassword(c.Cloud.IDs, given), nil
}

type adminUser struct {
	userView
	UserAttributes []attribute
	Attributes     any `json:",omitempty"` // hides UserType's name for them, which AdminGetUser does not use
}

func adminGetUser(c *core.Call, in *userRef) (adminUser, error) {
	_, u, err := findUser(c, *in)
	if err != nil {
		return adminUser{}, err
	}
	v := u.view(nil)
	return adminUser{userView: v, UserAttributes: v.Attributes}, nil
}

type setPasswordInput struct {
	userRef
	Password  string
	Permanent bool
}

func adminSetPassword(c *core.Call, in *setPasswordInput) (empty, error) {
	p, u, err := findUser(c, in.userRef)
	if err != nil {
		return empty{}, err
	}
	if err := p.Settings.Policies.PasswordPolicy.check(in.Password); err != nil {
		return empty{}, err
	}
	u.Password, u.PasswordSet, u.Modified = hashPassword(c.Cloud.IDs, in.Password), c.Now(), c.Now()
	u.Status = forceChange
	if in.Permanent {
		u.Status = confirmed
	}
	return empty{}, nil
}

func adminDeleteUser(c *core.Call, in *userRef) (empty, error) {
	p, u, err := findUser(c, *in)
	if err != nil {
		return empty{}, err
	}
	p.signOut(u.Username)
	delete(p.Users, u.Username)
	return empty{}, nil
}

func setEnabled(c *core.Call, in *userRef, enabled bool) (empty, error) {
	p, u, err := findUser(c, *in)
	if err != nil {
		return empty{}, err
	}
	u.Enabled, u.Modified = enabled, c.Now()
	if !enabled {
		p.signOut(u.Username)
	}
	return empty{}, nil
}

type updateAttributesInput struct {
	userRef
	UserAttributes []attribute
}

func adminUpdateAttributes(c *core.Call, in *updateAttributesInput) (empty, error) {
	p, u, err := findUser(c, in.userRef)
	if err != nil {
		return empty{}, err
	}
	if err := p.checkAttributes(in.UserAttributes); err != nil {
		return empty{}, err
	}
	for _, a := range in.UserAttributes {
		other := p.userBy(a.Name, p.fold(a.Value))
		if a.Value != "" && other != nil && other != u {
			return empty{}, core.Errorf("AliasExistsException", "An account with the given %s already exists.", a.Name)
		}
	}
	for _, a := range in.UserAttributes {
		u.setAttr(a.Name, a.Value)
	}
	u.Modified = c.Now()
	return empty{}, nil
}

func adminSignOut(c *core.Call, in *userRef) (empty, error) {
	p, u, err := findUser(c, *in)
	if err == nil {
		p.signOut(u.Username)
	}
	return empty{}, err
}

// signOut ends every sign-in of a user: refresh tokens, access tokens that came of them, and browsers.
func (p *Pool) signOut(username string) {
	for _, g := range p.Grants {
		if g.Username == username {
			g.Revoked = true
		}
	}
	for key, s := range p.Sessions {
		if s.Username == username {
			delete(p.Sessions, key)
		}
	}
	for key, code := range p.Codes {
		if code.Username == username {
			delete(p.Codes, key)
		}
	}
}
