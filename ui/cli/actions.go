package cli

import (
	"context"
	"io"
	"strconv"
	"strings"
	"sync"
	"time"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"

	"github.com/spf13/cobra"
)

// addAction makes a command of an action. Its name's words are the path: "provider list" hangs under the step's command.
// An action that bears a step's own name lends its flags to the step's command, and is done when one of them is given.
func (sh *shell) addAction(root *cobra.Command, action flow.Action) {
	words := strings.Fields(action.Name)
	parent := root
	for _, word := range words[:len(words)-1] {
		next := child(parent, word)
		if next == nil {
			next = sh.family(word, action.Short, groupLook)
			parent.AddCommand(next)
		}
		parent = next
	}
	name := words[len(words)-1]
	if step := child(parent, name); step != nil {
		sh.lend(step, action)
		return
	}
	cmd := &cobra.Command{
		Use: name + placeholders(action.Params), Short: action.Short.In(sh.lang), Long: action.Long.In(sh.lang),
		Annotations: map[string]string{"group": groupLook}, Args: sh.positionals(action.Params),
	}
	values := sh.flagsOf(cmd, action.Params)
	cmd.RunE = sh.does(func(ctx context.Context, cmd *cobra.Command, args []string) (flow.Exit, error) {
		return sh.act(ctx, action, values(cmd, args))
	})
	parent.AddCommand(cmd)
}

func child(parent *cobra.Command, name string) *cobra.Command {
	for _, c := range parent.Commands() {
		if c.Name() == name {
			return c
		}
	}
	return nil
}

func (sh *shell) lend(step *cobra.Command, action flow.Action) {
	values := sh.flagsOf(step, action.Params)
	as := step.RunE
	done := sh.does(func(ctx context.Context, cmd *cobra.Command, args []string) (flow.Exit, error) {
		return sh.act(ctx, action, values(cmd, args))
	})
	step.RunE = func(cmd *cobra.Command, args []string) error {
		for _, p := range action.Params {
			if f := cmd.Flags().Lookup(p.Name); f != nil && f.Changed {
				return done(cmd, args)
			}
		}
		return as(cmd, args)
	}
}

// flagsOf registers an action's flags on a command, and returns what reads its arguments.
func (sh *shell) flagsOf(cmd *cobra.Command, params []flow.Param) func(*cobra.Command, []string) flow.Args {
	for _, p := range params {
		help := p.Help.In(sh.lang)
		switch {
		case p.Positional || cmd.Flags().Lookup(p.Name) != nil:
		case p.Switch:
			cmd.Flags().Bool(p.Name, p.Default == "true", help)
		case p.Repeated:
			cmd.Flags().StringArray(p.Name, nil, help)
		default:
			cmd.Flags().String(p.Name, p.Default, help)
		}
	}
	return func(cmd *cobra.Command, args []string) flow.Args {
		values := flow.Args{}
		for _, p := range params {
			switch {
			case p.Positional && p.Default != "" && len(args) == 0:
				values[p.Name] = []string{p.Default}
			case p.Positional && p.Repeated:
				values[p.Name], args = args, nil
			case p.Positional && len(args) > 0:
				values[p.Name], args = args[:1], args[1:]
			case p.Positional:
			case p.Switch:
				on, _ := cmd.Flags().GetBool(p.Name)
				values[p.Name] = []string{strconv.FormatBool(on)}
			case p.Repeated:
				values[p.Name], _ = cmd.Flags().GetStringArray(p.Name)
			default:
				if v, _ := cmd.Flags().GetString(p.Name); v != "" {
					values[p.Name] = []string{v}
				}
			}
		}
		return values
	}
}

// placeholders shows the positional parameters: " NAME [CHECK…]".
func placeholders(params []flow.Param) string {
	var b strings.Builder
	for _, p := range params {
		if !p.Positional {
			continue
		}
		word := strings.ToUpper(p.Name)
		if p.Repeated {
			word += "…"
		}
		if !p.Required {
			word = "[" + word + "]"
		}
		b.WriteString(" " + word)
	}
	return b.String()
}

