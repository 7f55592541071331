package cli

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"

	"github.com/spf13/cobra"
)

func (sh *shell) runCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:  "run [STEP…]",
		Args: cobra.ArbitraryArgs,
		Short: text.T{
			En: "do the main job, or the named steps and what they need",
			Ko: "주요 단계 전체, 또는 지정한 단계와 그에 필요한 단계를 진행합니다",
		}.In(sh.lang),
		Annotations: map[string]string{"group": groupCourse},
	}
	for _, info := range sh.app.Steps {
		cmd.ValidArgs = append(cmd.ValidArgs, info.ID)
	}
	cmd.RunE = sh.does(func(ctx context.Context, _ *cobra.Command, args []string) (flow.Exit, error) {
		for _, id := range args {
			if !sh.hasStep(id) {
				return 0, noSuchStep(id)
			}
		}
		return sh.stream(ctx, flow.RunOptions{Steps: args})
	})
	return cmd
}

// stepCommand is the command of a step: the step and what it needs. The checklist has a form of its own.
func (sh *shell) stepCommand(info flow.Info) *cobra.Command {
	if info.ID == "verify" {
		return sh.verifyCommand(info)
	}
	cmd := &cobra.Command{
		Use: info.ID, Short: info.Title.In(sh.lang), Long: info.Why.In(sh.lang), Args: sh.noSuchCommand,
		Annotations: map[string]string{"group": groupCourse},
	}
	var again bool
	if !info.Ephemeral {
		cmd.Flags().BoolVar(&again, "update", false, text.T{
			En: "bring what exists up to date, after showing what would change",
			Ko: "무엇이 바뀌는지 보여 준 뒤 이미 있는 것을 갱신합니다",
		}.In(sh.lang))
	}
	cmd.RunE = sh.does(func(ctx context.Context, _ *cobra.Command, _ []string) (flow.Exit, error) {
		sh.g.place.Update = again
		return sh.stream(ctx, flow.RunOptions{Steps: []string{info.ID}, Again: again})
	})
	return cmd
}

// stream runs steps and renders their events.
func (sh *shell) stream(ctx context.Context, o flow.RunOptions) (flow.Exit, error) {
	render := sh.renderer()
	defer render.close()
	session, err := sh.enter(ctx)
	if err != nil {
		failure := asFailure(ended(ctx, err))
		if failure.Exit == flow.ExitUsage || !sh.g.json() {
			return 0, failure
		}
		flow.NewReport(flow.SystemClock{}, render.event, nil, nil).Emit(flow.Finished{Status: flow.Failed, Error: failure})
		return 0, &told{failure}
	}
	defer sh.leave(session)
	render.begin(session)
	o.Emit, o.Asker = render.event, sh.asker(session.Place)
	o.Yes = sh.g.place.Yes || sh.g.place.Auto
	if failure := session.Run(ctx, o); failure != nil {
		return 0, &told{failure}
	}
	return flow.ExitDone, nil
}

// stepState is a row of the steps command.
type stepState struct {
	ID       string          `json:"id"`
	Title    string          `json:"title"`
	Main     bool            `json:"main"`
	Needs    []string        `json:"needs"`
	State    flow.State      `json:"state"`
	Summary  string          `json:"summary"`
	LastDone string          `json:"last_done,omitempty"`
	Error    *flow.ErrorWire `json:"error,omitempty"`
	failure  *flow.Failure
}

func (sh *shell) stepsCommand() *cobra.Command {
	return &cobra.Command{
		Use: "steps", Args: sh.noSuchCommand, Annotations: map[string]string{"group": groupLook},
		Short: text.T{En: "the steps with their re-verified state", Ko: "단계 목록과 지금 다시 확인한 상태"}.In(sh.lang),
		RunE: sh.does(func(ctx context.Context, _ *cobra.Command, _ []string) (flow.Exit, error) {
			session, err := sh.enter(ctx)
			if err != nil {
				return 0, err
			}
			defer sh.leave(session)
			rows := sh.states(ctx, session)
			sh.say.result(struct {
				Steps []stepState `json:"steps"`
			}{rows}, func() string { return stepsText(rows, sh.lang) })
			for _, row := range rows {
				if row.failure != nil {
					return row.failure.Exit, nil
				}
			}
			return flow.ExitDone, nil
		}),
	}
}

// states looks at every step at the same time.
func (sh *shell) states(ctx context.Context, s *flow.Session) []stepState {
	done, _ := s.Journal.LastDone()
	rows := make([]stepState, len(s.Steps))
	silent := flow.NewReport(s.Clock, func(flow.Event) {}, nil, nil)
	var all sync.WaitGroup
	for i, step := range s.Steps {
		all.Go(func() {
			info := step.Info()
			row := stepState{ID: info.ID, Title: info.Title.In(sh.lang), Main: info.Main, Needs: append([]string{}, info.Needs...)}
			if at, ok := done[info.ID]; ok {
				row.LastDone = at.UTC().Format(time.RFC3339)
			}
			report := silent.For(info.ID)
			status, err := step.State(report.With(ctx))
			row.State, row.Summary = status.State, status.Summary.In(sh.lang)
			if err != nil {
				row.failure = asFailure(ended(ctx, err))
				row.State, row.Summary, row.Error = flow.Blocked, row.failure.Message.In(sh.lang), row.failure.Wire(sh.lang)
			}
			rows[i] = row
		})
	}
	all.Wait()
	return rows
}

func stepsText(rows []stepState, _ text.Lang) string {
	var b strings.Builder
	for i, row := range rows {
		fmt.Fprintf(&b, "%2d  %s  %s  %s\n", i+1, text.Pad(row.ID, 10), text.Pad(string(row.State), 11), row.Title)
		if row.Summary != "" {
			fmt.Fprintf(&b, "    %s\n", row.Summary)
		}
	}
	return b.String()
}
