package cli

import (
	"context"
	"slices"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"

	"github.com/spf13/cobra"
)

type verifyFlags struct {
	watch bool
	junit string
}

func (sh *shell) verifyCommand(info flow.Info) *cobra.Command {
	var f verifyFlags
	cmd := &cobra.Command{
		Use: "verify [CHECK…]", Args: cobra.ArbitraryArgs, Short: info.Title.In(sh.lang), Long: info.Why.In(sh.lang),
		Annotations: map[string]string{"group": groupCourse},
	}
	cmd.Flags().BoolVar(&f.watch, "watch", false, text.T{En: "look again every two seconds until Ctrl+C, and tell what changes; nothing that is billed is asked for twice", Ko: "Ctrl+C를 누를 때까지 2초마다 다시 확인하고 바뀐 것을 보여 줍니다. 요금이 드는 요청은 되풀이하지 않습니다"}.In(sh.lang))
	cmd.Flags().StringVar(&f.junit, "junit", "", text.T{En: "also write the result as JUnit XML (`FILE`)", Ko: "결과를 JUnit XML로도 저장합니다 (`FILE`)"}.In(sh.lang))
	cmd.RunE = sh.does(func(ctx context.Context, _ *cobra.Command, args []string) (flow.Exit, error) {
		return sh.verify(ctx, args, f)
	})
	return cmd
}

func (sh *shell) verify(ctx context.Context, names []string, f verifyFlags) (flow.Exit, error) {
	beat := sh.prose()
	defer beat.close()
	session, err := sh.enter(ctx)
	if err != nil {
		return 0, err
	}
	defer sh.leave(session)
	checks, err := pick(session.Checks, names)
	if err != nil {
		return 0, err
	}
	if f.watch {
		return sh.watch(ctx, session, checks, f, beat.event)
	}
	ctx, told := inJournal(ctx, session, beat.event)
	v := flow.VerifyWithin(ctx, session.Place, checks, session.Clock, told)
	if err := sh.showVerification(v, f); err != nil {
		return exitOf(v), err
	}
	return exitOf(v), sh.judged(ctx, session, v)
}

// showVerification tells a whole verification, and writes it where that was asked for.
func (sh *shell) showVerification(v flow.Verification, f verifyFlags) error {
	sh.say.result(wireOf(v, sh.lang), func() string { return verificationText(v, paint{sh.say.color}, sh.lang) })
	return sh.keepVerification(v, f)
}

func (sh *shell) keepVerification(v flow.Verification, f verifyFlags) error {
	if f.junit == "" {
		return nil
	}
	if err := writeJUnit(f.junit, v, sh.lang); err != nil {
		return notWritten(f.junit, err)
	}
	return nil
}

func exitOf(v flow.Verification) flow.Exit {
	if v.OK() {
		return flow.ExitDone
	}
	return flow.ExitCheckFailed
}

// inJournal leads a verification's calls and results to the session's journal, and its calls to emit as well. They meet in the
// context: the report there is what calls are told to.
func inJournal(ctx context.Context, s *flow.Session, emit func(flow.Event)) (context.Context, func(flow.CheckResult)) {
	report := flow.NewReport(s.Clock, func(e flow.Event) {
		s.Journal.Record(e)
		if _, ok := e.Body.(flow.Call); ok {
			emit(e)
		}
	}, nil, s.Gate).For("verify")
	return report.With(ctx), func(r flow.CheckResult) { report.Emit(r) }
}

// pick keeps the checks of the given ids, or of whole groups.
func pick(checks []flow.Check, names []string) ([]flow.Check, error) {
	if len(names) == 0 {
		return checks, nil
	}
	for _, name := range names {
		if !slices.ContainsFunc(checks, func(c flow.Check) bool { return c.ID == name || c.Group == name }) {
			return nil, wrongUse(
				text.T{En: "There is no check named %q.", Ko: "%q{이라는/라는} 점검은 없습니다."}.With(name), text.Msg{},
				text.T{En: "`verify` shows all checks with their names.", Ko: "`verify`로 모든 점검과 이름을 볼 수 있습니다."}.With())
		}
	}
	return slices.DeleteFunc(slices.Clone(checks), func(c flow.Check) bool {
		return !slices.Contains(names, c.ID) && !slices.Contains(names, c.Group)
	}), nil
}
