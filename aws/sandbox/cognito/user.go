package cognito

import (
	"slices"
	"strings"
	"time"

	"agentcore-workshop/aws/sandbox/core"
)

// Statuses of a user (UserStatusType).
const (
	unconfirmed   = "UNCONFIRMED"
	confirmed     = "CONFIRMED"
	forceChange   = "FORCE_CHANGE_PASSWORD"
	resetRequired = "RESET_REQUIRED"
)

// User is one user. In a pool where people sign in with an e-mail address, Username is the same UUID as Sub.
type User struct {
	Username, Sub     string
	Attributes        []attribute
	Enabled           bool
	Status            string
	Created, Modified time.Time
	Password          hashedPassword
	PasswordSet       time.Time // from here a temporary password's days count
	Groups            []string
	Code              string // of a sign-up that waits for its confirmation
	CodeExpires       time.Time
}

type attribute struct{ Name, Value string }

// attr returns an attribute's value, or the empty string.
func (u *User) attr(name string) string {
	for _, a := range u.Attributes {
		if a.Name == name {
			return a.Value
		}
	}
	return ""
}

func (u *User) setAttr(name, value string) {
	for i := range u.Attributes {
		if u.Attributes[i].Name == name {
			u.Attributes[i].Value = value
			return
		}
	}
	u.Attributes = append(u.Attributes, attribute{name, value})
}

// fold makes names comparable: case counts only where a pool says so.
func (p *Pool) fold(name string) string {
	if p.UsernameConfiguration != nil && p.UsernameConfiguration.CaseSensitive {
		return name
	}
	return strings.ToLower(name)
}

// user finds a user by username, sub, or an attribute that the pool lets people sign in with; nil when there is none.
func (p *Pool) user(login string) *User {
	if u, ok := p.Users[login]; ok {
		return u
	}
	want := p.fold(login)
	for _, u := range p.Users {
		if p.fold(u.Username) == want || u.Sub == login {
			return u
		}
	}
	for _, name := range []string{"email", "phone_number", "preferred_username"} {
		if u := p.userBy(name, want); u != nil {
			return u
		}
	}
	return nil
}

// userBy finds a user by a sign-in attribute. As an alias, an address counts only once it is verified.
func (p *Pool) userBy(name, want string) *User {
	alias := slices.Contains(p.AliasAttributes, name)
	if !alias && !p.signsInWith(name) {
		return nil
	}
	for _, u := range p.Users {
		v := u.attr(name)
		if v == "" || p.fold(v) != want {
			continue
		}
		if !alias || name == "preferred_username" || u.attr(name+"_verified") == "true" {
			return u
		}
	}
	return nil
}

// addUser makes a user under a login name, with the checks that AdminCreateUser and SignUp share.
func (p *Pool) addUser(c *core.Call, login string, attrs []attribute) (*User, error) {
	if err := p.checkLogin(login); err != nil {
		return nil, err
	}
	if err := p.checkAttributes(attrs); err != nil {
		return nil, err
	}
	sub := c.Cloud.IDs.UUID()
	u := &User{Username: login, Sub: sub, Enabled: true, Created: c.Now(), Modified: c.Now()}
	if len(p.UsernameAttributes) > 0 {
		u.Username = sub
		u.setAttr(p.loginAttribute(login), login)
	}
	for _, a := range attrs {
		u.setAttr(a.Name, a.Value)
	}
	u.setAttr("sub", sub)
	return u, nil
}

func (p *Pool) loginAttribute(login string) string {
	if p.signsInWith("email") && strings.Contains(login, "@") {
		return "email"
	}
	return "phone_number"
}

// checkLogin refuses a name that is not of the kind that the pool's users sign in with.
func (p *Pool) checkLogin(login string) error {
	at := strings.LastIndex(login, "@")
	email := at > 0 && at < len(login)-1 && strings.Contains(login[at:], ".")
	phone := len(login) > 2 && login[0] == '+' && strings.Trim(login[1:], core.Digits) == ""
	byEmail, byPhone := p.signsInWith("email"), p.signsInWith("phone_number")
	switch {
	case byEmail && byPhone && !email && !phone:
		return invalid("Username should be either an email or a phone number.")
	case byEmail && !byPhone && !email:
		return invalid("Username should be an email.")
	case byPhone && !byEmail && !phone:
		return invalid("Username should be a phone number.")
	case !byEmail && !byPhone && email && slices.Contains(p.AliasAttributes, "email"):
		return invalid("Username cannot be of email format, since user pool is configured for email alias.")
	}
	return nil
}

func (p *Pool) checkAttributes(attrs []attribute) error {
	for _, a := range attrs {
		switch {
		case a.Name == "sub":
			return invalid("Cannot modify the non-mutable attribute sub")
		case !p.hasAttribute(a.Name):
			return invalid("Attributes did not conform to the schema: Type for attribute {%s} could not be determined", a.Name)
		case a.Name == "email" && a.Value != "" && !strings.Contains(a.Value, "@"):
			return invalid("Invalid email address format.")
		case a.Name == "phone_number" && a.Value != "" && !strings.HasPrefix(a.Value, "+"):
			return invalid("Invalid phone number format.")
		case strings.HasSuffix(a.Name, "_verified") && a.Value != "true" && a.Value != "false":
			return invalid("Attributes did not conform to the schema: %s: Attribute must be a boolean.", a.Name)
		}
	}
	return nil
}

// userView is UserType of the service model.
type userView struct {
	Username                             string
	Attributes                           []attribute
	UserCreateDate, UserLastModifiedDate time.Time
	Enabled                              bool
	UserStatus                           string
}

// view shows a user with all attributes, or only those that were asked for.
func (u *User) view(only []string) userView {
	attrs := []attribute{}
	for _, a := range u.Attributes {
		if len(only) == 0 || slices.Contains(only, a.Name) {
			attrs = append(attrs, a)
		}
	}
	return userView{u.Username, attrs, u.Created, u.Modified, u.Enabled, u.Status}
}

func viewsOf(users []*User, only []string) []userView {
	views := make([]userView, 0, len(users))
	for _, u := range users {
		views = append(views, u.view(only))
	}
	return views
}
