package iam

import (
	"strings"
	"time"

	"agentcore-workshop/aws/sandbox/core"
)

const (
	maxRoles       = 1000
	maxTrustLength = 2048 // characters that are not white space
)

type createInput struct {
	RoleName, Path, AssumeRolePolicyDocument, Description, PermissionsBoundary string
	MaxSessionDuration                                                         int
	Tags                                                                       []tag
}

type roleOutput struct {
	Path, RoleName, RoleId, Arn, AssumeRolePolicyDocument, Description string
	CreateDate                                                         time.Time
	MaxSessionDuration                                                 int
	PermissionsBoundary                                                *boundary
	Tags                                                               []tag
	RoleLastUsed                                                       *nothing
}

type boundary struct{ PermissionsBoundaryType, PermissionsBoundaryArn string }

type oneRole struct{ Role roleOutput }

func createRole(c *core.Call, in *createInput) (*oneRole, error) {
	s := storeOf(c.Realm)
	if s.Roles[strings.ToLower(in.RoleName)] != nil {
		return nil, core.Errorf("EntityAlreadyExists", "Role with name %s already exists.", in.RoleName)
	}
	if err := checkTrust(in.AssumeRolePolicyDocument); err != nil {
		return nil, err
	}
	if len(s.Roles) >= maxRoles {
		return nil, core.Errorf("LimitExceeded", "Cannot exceed quota for RolesPerAccount: %d", maxRoles)
	}
	tags, err := withTags(nil, in.Tags)
	if err != nil {
		return nil, err
	}
	r := &role{
		Name: in.RoleName, Path: in.Path, ID: "AROA" + c.Cloud.IDs.String(17, core.UpperAlnum), Description: in.Description,
		Trust: in.AssumeRolePolicyDocument, Boundary: in.PermissionsBoundary, MaxSession: in.MaxSessionDuration,
		Created: c.Now().Truncate(time.Second), Tags: tags, Inline: map[string]string{},
	}
	if r.Path == "" {
		r.Path = "/"
	}
	if r.MaxSession == 0 {
		r.MaxSession = 3600
	}
	if s.Roles == nil {
		s.Roles = map[string]*role{}
	}
	s.Roles[strings.ToLower(r.Name)] = r
	out := r.output(c)
	out.RoleLastUsed = nil
	return &oneRole{out}, nil
}

func (r *role) output(c *core.Call) roleOutput {
	out := roleOutput{
		Path: r.Path, RoleName: r.Name, RoleId: r.ID, Arn: r.arn(c.Realm), AssumeRolePolicyDocument: encode(r.Trust),
		Description: r.Description, CreateDate: r.Created, MaxSessionDuration: r.MaxSession,
		RoleLastUsed: &nothing{},
	}
	if len(r.Tags) > 0 {
		out.Tags = r.tagList()
	}
	if r.Boundary != "" {
		out.PermissionsBoundary = &boundary{"Policy", r.Boundary}
	}
	return out
}

type nameInput struct{ RoleName string }

func getRole(c *core.Call, in *nameInput) (*oneRole, error) {
	r, err := find(c, in.RoleName)
	if err != nil {
		return nil, err
	}
	return &oneRole{r.output(c)}, nil
}

// deleteRole refuses a role that still has policies; which kind it names first is IAM's order.
func deleteRole(c *core.Call, in *nameInput) (*nothing, error) {
	r, err := find(c, in.RoleName)
	switch {
	case err != nil:
		return nil, err
	case len(r.Attached) > 0:
		return nil, core.Errorf("DeleteConflict", "Cannot delete entity, must detach all policies first.")
	case len(r.Inline) > 0:
		return nil, core.Errorf("DeleteConflict", "Cannot delete entity, must delete policies first.")
	}
	delete(storeOf(c.Realm).Roles, strings.ToLower(r.Name))
	return &nothing{}, nil
}

type listInput struct {
	RoleName, PathPrefix, Marker string
	MaxItems                     int
}

type rolesOutput struct {
	Roles       []roleOutput
	IsTruncated bool
	Marker      string
}

// listRoles leaves out tags, boundaries and the last use, as IAM does: GetRole has them.
func listRoles(c *core.Call, in *listInput) (*rolesOutput, error) {
	var found []*role
	for _, r := range storeOf(c.Realm).sorted() {
		if strings.HasPrefix(r.Path, in.PathPrefix) {
			found = append(found, r)
		}
	}
	page, next, err := cut(found, func(r *role) string { return strings.ToLower(r.Name) }, "roles", in.Marker, in.MaxItems)
	if err != nil {
		return nil, err
	}
	out := &rolesOutput{Roles: []roleOutput{}, IsTruncated: next != "", Marker: next}
	for _, r := range page {
		shown := r.output(c)
		shown.Tags, shown.PermissionsBoundary, shown.RoleLastUsed = nil, nil, nil
		out.Roles = append(out.Roles, shown)
	}
	return out, nil
}

type updateInput struct {
	RoleName           string
	Description        *string
	MaxSessionDuration *int
}

func updateRole(c *core.Call, in *updateInput) (*nothing, error) {
	r, err := find(c, in.RoleName)
	if err != nil {
		return nil, err
	}
	if in.Description != nil {
		r.Description = *in.Description
	}
	if in.MaxSessionDuration != nil {
		r.MaxSession = *in.MaxSessionDuration
	}
	return &nothing{}, nil
}

type trustInput struct{ RoleName, PolicyDocument string }

func updateAssumeRolePolicy(c *core.Call, in *trustInput) (*nothing, error) {
	r, err := find(c, in.RoleName)
	if err != nil {
		return nil, err
	}
	if err := checkTrust(in.PolicyDocument); err != nil {
		return nil, err
	}
	r.Trust = in.PolicyDocument
	return &nothing{}, nil
}

type profilesOutput struct {
	InstanceProfiles []nothing
	IsTruncated      bool
}

// listInstanceProfilesForRole finds none: there are no instances in this cloud.
func listInstanceProfilesForRole(c *core.Call, in *nameInput) (*profilesOutput, error) {
	if _, err := find(c, in.RoleName); err != nil {
		return nil, err
	}
	return &profilesOutput{InstanceProfiles: []nothing{}}, nil
}