func (sh *shell) positionals(params []flow.Param) cobra.PositionalArgs {
	least, most := 0, 0
	for _, p := range params {
		switch {
		case !p.Positional:
			continue
		case p.Required:
			least++
		}
		most++
		if p.Repeated {
			most = 1 << 16
		}
	}
	return func(cmd *cobra.Command, args []string) error {
		if len(args) >= least && len(args) <= most {
			return nil
		}
		return wrongUse(
			text.T{En: "%s was given %d arguments.", Ko: "%s에 인자 %d개가 주어졌습니다."}.With(cmd.CommandPath(), len(args)), text.Msg{},
			text.T{En: "Use it as: %s", Ko: "사용법: %s"}.With(cmd.UseLine()))
	}
}

// act does an action and tells what it found.
func (sh *shell) act(ctx context.Context, action flow.Action, args flow.Args) (flow.Exit, error) {
	if err := sh.resolve(action.Params, args); err != nil {
		return 0, err
	}
	quiet := sh.prose()
	hush := sync.OnceFunc(quiet.close)
	defer hush()
	session, err := sh.enterIfAny(ctx, action)
	if err != nil {
		return 0, err
	}
	if session == nil {
		report := flow.NewReport(flow.SystemClock{}, quiet.event, nil, nil)
		result, err := action.Do(report.With(ctx), nil, report, args)
		if err == nil && result.Session != nil && sh.screens() {
			hush() // nothing is said into the screens
			return sh.leaves(sh.app.Show(ctx, sh.g.place, result.Session))
		}
		return sh.tell(result, err)
	}
	defer sh.leave(session)
	asker := sh.asker(session.Place)
	report := flow.NewReport(session.Clock, func(e flow.Event) {
		session.Journal.Record(e)
		quiet.event(e)
	}, asker, session.Gate).For(action.Name)
	if action.Changes {
		if err := sh.mayChange(ctx, session, action); err != nil {
			return 0, err
		}
	}
	result, err := action.Do(report.With(ctx), session, report, args)
	return sh.tell(result, err)
}

// lookForPlace is how long an action that can do without a place waits for one.
const lookForPlace = 5 * time.Second

// enterIfAny enters the place that an action works on; nil where it needs none, or can do without and there is none. A place that
// the command line names must be entered.
func (sh *shell) enterIfAny(ctx context.Context, action flow.Action) (*flow.Session, error) {
	switch {
	case action.Placeless:
		return nil, nil
	case !action.PlaceIfAny || sh.g.place.Sandbox || sh.g.place.Named():
		return sh.enter(ctx)
	}
	ctx, cancel := context.WithTimeout(ctx, lookForPlace)
	defer cancel()
	session, err := sh.enter(ctx)
	if err != nil {
		return nil, nil // what is asked can be answered without
	}
	return session, nil
}

// mayChange refuses where the place is read-only, and asks before an AWS account is changed.
func (sh *shell) mayChange(ctx context.Context, s *flow.Session, action flow.Action) error {
	switch {
	case s.Place.ReadOnly:
		return wrongUse(
			text.T{En: "%s would change the place, and --read-only was given.", Ko: "%s{은/는} 변경하는 명령인데 --read-only가 지정되어 있습니다."}.With(action.Name),
			text.Msg{}, text.T{En: "Leave --read-only out to go on.", Ko: "계속하려면 --read-only를 빼세요."}.With())
	case sh.g.place.Yes || s.Place.Mode == flow.Sandbox:
		return nil
	}
	answer, err := sh.asker(s.Place).Ask(ctx, flow.Question{
		Kind:   flow.Confirm,
		Title:  text.T{En: "Change AWS account %s in %s?", Ko: "AWS 계정 %s(%s)을 변경할까요?"}.With(s.Place.Account, s.Place.Region),
		Detail: action.Short.With(),
	})
	if err == nil && !answer.Yes {
		err = &flow.Failure{Code: "Declined", Exit: flow.ExitInterrupted, Message: text.T{En: "Nothing was changed.", Ko: "아무것도 바꾸지 않았습니다."}.With()}
	}
	return err
}

func (sh *shell) tell(r flow.Result, err error) (flow.Exit, error) {
	if err != nil {
		return 0, err
	}
	if r.Bare != "" {
		_, err := io.WriteString(sh.io.Out, strings.TrimRight(r.Bare, "\n")+"\n")
		return r.Exit, err
	}
	if wire, spoken := r.JSON.(interface{ Wire(text.Lang) any }); spoken {
		r.JSON = wire.Wire(sh.lang)
	}
	words := func() string { return "" }
	if r.Text != nil {
		words = func() string { return r.Text(sh.lang, sh.say.width()) }
	}
	sh.say.result(r.JSON, words)
	return r.Exit, nil
}
