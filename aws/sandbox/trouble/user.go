package trouble

import "agentcore-workshop/aws/sandbox/core"

func ofUser() []Entry {
	return []Entry{
		{Name: "user-missing", Break: asUser("AdminDeleteUser", nil), Mended: func(s *Scene) bool {
			return len(objectIn(s.pool(), "Users")) > 0 // made again, under another sub
		}},
		{Name: "user-not-confirmed", Break: func(s *Scene) error {
			return s.editPool(set("Status", "FORCE_CHANGE_PASSWORD"), "Users", s.Setup.User)
		}},
		{Name: "user-disabled", Break: asUser("AdminDisableUser", nil)},
		{Name: "email-unverified", Break: asUser("AdminUpdateUserAttributes", core.Object{
			"UserAttributes": []any{core.Object{"Name": "email_verified", "Value": "false"}},
		})},
	}
}

// asUser is an operation on the set-up's user.
func asUser(operation string, more core.Object) func(*Scene) error {
	return func(s *Scene) error {
		if s.Setup.User == "" {
			return Refusal("the user pool has no user")
		}
		in := core.Object{"UserPoolId": s.Setup.Pool, "Username": s.Setup.User}
		for key, value := range more {
			in[key] = value
		}
		_, err := s.do("cognito-idp", operation, in)
		return err
	}
}
