package checkup

import (
	"context"
	"errors"
	"slices"
	"strings"

	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// Actions are what else can be asked of the checklist.
func Actions() []flow.Action { return []flow.Action{fixAction()} }

// fixAction repairs what checks found. Nothing is changed without consent: where nobody can give it, it says what it would do.
func fixAction() flow.Action {
	return flow.Action{
		Name: "fix", Short: text.T{En: "repair what a check found: the difference first, then the change; without consent, what it would do", Ko: "점검에서 찾은 문제를 고칩니다. 먼저 차이를 보여 주며, 동의가 없으면 할 일만 알려 줍니다"},
		Params: []flow.Param{
			{Name: "check", Positional: true, Repeated: true, Help: text.T{En: "ids of checks", Ko: "점검 ID"}},
			{Name: "all", Switch: true, Help: text.T{En: "everything that was found, causes first", Ko: "찾은 것을 원인부터 모두 고칩니다"}},
			{Name: "undo", Switch: true, Help: text.T{En: "take the last repair back", Ko: "마지막 수리를 되돌립니다"}},
			{Name: "as", Help: text.T{En: "`cli` prints the commands instead, and those that undo them", Ko: "`cli`를 지정하면 실행하지 않고 명령과 되돌리는 명령을 출력합니다"}},
		},
		Do: func(ctx context.Context, s *flow.Session, r *flow.Report, args flow.Args) (flow.Result, error) {
			e, err := steps.EnvOf(s)
			if err != nil {
				return flow.Result{}, err
			}
			f := &fixing{env: e, session: s, report: r, names: args["check"], all: args.On("all"), undo: args.On("undo"), as: args.Get("as"), tried: map[string]bool{}}
			if err := f.valid(); err != nil {
				return flow.Result{}, err
			}
			if err := f.run(ctx); err != nil {
				return flow.Result{}, steps.Explain(err)
			}
			if s.Lab != nil && !f.dry {
				if err := s.Lab.Judge(ctx, f.last); err != nil {
					return flow.Result{}, err
				}
			}
			return f.result(), nil
		},
	}
}

// fixing is one call of `fix`.
type fixing struct {
	env       *steps.Env
	session   *flow.Session
	report    *flow.Report
	names     []string
	all, undo bool
	as        string

	dry   bool
	tried map[string]bool
	done  []fixed
	last  flow.Verification
}

// fixed is one repair with how it went: planned, done, failed, nothing.
type fixed struct {
	planned
	status string
	shell  []string
	back   []string
}

func (f *fixing) valid() error {
	wrong := func(m text.T, args ...any) error {
		return &flow.Failure{Code: "WrongUse", Exit: flow.ExitUsage, Message: m.With(args...),
			Fix: text.T{En: "Use it as: fix CHECK… | --all [--undo] [--as cli]. `verify` shows the checks.", Ko: "사용법: fix CHECK… | --all [--undo] [--as cli]. 점검은 `verify`로 볼 수 있습니다."}.With()}
	}
	switch {
	case f.as != "" && f.as != "cli":
		return wrong(text.T{En: "There is no form %q; there is cli.", Ko: "%q 형식은 없습니다. cli를 쓰세요."}, f.as)
	case !f.all && len(f.names) == 0:
		return wrong(text.T{En: "Which check? None was named.", Ko: "고칠 점검을 지정하지 않았습니다."})
	case f.all && len(f.names) > 0:
		return wrong(text.T{En: "Either checks or --all.", Ko: "점검과 --all 중 하나만 쓰세요."})
	}
	for _, name := range f.names {
		if !slices.ContainsFunc(f.session.Checks, func(c flow.Check) bool { return c.ID == name }) {
			return wrong(text.T{En: "There is no check named %q.", Ko: "%q{이라는/라는} 점검은 없습니다."}, name)
		}
	}
	return nil
}

// fixRounds is how often is looked again: a cause that is gone may show what it hid.
const fixRounds = 5

func (f *fixing) run(ctx context.Context) error {
	f.dry = f.session.Place.ReadOnly || f.as != ""
	if f.undo {
		return f.takeBack(ctx)
	}
	for range fixRounds {
		f.verify(ctx)
		wrote, err := f.round(ctx)
		if err != nil {
			return err
		}
		if !wrote {
			return nil
		}
	}
	f.verify(ctx)
	return nil
}

func (f *fixing) verify(ctx context.Context) {
	f.last = flow.VerifyWithin(ctx, f.session.Place, f.session.Checks, f.session.Clock, nil)
}

// round makes the repairs that were not tried yet, causes first. Each is planned when its turn comes, since the one before may have
// changed what there is to do. It reports whether something was written.
func (f *fixing) round(ctx context.Context) (bool, error) {
	wrote := false
	for _, id := range f.wanted() {
		if f.tried[id] {
			continue
		}
		p, err := f.plan(ctx, id)
		if err != nil {
			return wrote, err
		}
		if p.step != "" && wrote { // what was just written may have put it right: the next round sees
			continue
		}
		again, err := f.one(ctx, p)
		if err != nil {
			return wrote, err
		}
		wrote = wrote || again
	}
	return wrote, nil
}

func (f *fixing) plan(ctx context.Context, id string) (planned, error) {
	c := f.find(id)
	p := planned{check: id}
	if m, can := mendOf(id); can {
		var err error
		p, err = planFor(ctx, f.env, m)
		var refused *flow.Failure
		switch {
		case errors.As(err, &refused) && refused.Code == "NotRepairable":
			p.refused = refused.Message
			return p, nil
		case err != nil:
			p.refused = flow.AsFailure(steps.Explain(err)).Message // the others go on
			return p, nil
		}
		if f.all && len(p.edits) == 1 && strings.HasSuffix(id, ".lifetimes") && legitimateLifetime(p.edits[0]) {
			p.edits, p.refused = nil, text.T{En: "A choice that somebody may have made; `fix %s` changes it.", Ko: "누군가의 선택일 수 있어 그대로 둡니다. `fix %s`로 바꿀 수 있습니다."}.With(id)
			return p, nil
		}
	}
	if len(p.edits) == 0 && p.refused.Empty() && c != nil && c.Check.Fix == nil && !c.Check.NoFix.Empty() {
		p.refused = c.Check.NoFix.With()
	}
	if len(p.edits) == 0 && c != nil && c.Check.Fix != nil && c.Check.Fix.Step != "" && c.Verdict.Status == flow.Fail {
		p.step = c.Check.Fix.Step
	}
	return p, nil
}

// one shows a repair, asks, and does it. It reports whether something was written.
func (f *fixing) one(ctx context.Context, p planned) (bool, error) {
	f.tried[p.check] = true
	out := fixed{planned: p, status: "planned"}
	if len(p.edits) == 0 && p.step == "" {
		out.status = "nothing"
		f.done = append(f.done, out)
		return false, nil
	}
	if f.as == "cli" {
		if err := out.print(ctx, f.env); err != nil {
			return false, err
		}
	}
	if !f.dry {
		err := agree(ctx, f.env, f.report, p)
		if flow.NobodyThere(err) {
			f.dry, err = true, nil
		}
		if err != nil {
			return false, err
		}
	}
	if f.dry {
		f.done = append(f.done, out)
		return false, nil
	}
	out.status = "done"
	err := f.make(ctx, p)
	if err != nil {
		out.status, out.refused = "failed", flow.AsFailure(steps.Explain(err)).Message
	}
	f.done = append(f.done, out)
	if ctx.Err() != nil {
		return false, ctx.Err()
	}
	return err == nil, nil
}

func (f *fixing) make(ctx context.Context, p planned) error {
	if p.step == "" {
		return perform(ctx, f.env, f.report, p)
	}
	step, there := flow.Find(f.session.Steps, p.step)
	applier, can := step.(flow.Applier)
	if !there || !can {
		return p.refusal()
	}
	return applier.Apply(f.report.For(p.step).With(ctx), f.report.For(p.step))
}

// takeBack undoes: the named checks' last repairs, or with --all every one that is remembered, the latest dependence first.
func (f *fixing) takeBack(ctx context.Context) error {
	names := slices.Clone(f.names)
	if f.all {
		repairs, err := rememberedRepairs(f.env, f.session)
		if err != nil {
			return err
		}
		for _, b := range slices.Backward(repairs) {
			if done, err := lastRepair(f.env, f.session, b.Check); err == nil && len(done) > 0 && !slices.Contains(names, b.Check) {
				names = append(names, b.Check)
			}
		}
	}
	for _, name := range names {
		p, err := planUndo(ctx, f.env, f.session, name)
		if err != nil {
			return err
		}
		if _, err := f.one(ctx, p); err != nil {
			return err
		}
	}
	f.verify(ctx)
	return nil
}
