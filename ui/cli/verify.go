package cli

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"

	"github.com/spf13/cobra"
)

// A verification never takes longer than 30 seconds: after the first limit its calls are cut off, after the second what
// has not answered even then counts as not made.
const (
	softLimit = 27 * time.Second
	hardLimit = 29 * time.Second
	watchRest = 2 * time.Second
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
	cmd.Flags().BoolVar(&f.watch, "watch", false, text.T{En: "look again every two seconds until Ctrl+C", Ko: "Ctrl+C를 누를 때까지 2초마다 다시 확인합니다"}.In(sh.lang))
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
	for before := ""; ; {
		v := verifyWithin(ctx, session, checks, beat.event)
		if shape := outline(v); shape != before || sh.g.json() {
			before = shape
			sh.say.result(wireOf(v, sh.lang), func() string { return verificationText(v, paint{sh.say.color}, sh.lang) })
		}
		if f.junit != "" {
			if err := writeJUnit(f.junit, v, sh.lang); err != nil {
				return 0, notWritten(f.junit, err)
			}
		}
		if !f.watch || session.Clock.Sleep(ctx, watchRest) != nil {
			return exitOf(v), nil
		}
	}
}

func exitOf(v flow.Verification) flow.Exit {
	if v.OK() {
		return flow.ExitDone
	}
	return flow.ExitCheckFailed
}

// verifyWithin makes the checks in bounded time, whatever the place does.
func verifyWithin(ctx context.Context, s *flow.Session, checks []flow.Check, emit func(flow.Event)) flow.Verification {
	soft, cancel := context.WithTimeout(ctx, softLimit)
	defer cancel()
	report := flow.NewReport(s.Clock, func(e flow.Event) {
		s.Journal.Record(e)
		if _, ok := e.Body.(flow.Call); ok {
			emit(e)
		}
	}, nil, s.Gate).For("verify")
	var mu sync.Mutex
	made := map[string]flow.CheckResult{}
	done := make(chan flow.Verification, 1)
	started := s.Clock.Now()
	go func() {
		done <- flow.Verify(report.With(soft), s.Place, checks, s.Clock, func(r flow.CheckResult) {
			mu.Lock()
			defer mu.Unlock()
			made[r.Check.ID] = r
		})
	}()
	hard := time.NewTimer(hardLimit)
	defer hard.Stop()
	select {
	case v := <-done:
		return v
	case <-hard.C:
		mu.Lock()
		defer mu.Unlock()
		return unfinished(s, checks, made, started)
	}
}

// unfinished is a verification of which some checks never came back.
func unfinished(s *flow.Session, checks []flow.Check, made map[string]flow.CheckResult, started time.Time) flow.Verification {
	v := flow.Verification{Place: s.Place, StartedAt: started, Duration: s.Clock.Now().Sub(started)}
	for i := range checks {
		r, ok := made[checks[i].ID]
		if !ok {
			late := flow.Skipping(text.T{En: "there was no answer in time", Ko: "제시간에 응답이 오지 않았습니다"}.With())
			r = flow.CheckResult{Check: &checks[i], Verdict: late}
		}
		v.Results = append(v.Results, r)
	}
	return v
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

// outline tells two verifications apart by what a person would notice.
func outline(v flow.Verification) string {
	var b strings.Builder
	for _, r := range v.Results {
		b.WriteString(r.Check.ID + string(r.Verdict.Status) + r.Verdict.Summary.String())
	}
	return b.String()
}
