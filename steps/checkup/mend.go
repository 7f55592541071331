package checkup

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// mend is how a check is repaired by writing to the resources that it looked at.
type mend struct {
	check string
	title text.T
	// none says that it cannot be taken back, whatever is found.
	none bool
	// unwell marks the one that may work on a stack that is not well.
	unwell bool
	// plan says what must be written now; nothing means that this mend has nothing to do.
	plan func(ctx context.Context, e *steps.Env, s steps.Setup) ([]edit, error)
}

// mends are all of them in the order in which they depend on each other: what others are compared with comes first.
func mends() []mend {
	return slices.Concat(mendsOfStack(), mendsOfParameters(), mendsOfPool(), mendsOfClients(), mendsOfDomain(), mendsOfRole(), mendsOfUser(), mendsOfProvider(), mendsOfConsent(), mendsOfPlace())
}

func mendOf(check string) (mend, bool) {
	all := mends()
	i := slices.IndexFunc(all, func(m mend) bool { return m.check == check })
	if i < 0 {
		return mend{}, false
	}
	return all[i], true
}

// mended gives a check its repair.
func mended(e *steps.Env, c flow.Check) flow.Check {
	m, can := mendOf(c.ID)
	if !can {
		return c
	}
	fix := &flow.Fix{ID: "fix." + c.ID, Title: m.title, Undo: flow.UndoExact}
	if m.none {
		fix.Undo = flow.UndoNone
	}
	if c.Fix != nil {
		fix.Step = c.Fix.Step
	}
	fix.Do = func(ctx context.Context, r *flow.Report) error {
		p, err := planFor(ctx, e, m)
		if err != nil {
			return steps.Explain(err)
		}
		if len(p.edits) == 0 && p.refused.Empty() && fix.Step != "" {
			return cannot(text.T{En: "No single change repairs this: the step `%s` does, run again.", Ko: "값 하나를 바꾸어 고칠 수 없습니다. `%s` 단계를 다시 실행하면 고쳐집니다."}, fix.Step)
		}
		if len(p.edits) == 0 {
			return p.refusal()
		}
		if err := agree(ctx, e, r, p); err != nil {
			return err
		}
		return steps.Explain(perform(ctx, e, r, p))
	}
	c.Fix = fix
	return c
}

// draft reads a resource, lets change say what it shall be, and keeps the fields that differ.
func draft(ctx context.Context, e *steps.Env, kind string, target map[string]string, change func(fields) fields) ([]edit, error) {
	is, err := kindOf(kind).read(ctx, e, target)
	if err != nil {
		return nil, err
	}
	d := edit{Kind: kind, Target: target, Is: is, Want: change(is.clone())}
	if d.nothing() {
		return nil, nil
	}
	if kind == "client" || kind == "user" && is != nil && d.Want != nil {
		said := len(is["email_verified"]) > 0 // an attribute that was not there is not put back by writing "false"
		d.oneWay = kind == "client" && !acceptable(is) || kind == "user" && !said && len(d.Want["email_verified"]) > 0
		d.Is, d.Want = narrowed(d)
	}
	return []edit{d}, nil
}

// narrowed are the two sides with nothing but what differs: what somebody else changes meanwhile is then not touched by undoing.
func narrowed(d edit) (is, want fields) {
	is, want = fields{}, fields{}
	for _, c := range d.differences() {
		is[c.Field], want[c.Field] = slices.Clone(d.Is[c.Field]), slices.Clone(d.Want[c.Field])
	}
	return is, want
}

// cannot is why a repair is not made.
func cannot(m text.T, args ...any) error {
	return &flow.Failure{Code: "NotRepairable", Exit: flow.ExitCheckFailed, Message: m.With(args...)}
}

func mendsOfParameters() []mend {
	title := text.T{En: "Write the parameter as the live resources say", Ko: "실제 리소스의 값으로 파라미터를 씁니다"}
	var all []mend
	for _, c := range parameterChecks() {
		m := mend{check: "parameter." + c.name, title: title, plan: func(ctx context.Context, e *steps.Env, s steps.Setup) ([]edit, error) {
			if s.PoolID() == "" || c.want == nil {
				return nil, nil
			}
			return draftParameter(ctx, e, c.name, c.want(s))
		}}
		switch c.name {
		case "cognito_domain", "cognito_token_url", "cognito_auth_url":
			of := m.plan
			m.plan = func(ctx context.Context, e *steps.Env, s steps.Setup) ([]edit, error) {
				if s.DomainPrefix() == "" {
					return nil, nil
				}
				return of(ctx, e, s)
			}
		case "cognito_auth_scope":
			m.plan = planScope
		case "gateway_iam_role":
			m.plan = func(ctx context.Context, e *steps.Env, s steps.Setup) ([]edit, error) {
				r, err := e.Cloud.Role(ctx, cmp.Or(s.Stack.Parameters["RoleName"], steps.PublishedRole))
				if aws.IsNotFound(err) {
					return nil, nil
				}
				if err != nil {
					return nil, err
				}
				return draftParameter(ctx, e, c.name, r.ARN)
			}
		}
		all = append(all, m)
	}
	return all
}

func draftParameter(ctx context.Context, e *steps.Env, name, want string) ([]edit, error) {
	if want == "" {
		return nil, nil
	}
	return draft(ctx, e, "parameter", map[string]string{"name": e.Parameter(name)}, func(is fields) fields {
		if is.one("Type") != "" {
			return fields{"Type": {"String"}, "Value": {want}}
		}
		return fields{"Value": {want}}
	})
}

// planScope trusts the machine client: the parameter is wrong if it names a scope that the client may not have and the pool does not.
func planScope(ctx context.Context, e *steps.Env, s steps.Setup) ([]edit, error) {
	if s.PoolID() == "" || s.MachineClient() == "" {
		return nil, nil
	}
	client, err := e.Cloud.AppClient(ctx, s.PoolID(), s.MachineClient())
	if err != nil {
		return nil, err
	}
	servers, err := e.Cloud.ResourceServers(ctx, s.PoolID())
	if err != nil {
		return nil, err
	}
	if have := s.Scopes(); len(have) > 0 && (len(steps.Lacking(client.Scopes, have)) == 0 || len(steps.Lacking(scopesOf(servers), have)) == 0) {
		return nil, nil // the pool's side is what is wrong
	}
	want := client.Scopes
	if living := slices.DeleteFunc(slices.Clone(client.Scopes), func(scope string) bool { return !slices.Contains(scopesOf(servers), scope) }); len(living) > 0 {
		want = living
	} else if offered := scopesOf(servers); len(offered) > 0 {
		want = offered
	}
	return draftParameter(ctx, e, "cognito_auth_scope", strings.Join(want, " "))
}
