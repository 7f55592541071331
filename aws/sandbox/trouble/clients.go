package trouble

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"agentcore-workshop/aws/sandbox/core"
)

// The app clients, as an argument names them.
const (
	web     = "web"
	machine = "machine"
)

func ofClients() []Entry {
	return []Entry{
		{Name: "client-missing", Arg: machine, Break: func(s *Scene) error {
			id, err := s.client()
			if err != nil {
				return err
			}
			_, err = s.do("cognito-idp", "DeleteUserPoolClient", core.Object{"UserPoolId": s.Setup.Pool, "ClientId": id})
			return err
		}},
		// The tokens that the vault got with the old secret have run out by now.
		{Name: "client-secret-rotated", Break: func(s *Scene) error {
			if err := s.editClient(s.Setup.Machine, both(set("ClientSecret", s.call.Cloud.IDs.String(51, core.LowerAlnum)),
				set("LastModifiedDate", s.call.Now().Format(time.RFC3339Nano)))); err != nil {
				return err
			}
			return s.emptyVault()
		}},
		{Name: "client-public-secret", Break: func(s *Scene) error {
			return s.editClient(s.Setup.Web, set("ClientSecret", s.call.Cloud.IDs.String(51, core.LowerAlnum)))
		}},
		{Name: "client-secret-missing", Break: func(s *Scene) error {
			return s.editClient(s.Setup.Machine, set("ClientSecret", ""))
		}},
		{Name: "callback-missing", Break: func(s *Scene) error {
			return s.editClient(s.Setup.Web, less("CallbackURLs", func(url string) bool { return strings.Contains(url, "//localhost:") }))
		}},
		{Name: "logout-url-missing", Break: func(s *Scene) error {
			return s.editClient(s.Setup.Web, less("LogoutURLs", func(url string) bool { return strings.Contains(url, "//localhost:") }))
		}},
		{Name: "scope-missing", Arg: machine, Break: func(s *Scene) error {
			return s.eitherClient(less("AllowedOAuthScopes", func(scope string) bool { return strings.Contains(scope, "/") }))
		}},
		{Name: "flow-not-allowed", Arg: machine, Break: func(s *Scene) error {
			return s.eitherClient(set("AllowedOAuthFlows", []any{"implicit"}))
		}},
		{Name: "oauth-off", Arg: web, Break: func(s *Scene) error {
			return s.eitherClient(set("AllowedOAuthFlowsUserPoolClient", false))
		}},
		{Name: "token-lifetime-short", Arg: machine, Break: func(s *Scene) error {
			return s.eitherClient(both(set("AccessTokenValidity", json.Number("5")),
				set("TokenValidityUnits", core.Object{"AccessToken": "minutes", "IdToken": "minutes", "RefreshToken": "days"})))
		}},
		{Name: "password-auth-on", Break: func(s *Scene) error {
			return s.editClient(s.Setup.Web, func(o core.Object) error {
				return set("ExplicitAuthFlows", append(slices.Clone(listIn(o, "ExplicitAuthFlows")), "ALLOW_USER_PASSWORD_AUTH"))(o)
			})
		}},
	}
}

// client is the id of the client that the argument names.
func (s *Scene) client() (string, error) {
	switch s.Arg {
	case web:
		return s.Setup.Web, nil
	case machine:
		return s.Setup.Machine, nil
	}
	return "", Refusal("the app clients are web and machine, and none is " + s.Arg)
}

// editClient edits an app client where it is kept: UpdateUserPoolClient would hold what a mishap leaves to its rules.
func (s *Scene) editClient(id string, change func(core.Object) error) error {
	return s.editPool(change, "Clients", id)
}

func (s *Scene) eitherClient(change func(core.Object) error) error {
	id, err := s.client()
	if err != nil {
		return err
	}
	return s.editClient(id, change)
}

// less removes texts from a list.
func less(field string, which func(string) bool) func(core.Object) error {
	return func(o core.Object) error {
		kept := slices.DeleteFunc(slices.Clone(listIn(o, field)), func(v any) bool {
			text, _ := v.(string)
			return which(text)
		})
		return set(field, kept)(o)
	}
}
