package cognito

import (
	"cmp"
	"math"
	"slices"
	"time"

	"agentcore-workshop/aws/sandbox/core"
)

func groupOps() []core.Op {
	return []core.Op{
		core.Write("CreateGroup", createGroup),
		core.Read("GetGroup", getGroup),
		core.Read("ListGroups", listGroups),
		core.Write("UpdateGroup", updateGroup),
		core.Write("DeleteGroup", deleteGroup),
		core.Write("AdminAddUserToGroup", addToGroup),
		core.Write("AdminRemoveUserFromGroup", removeFromGroup),
		core.Read("AdminListGroupsForUser", groupsForUser),
		core.Read("ListUsersInGroup", usersInGroup),
	}
}

// Group is a group of users. A smaller Precedence goes first.
type Group struct {
	UserPoolId, GroupName, Description, RoleArn string
	Precedence                                  *int
	CreationDate, LastModifiedDate              time.Time
}

type groupInput struct {
	UserPoolId, GroupName, Username string
	Description, RoleArn            *string
	Precedence                      *int
	NextToken                       string
	Limit                           int
}

type groupAnswer struct{ Group *Group }

type groupsAnswer struct {
	Groups    []*Group
	NextToken string
}

func createGroup(c *core.Call, in *groupInput) (groupAnswer, error) {
	p, err := findPool(c, in.UserPoolId)
	if err != nil {
		return groupAnswer{}, err
	}
	if _, taken := p.Groups[in.GroupName]; taken {
		return groupAnswer{}, core.Errorf("GroupExistsException", "A group with the name already exists.")
	}
	if len(p.Groups) >= groupsAtMost {
		return groupAnswer{}, full("groups")
	}
	g := &Group{UserPoolId: p.Id, GroupName: in.GroupName, CreationDate: c.Now()}
	g.change(in, c.Now())
	put(&p.Groups, in.GroupName, g)
	return groupAnswer{g}, nil
}

func (g *Group) change(in *groupInput, now time.Time) {
	if in.Description != nil {
		g.Description = *in.Description
	}
	if in.RoleArn != nil {
		g.RoleArn = *in.RoleArn
	}
	if in.Precedence != nil {
		g.Precedence = in.Precedence
	}
	g.LastModifiedDate = now
}

func findGroup(c *core.Call, in *groupInput) (*Pool, *Group, error) {
	p, err := findPool(c, in.UserPoolId)
	if err != nil {
		return nil, nil, err
	}
	g, ok := p.Groups[in.GroupName]
	if !ok {
		return nil, nil, notFound("Group not found.")
	}
	return p, g, nil
}

func getGroup(c *core.Call, in *groupInput) (groupAnswer, error) {
	_, g, err := findGroup(c, in)
	return groupAnswer{g}, err
}

func listGroups(c *core.Call, in *groupInput) (groupsAnswer, error) {
	p, err := findPool(c, in.UserPoolId)
	if err != nil {
		return groupsAnswer{}, err
	}
	list, next, err := paged(values(p.Groups), func(g *Group) string { return g.GroupName }, "groups:"+p.Id, in.NextToken, in.Limit, 60)
	return groupsAnswer{list, next}, err
}

func updateGroup(c *core.Call, in *groupInput) (groupAnswer, error) {
	_, g, err := findGroup(c, in)
	if err != nil {
		return groupAnswer{}, err
	}
	g.change(in, c.Now())
	return groupAnswer{g}, nil
}

func deleteGroup(c *core.Call, in *groupInput) (empty, error) {
	p, g, err := findGroup(c, in)
	if err != nil {
		return empty{}, err
	}
	delete(p.Groups, g.GroupName)
	for _, u := range p.Users {
		u.leave(g.GroupName)
	}
	return empty{}, nil
}

// findMember is the group and the user that a membership operation names, the user first as on AWS.
func findMember(c *core.Call, in *groupInput) (*Group, *User, error) {
	p, err := findPool(c, in.UserPoolId)
	if err != nil {
		return nil, nil, err
	}
	u := p.user(in.Username)
	if u == nil {
		return nil, nil, noUser()
	}
	_, g, err := findGroup(c, in)
	return g, u, err
}

func addToGroup(c *core.Call, in *groupInput) (empty, error) {
	g, u, err := findMember(c, in)
	if err == nil && !slices.Contains(u.Groups, g.GroupName) {
		u.Groups = append(u.Groups, g.GroupName)
	}
	return empty{}, err
}

func removeFromGroup(c *core.Call, in *groupInput) (empty, error) {
	g, u, err := findMember(c, in)
	if err == nil {
		u.leave(g.GroupName)
	}
	return empty{}, err
}

func (u *User) leave(group string) {
	u.Groups = slices.DeleteFunc(u.Groups, func(name string) bool { return name == group })
}

func groupsForUser(c *core.Call, in *groupInput) (groupsAnswer, error) {
	p, err := findPool(c, in.UserPoolId)
	if err != nil {
		return groupsAnswer{}, err
	}
	u := p.user(in.Username)
	if u == nil {
		return groupsAnswer{}, noUser()
	}
	list, next, err := paged(p.groupsOf(u), func(g *Group) string { return g.GroupName }, "groups:"+u.Sub, in.NextToken, in.Limit, 60)
	return groupsAnswer{list, next}, err
}

// groupsOf lists a user's groups by precedence, then name: the order of the cognito:groups claim.
func (p *Pool) groupsOf(u *User) []*Group {
	list := make([]*Group, 0, len(u.Groups))
	for _, name := range u.Groups {
		if g, ok := p.Groups[name]; ok {
			list = append(list, g)
		}
	}
	rank := func(g *Group) int {
		if g.Precedence == nil {
			return math.MaxInt
		}
		return *g.Precedence
	}
	slices.SortFunc(list, func(a, b *Group) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a.GroupName, b.GroupName))
	})
	return list
}

func usersInGroup(c *core.Call, in *groupInput) (usersInGroupAnswer, error) {
	p, g, err := findGroup(c, in)
	if err != nil {
		return usersInGroupAnswer{}, err
	}
	var members []*User
	for _, u := range p.Users {
		if slices.Contains(u.Groups, g.GroupName) {
			members = append(members, u)
		}
	}
	list, next, err := paged(members, func(u *User) string { return u.Username }, "members:"+p.Id+"/"+g.GroupName, in.NextToken, in.Limit, 60)
	return usersInGroupAnswer{viewsOf(list, nil), next}, err
}

type usersInGroupAnswer struct {
	Users     []userView
	NextToken string
}
