package cli

import (
	"context"
	"strings"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"

	"github.com/spf13/cobra"
)

// beginLab breaks something, and tells nobody what.
func (sh *shell) beginLab(ctx context.Context, names []string, count int) (flow.Exit, error) {
	if len(names) > 0 {
		count = 0
	}
	state, err := sh.app.Cloud.Lab(ctx, sh.g.place, "begin", names, count)
	if err != nil {
		return 0, err
	}
	sh.say.result(state.Wire(sh.lang), func() string {
		return text.T{En: "Something is broken now (places: %d). Find it with `verify`, repair it with `fix`; the clock is running.\n`sandbox hint` helps, in three steps.",
			Ko: "%d곳에 장애를 만들었습니다. `verify`로 찾고 `fix`로 고치세요. 시간을 재고 있습니다.\n`sandbox hint`로 힌트를 세 번까지 볼 수 있습니다."}.With(state.Faults).In(sh.lang)
	})
	return flow.ExitDone, nil
}

func (sh *shell) hintCommand() *cobra.Command {
	var reveal bool
	cmd := sh.cloudCommand("hint [--reveal]", "the next hint about what a lab has broken", "실습 장애의 다음 힌트", nil)
	cmd.Flags().BoolVar(&reveal, "reveal", false, text.T{En: "give up, and tell what it was", Ko: "그만두고 정답을 봅니다"}.In(sh.lang))
	cmd.RunE = sh.does(func(ctx context.Context, _ *cobra.Command, _ []string) (flow.Exit, error) {
		what := "hint"
		if reveal {
			what = "reveal"
		}
		state, err := sh.app.Cloud.Lab(ctx, sh.g.place, what, nil, 0)
		if err != nil {
			return 0, err
		}
		sh.say.result(state.Wire(sh.lang), func() string { return labText(state, sh.lang) })
		return flow.ExitDone, nil
	})
	return cmd
}

// labText is how a lab stands, and what was told.
func labText(s flow.LabState, l text.Lang) string {
	lines := []string{}
	for _, told := range s.Told {
		lines = append(lines, told.In(l))
	}
	return strings.Join(append(lines, s.Line().In(l)), "\n")
}

// judged ends a lab that a verification finds solved, and tells the result.
func (sh *shell) judged(ctx context.Context, s *flow.Session, v flow.Verification) error {
	if s.Lab == nil {
		return nil
	}
	err := s.Lab.Judge(ctx, v)
	sh.tellLab(s)
	return err
}

// tellLab tells, once, of a lab that this command has solved.
func (sh *shell) tellLab(s *flow.Session) {
	if s.Lab == nil || sh.labTold || !s.Lab.State().Solved {
		return
	}
	sh.labTold = true
	sh.say.aside(labText(s.Lab.State(), sh.lang))
}
