package cognito

import (
	"regexp"
	"strings"

	"agentcore-workshop/aws/sandbox/core"
)

type listUsersInput struct {
	UserPoolId, PaginationToken, Filter string
	AttributesToGet                     []string
	Limit                               int
}

type listUsersAnswer struct {
	Users           []userView
	PaginationToken string
}

func listUsers(c *core.Call, in *listUsersInput) (listUsersAnswer, error) {
	p, err := findPool(c, in.UserPoolId)
	if err != nil {
		return listUsersAnswer{}, err
	}
	match, err := p.filter(in.Filter)
	if err != nil {
		return listUsersAnswer{}, err
	}
	var found []*User
	for _, u := range p.Users {
		if match(u) {
			found = append(found, u)
		}
	}
	list, next, err := paged(found, func(u *User) string { return u.Username }, "users:"+p.Id, in.PaginationToken, in.Limit, 60)
	return listUsersAnswer{viewsOf(list, in.AttributesToGet), next}, err
}

// filter reads ListUsers' filter: an attribute, = or ^= (starts with), and a quoted value.
func (p *Pool) filter(text string) (func(*User) bool, error) {
	if strings.TrimSpace(text) == "" {
		return func(*User) bool { return true }, nil
	}
	m := regexp.MustCompile(`^\s*([\w:]+)\s*(\^?=)\s*"((?:[^"\\]|\\.)*)"\s*$`).FindStringSubmatch(text)
	if m == nil {
		return nil, invalid("Error while parsing filter.")
	}
	name, want := m[1], strings.ReplaceAll(m[3], `\"`, `"`)
	if !p.searchable(name) {
		return nil, invalid("One or more requested attributes do not exist.")
	}
	return func(u *User) bool {
		value := u.searched(name)
		if name == "username" || name == "email" {
			value, want = p.fold(value), p.fold(want)
		}
		if m[2] == "^=" {
			return strings.HasPrefix(value, want)
		}
		return value == want
	}, nil
}

func (p *Pool) searchable(name string) bool {
	switch name {
	case "username", "cognito:user_status", "status", "sub":
		return true
	}
	return p.hasAttribute(name) && !strings.HasPrefix(name, "custom:")
}

// searched is the value that a filter compares: some names are not attributes.
func (u *User) searched(name string) string {
	switch name {
	case "username":
		return u.Username
	case "cognito:user_status":
		return u.Status
	case "status":
		if u.Enabled {
			return "Enabled"
		}
		return "Disabled"
	}
	return u.attr(name)
}
