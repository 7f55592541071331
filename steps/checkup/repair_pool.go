package checkup

import (
	"context"
	"encoding/json"
	"strconv"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/script"
	"agentcore-workshop/steps/text"
)

// orNone turns "not found" into no resource.
func orNone(f fields, err error) (fields, error) {
	if aws.IsNotFound(err) {
		return nil, nil
	}
	return f, err
}

// poolParams name the pool and one thing in it.
func poolParams(d edit, name string) []script.Param {
	return []script.Param{{Name: "user-pool-id", Value: d.Target["pool"]}, {Name: name, Value: d.Target["name"]}}
}

func userKind() kind {
	return kind{
		title: text.T{En: "user", Ko: "사용자"},
		read: func(ctx context.Context, e *steps.Env, t map[string]string) (fields, error) {
			u, err := e.Cloud.User(ctx, t["pool"], t["name"])
			f := fields{"enabled": {strconv.FormatBool(u.Enabled)}, "status": {u.Status}}
			if verified, said := u.Attributes["email_verified"]; said { // who made the user may have left it out
				f["email_verified"] = []string{verified}
			}
			return orNone(f, err)
		},
		write: writeUser,
		shell: func(_ context.Context, e *steps.Env, d edit) ([]string, error) {
			set := awsLine(e, "cognito-idp", "admin-set-user-password", append(poolParams(d, "username"), script.Param{Name: "password", Value: script.Var("PASSWORD")})...) + " --permanent"
			switch {
			case d.Want == nil:
				return []string{awsLine(e, "cognito-idp", "admin-delete-user", poolParams(d, "username")...)}, nil
			case d.Is == nil:
				make := awsLine(e, "cognito-idp", "admin-create-user", poolParams(d, "username")...)
				return []string{make + " --message-action SUPPRESS --user-attributes Name=email,Value=" + d.name() + " Name=email_verified,Value=true", set}, nil
			}
			var lines []string
			for _, c := range d.differences() {
				switch {
				case c.Field == "enabled" && c.Want == "true":
					lines = append(lines, awsLine(e, "cognito-idp", "admin-enable-user", poolParams(d, "username")...))
				case c.Field == "enabled":
					lines = append(lines, awsLine(e, "cognito-idp", "admin-disable-user", poolParams(d, "username")...))
				case c.Field == "status":
					lines = append(lines, set)
				default:
					lines = append(lines, awsLine(e, "cognito-idp", "admin-update-user-attributes", poolParams(d, "username")...)+" --user-attributes Name="+c.Field+",Value="+c.Want)
				}
			}
			return lines, nil
		},
	}
}

