package cli

import (
	"context"
	"slices"
	"strings"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"

	"github.com/spf13/cobra"
)

// faultWire is a row of sandbox faults --output json.
type faultWire struct {
	Name       string   `json:"name"`
	Title      string   `json:"title"`
	Breaks     []string `json:"breaks"`
	Symptom    string   `json:"symptom"`
	Repairable bool     `json:"repairable"`
}

func (sh *shell) faultsCommand() *cobra.Command {
	return sh.cloudCommand("faults", "the named faults that the practice cloud can have", "연습용 클라우드에 만들 수 있는 장애 목록", func(context.Context, *cobra.Command, []string) (flow.Exit, error) {
		rows := []faultWire{}
		for _, f := range sh.app.Cloud.Faults() {
			rows = append(rows, faultWire{f.Name, f.Title.In(sh.lang), append([]string{}, f.Breaks...), f.Symptom.In(sh.lang), f.Repairable})
		}
		sh.say.result(rows, func() string {
			var b strings.Builder
			widest := 0
			for _, r := range rows {
				widest = max(widest, text.Width(r.Name)) // names are copied into `break`: they are never cut
			}
			for _, r := range rows {
				b.WriteString(text.Pad(r.Name, widest) + "  " + r.Title + "\n")
			}
			return b.String()
		})
		return flow.ExitDone, nil
	})
}

func (sh *shell) breakCommand() *cobra.Command {
	var random, hidden bool
	count := 1
	cmd := sh.cloudCommand("break NAME[:ARG]… | --random", "put a fault into the practice cloud", "연습용 클라우드에 장애를 만듭니다", nil)
	cmd.Args = cobra.ArbitraryArgs
	cmd.Flags().BoolVar(&random, "random", false, text.T{En: "any fault; find out which", Ko: "아무 장애나. 무엇인지 찾아보세요"}.In(sh.lang))
	cmd.Flags().IntVar(&count, "count", 1, text.T{En: "with --random, how many faults at once (`NUMBER`)", Ko: "--random과 함께, 한꺼번에 만들 장애 수 (`NUMBER`)"}.In(sh.lang))
	cmd.Flags().BoolVar(&hidden, "hidden", false, text.T{En: "make a lab of the named faults: nobody is told their names until they are found", Ko: "지정한 장애로 실습을 만듭니다. 찾을 때까지 이름을 알려 주지 않습니다"}.In(sh.lang))
	cmd.RunE = sh.does(func(ctx context.Context, _ *cobra.Command, names []string) (flow.Exit, error) {
		if (len(names) > 0) == random || count < 1 || count > 3 || count > 1 && !random {
			return 0, wrongUse(text.T{En: "Which fault?", Ko: "어떤 장애인가요?"}.With(), text.Msg{},
				text.T{En: "Name one of those that `sandbox faults` lists, or add --random, and to that --count 2 or 3.", Ko: "`sandbox faults` 목록에서 하나를 지정하거나 --random을 붙이세요. --random에는 --count 2나 3을 더할 수 있습니다."}.With())
		}
		if random || hidden {
			return sh.beginLab(ctx, names, count)
		}
		broken, err := sh.app.Cloud.Break(ctx, sh.g.place, names)
		if err != nil {
			return 0, err
		}
		sh.say.result(struct {
			Broken []string `json:"broken"`
		}{broken}, func() string {
			return text.T{En: "Broken: %s. `sandbox repair` lifts it.", Ko: "장애를 만들었습니다: %s. `sandbox repair`로 되돌립니다."}.With(strings.Join(broken, ", ")).In(sh.lang)
		})
		return flow.ExitDone, nil
	})
	return cmd
}

func (sh *shell) repairCommand() *cobra.Command {
	cmd := sh.cloudCommand("repair [NAME]", "lift one fault, or all", "장애 하나 또는 전부를 되돌립니다", nil)
	cmd.Args = sh.positionals([]flow.Param{{Name: "name", Positional: true}})
	cmd.RunE = sh.does(func(ctx context.Context, _ *cobra.Command, args []string) (flow.Exit, error) {
		name := strings.Join(args, "")
		if !sh.knowsFault(name) {
			return 0, wrongUse(text.T{En: "There is no fault named %q.", Ko: "%q{이라는/라는} 장애는 없습니다."}.With(name), text.Msg{},
				text.T{En: "`sandbox faults` lists them; without a name all are lifted.", Ko: "`sandbox faults`로 목록을 볼 수 있고, 이름을 빼면 전부 되돌립니다."}.With())
		}
		lifted, err := sh.app.Cloud.Repair(ctx, sh.g.place, name)
		if err != nil {
			return 0, err
		}
		sh.say.result(struct {
			Repaired []string `json:"repaired"`
		}{append([]string{}, lifted...)}, func() string {
			return text.T{En: "Lifted: %d", Ko: "되돌린 장애: %d"}.With(len(lifted)).In(sh.lang)
		})
		return flow.ExitDone, nil
	})
	return cmd
}

// knowsFault reports whether a fault has this name, with or without an argument; no name stands for all of them.
func (sh *shell) knowsFault(name string) bool {
	bare, _, _ := strings.Cut(name, ":")
	return bare == "" || slices.ContainsFunc(sh.app.Cloud.Faults(), func(f Fault) bool { return f.Name == bare })
}

func (sh *shell) resetCommand() *cobra.Command {
	return sh.cloudCommand("reset", "empty the practice cloud and start afresh", "연습용 클라우드를 비우고 새로 시작합니다", func(ctx context.Context, _ *cobra.Command, _ []string) (flow.Exit, error) {
		removed, err := sh.app.Cloud.Reset(ctx, sh.g.place)
		if err != nil {
			return 0, err
		}
		// The contract gives reset's answer as this object, in either form.
		sh.say.object(struct {
			Removed int `json:"removed"`
		}{removed})
		return flow.ExitDone, nil
	})
}
