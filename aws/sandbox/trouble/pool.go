package trouble

import (
	"slices"

	"agentcore-workshop/aws/sandbox/cognito"
	"agentcore-workshop/aws/sandbox/core"
)

func ofPool() []Entry {
	return []Entry{
		{Name: "pool-missing", Mended: stackStands, Break: func(s *Scene) error {
			if err := s.dropDomain(); err != nil {
				return err
			}
			_, err := s.do("cognito-idp", "DeleteUserPool", core.Object{"UserPoolId": s.Setup.Pool})
			return err
		}},
		{Name: "signup-open", Break: func(s *Scene) error {
			return s.editPool(set("AllowAdminCreateUserOnly", false), "Settings", "AdminCreateUserConfig")
		}},
		{Name: "group-missing", Arg: "admin", Break: func(s *Scene) error {
			_, err := s.do("cognito-idp", "DeleteGroup", core.Object{"UserPoolId": s.Setup.Pool, "GroupName": s.Arg})
			return err
		}},
		{Name: "resource-server-missing", Break: func(s *Scene) error {
			id, err := s.server()
			if err != nil {
				return err
			}
			_, err = s.do("cognito-idp", "DeleteResourceServer", core.Object{"UserPoolId": s.Setup.Pool, "Identifier": id})
			return err
		}},
		{Name: "scope-undefined", Break: func(s *Scene) error {
			id, err := s.server()
			if err != nil {
				return err
			}
			_, err = s.do("cognito-idp", "UpdateResourceServer", core.Object{
				"UserPoolId": s.Setup.Pool, "Identifier": id, "Name": id,
				"Scopes": []any{core.Object{"ScopeName": "read", "ScopeDescription": "Read"}},
			})
			return err
		}},
		// The key set shows new keys, and what signs has the old ones still.
		{Name: "jwks-rotated", Break: func(s *Scene) error {
			access, id, err := cognito.RotatedKeys()
			if err != nil {
				return err
			}
			return s.editPool(func(pool core.Object) error {
				pool["Published"] = core.Object{"Access": access, "ID": id}
				return nil
			})
		}},
	}
}

// editPool edits the set-up's pool, or something in it.
func (s *Scene) editPool(change func(core.Object) error, path ...string) error {
	return s.edit("cognito-idp", slices.Concat([]string{"Pools", s.Setup.Pool}, path), change)
}

// server is the resource server of the set-up's pool; the first by name where there are several.
func (s *Scene) server() (string, error) {
	if ids := sortedKeys(objectIn(s.pool(), "Servers")); len(ids) > 0 {
		return ids[0], nil
	}
	return "", Refusal("the user pool has no resource server")
}