func writeUser(ctx context.Context, e *steps.Env, r *flow.Report, d edit) error {
	pool, name := d.Target["pool"], d.name()
	switch {
	case d.Want == nil:
		return e.Cloud.DeleteUser(ctx, pool, name)
	case d.Is == nil:
		return e.BringUser(ctx, r, pool)
	}
	for _, c := range d.differences() {
		var err error
		switch {
		case c.Field == "enabled" && c.Want == "true":
			err = e.Cloud.EnableUser(ctx, pool, name)
		case c.Field == "enabled":
			err = e.Cloud.DisableUser(ctx, pool, name)
		case c.Field == "status":
			err = givePassword(ctx, e, r, pool)
		default:
			err = e.Cloud.SetUserAttribute(ctx, pool, name, c.Field, c.Want)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// givePassword makes the test user CONFIRMED, whether it is enabled or not.
func givePassword(ctx context.Context, e *steps.Env, r *flow.Report, pool string) error {
	password, err := e.ChoosePassword(ctx, r)
	if err != nil {
		return err
	}
	if err := e.Cloud.SetPassword(ctx, pool, steps.TestUser, password); err != nil {
		return err
	}
	e.PasswordIs(password)
	return nil
}

func groupKind() kind {
	return kind{
		title: text.T{En: "group", Ko: "그룹"},
		read: func(ctx context.Context, e *steps.Env, t map[string]string) (fields, error) {
			all, err := e.Cloud.Groups(ctx, t["pool"])
			for _, g := range all {
				if g.Name == t["name"] {
					return fields{"Description": {g.Description}, "Precedence": {strconv.Itoa(g.Precedence)}}, nil
				}
			}
			return nil, err
		},
		write: func(ctx context.Context, e *steps.Env, _ *flow.Report, d edit) error {
			if d.Want == nil {
				return e.Cloud.DeleteGroup(ctx, d.Target["pool"], d.name())
			}
			precedence, _ := strconv.Atoi(d.Want.one("Precedence"))
			return e.Cloud.CreateGroup(ctx, d.Target["pool"], aws.Group{Name: d.name(), Description: d.Want.one("Description"), Precedence: precedence})
		},
		shell: func(_ context.Context, e *steps.Env, d edit) ([]string, error) {
			if d.Want == nil {
				return []string{awsLine(e, "cognito-idp", "delete-group", poolParams(d, "group-name")...)}, nil
			}
			return []string{awsLine(e, "cognito-idp", "create-group", append(poolParams(d, "group-name"),
				script.Param{Name: "description", Value: d.Want.one("Description")}, script.Param{Name: "precedence", Value: d.Want.one("Precedence")})...)}, nil
		},
	}
}

func poolKind() kind {
	return kind{
		title: text.T{En: "user pool", Ko: "User Pool"},
		read: func(ctx context.Context, e *steps.Env, t map[string]string) (fields, error) {
			p, err := e.Cloud.UserPool(ctx, t["pool"])
			return fields{"AllowAdminCreateUserOnly": {strconv.FormatBool(p.AdminCreateOnly)}}, err
		},
		write: func(ctx context.Context, e *steps.Env, _ *flow.Report, d edit) error {
			return e.Cloud.SetSignup(ctx, d.Target["pool"], d.Want.one("AllowAdminCreateUserOnly") == "true")
		},
		shell: func(ctx context.Context, e *steps.Env, d edit) ([]string, error) {
			whole, err := e.Cloud.WholePoolUpdate(ctx, d.Target["pool"], d.Want.one("AllowAdminCreateUserOnly") == "true")
			return []string{awsLine(e, "cognito-idp", "update-user-pool") + " --cli-input-json " + script.Quote(whole)}, err
		},
	}
}

func domainKind() kind {
	return kind{
		title: text.T{En: "domain", Ko: "도메인"},
		read: func(ctx context.Context, e *steps.Env, t map[string]string) (fields, error) {
			d, err := e.Cloud.Domain(ctx, t["name"])
			if d.PoolID == "" {
				return nil, err
			}
			return fields{"UserPoolId": {d.PoolID}, "Status": {d.Status}}, err
		},
		write: func(ctx context.Context, e *steps.Env, _ *flow.Report, d edit) error {
			if d.Is != nil {
				if err := e.Cloud.ReleaseDomain(ctx, d.Target["pool"], d.name()); err != nil || d.Want == nil {
					return err
				}
			}
			if err := e.Cloud.CreateDomain(ctx, d.Target["pool"], d.name()); err != nil {
				return err
			}
			pause := e.Pause()
			for range 60 { // up to a minute on AWS
				if found, err := e.Cloud.Domain(ctx, d.name()); err != nil || found.Status == "ACTIVE" {
					return err
				}
				if err := pause(ctx); err != nil {
					return err
				}
			}
			return nil
		},
		shell: func(_ context.Context, e *steps.Env, d edit) ([]string, error) {
			var lines []string
			if d.Is != nil {
				lines = append(lines, awsLine(e, "cognito-idp", "delete-user-pool-domain", poolParams(d, "domain")...))
			}
			if d.Want != nil {
				lines = append(lines, awsLine(e, "cognito-idp", "create-user-pool-domain", poolParams(d, "domain")...))
			}
			return lines, nil
		},
	}
}

func serverKind() kind {
	server := func(d edit) aws.ResourceServer {
		return aws.ResourceServer{Identifier: d.name(), Name: d.Want.one("Name"), Scopes: d.Want["Scopes"]}
	}
	return kind{
		title: text.T{En: "resource server", Ko: "Resource Server"},
		read: func(ctx context.Context, e *steps.Env, t map[string]string) (fields, error) {
			s, err := e.Cloud.ResourceServer(ctx, t["pool"], t["name"])
			return orNone(fields{"Name": {s.Name}, "Scopes": s.Scopes}, err)
		},
		write: func(ctx context.Context, e *steps.Env, _ *flow.Report, d edit) error {
			if d.Want == nil {
				return e.Cloud.DeleteResourceServer(ctx, d.Target["pool"], d.name())
			}
			return e.Cloud.WriteResourceServer(ctx, d.Target["pool"], server(d))
		},
		shell: func(_ context.Context, e *steps.Env, d edit) ([]string, error) {
			if d.Want == nil {
				return []string{awsLine(e, "cognito-idp", "delete-resource-server", poolParams(d, "identifier")...)}, nil
			}
			verb := "update-resource-server"
			if d.Is == nil {
				verb = "create-resource-server"
			}
			scopes := []map[string]string{}
			for _, s := range d.Want["Scopes"] {
				scopes = append(scopes, map[string]string{"ScopeName": s, "ScopeDescription": s})
			}
			raw, err := json.Marshal(scopes)
			return []string{awsLine(e, "cognito-idp", verb, append(poolParams(d, "identifier"), script.Param{Name: "name", Value: d.Want.one("Name")})...) + " --scopes " + script.Quote(string(raw))}, err
		},
	}
}
