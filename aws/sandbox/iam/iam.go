// Package iam is the practice cloud's AWS Identity and Access Management: roles, their policies, and the simulator that
// says what those policies allow.
//
// Rules of this layer: state is kept per account, in the realm without region; documents are kept as they were sent and
// leave percent-encoded (RFC 3986), as IAM writes them; nothing here stops a call elsewhere, it only judges when asked.
package iam

import (
	"maps"
	"net/url"
	"slices"
	"strings"
	"time"

	"agentcore-workshop/aws/sandbox/core"
	"agentcore-workshop/aws/sandbox/paging"
)

// Service is IAM.
type Service struct{}

// New makes the service.
func New() *Service { return &Service{} }

// Name is the service's name in its model.
func (*Service) Name() string { return "iam" }

// Ops lists the operations.
func (*Service) Ops() []core.Op {
	return []core.Op{
		core.Write("CreateRole", createRole),
		core.Read("GetRole", getRole),
		core.Write("DeleteRole", deleteRole),
		core.Read("ListRoles", listRoles),
		core.Write("UpdateRole", updateRole),
		core.Write("UpdateAssumeRolePolicy", updateAssumeRolePolicy),
		core.Write("PutRolePolicy", putRolePolicy),
		core.Read("GetRolePolicy", getRolePolicy),
		core.Read("ListRolePolicies", listRolePolicies),
		core.Write("DeleteRolePolicy", deleteRolePolicy),
		core.Read("ListAttachedRolePolicies", listAttachedRolePolicies),
		core.Write("AttachRolePolicy", attachRolePolicy),
		core.Write("DetachRolePolicy", detachRolePolicy),
		core.Write("TagRole", tagRole),
		core.Write("UntagRole", untagRole),
		core.Read("ListRoleTags", listRoleTags),
		core.Read("ListInstanceProfilesForRole", listInstanceProfilesForRole),
		core.Read("SimulatePrincipalPolicy", simulatePrincipalPolicy),
	}
}

// Count is how many roles an account holds.
func (*Service) Count(r *core.Realm) int {
	if !r.Has(part) {
		return 0
	}
	return len(storeOf(r).Roles)
}

const part = "iam"

// store holds roles under their names in lower case: names differ in more than case or not at all.
type store struct{ Roles map[string]*role }

type role struct {
	Name, Path, ID, Description, Trust, Boundary string
	MaxSession                                   int
	Created                                      time.Time
	Tags                                         map[string]string
	Inline                                       map[string]string // document by policy name
	Attached                                     []string          // ARNs, sorted
}

func storeOf(r *core.Realm) *store { return core.Part[store](r, part) }

func find(c *core.Call, name string) (*role, error) {
	if r := storeOf(c.Realm).Roles[strings.ToLower(name)]; r != nil {
		return r, nil
	}
	return nil, missing("The role with name %s cannot be found.", name)
}

func missing(format string, args ...any) error { return core.Errorf("NoSuchEntity", format, args...) }

func (s *store) sorted() []*role {
	list := make([]*role, 0, len(s.Roles))
	for _, name := range slices.Sorted(maps.Keys(s.Roles)) {
		list = append(list, s.Roles[name])
	}
	return list
}

func (r *role) arn(realm *core.Realm) string { return realm.ARN("iam", "role"+r.Path+r.Name) }

// encode writes a document as IAM's answers do: every byte but the unreserved ones of RFC 3986 as %XX.
func encode(document string) string {
	return strings.ReplaceAll(url.QueryEscape(document), "+", "%20")
}

// cut pages a list with IAM's Marker and MaxItems, which is 100 when it is not given.
func cut[T any](items []T, key func(T) string, scope, marker string, size int) (page []T, next string, err error) {
	if size == 0 {
		size = 100
	}
	page, next, ok := paging.Cut(items, key, scope, marker, size)
	if !ok {
		return nil, "", core.Errorf("ValidationError", "Invalid Marker.")
	}
	return page, next, nil
}

func itself(s string) string { return s }

type nothing struct{}
