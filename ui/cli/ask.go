package cli

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"time"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/secret"
	"agentcore-workshop/steps/text"
)

// asker stands for the person: a prompt where there is a terminal; the defaults with --yes, --auto and on the practice
// cloud; else a refusal before anything changes.
type asker struct {
	sh       *shell
	defaults bool
	person   bool
	practice bool
}

func (sh *shell) asker(p flow.Place) flow.Asker {
	person := sh.io.InTerminal && !sh.g.place.Yes && !sh.g.place.Auto
	practice := p.Mode == flow.Sandbox
	return &asker{sh: sh, person: person, practice: practice, defaults: sh.g.place.Yes || sh.g.place.Auto || practice}
}

func (a *asker) Ask(ctx context.Context, q flow.Question) (flow.Answer, error) {
	asked := time.Now()
	switch {
	case q.Kind == flow.Consent:
		return a.consent(ctx, q, asked)
	case a.person:
		return a.prompt(ctx, q, asked)
	case a.Refuses(q):
		return flow.Answer{}, flow.Unanswered(q)
	}
	a.shown(q) // what is agreed to unseen may be shown only here, as a password that is generated
	return byDefault(q), nil
}

// Refuses implements flow.Refuser: nobody is there, and no default may stand for them. Whatever has a name typed, and what is
// marked as explicit, needs --yes or --auto in practice too.
func (a *asker) Refuses(q flow.Question) bool {
	agreed := a.sh.g.place.Yes || a.sh.g.place.Auto
	switch {
	case a.person || q.Kind == flow.Consent:
		return false
	case q.Required:
		return true
	}
	return !a.defaults || (q.Explicit || q.TypeName != "") && !agreed
}

// byDefault agrees, chooses the first way, and types the name that is asked for. A secret stays empty: the step then
// takes its own default.
func byDefault(q flow.Question) flow.Answer {
	answer := flow.Answer{Yes: true}
	if len(q.Options) > 0 {
		answer.Choice = q.Options[0].ID
	}
	if q.TypeName != "" {
		answer.Text = secret.New(q.TypeName)
	}
	return answer
}

// consent waits for the browser to come back, and takes the address that it ended at from whoever pastes it.
func (a *asker) consent(ctx context.Context, q flow.Question, asked time.Time) (flow.Answer, error) {
	if !a.sh.g.place.Auto { // nobody sits at a browser that signs in by itself
		a.show(q)
		a.waits(ctx, q)
	}
	if a.person {
		a.sh.say.aside(text.T{
			En: "Is the browser elsewhere? Paste the address that it ends at here, and press Enter.",
			Ko: "다른 곳의 브라우저를 쓰고 있다면, 마지막에 표시된 주소를 여기에 붙여 넣고 Enter를 누르세요.",
		}.In(a.sh.lang))
	}
	line, err := a.sh.keys().next(ctx, asked)
	if errors.Is(err, errInputEnded) { // the browser may still come back by itself
		<-ctx.Done()
		err = context.Cause(ctx)
	}
	if err != nil {
		return flow.Answer{}, err
	}
	return flow.Answer{Yes: true, Text: secret.New(strings.TrimSpace(line))}, nil
}

// waits says at once what is waited for and how long: nothing must seem to hang, and nobody should wait who need not.
func (a *asker) waits(ctx context.Context, q flow.Question) {
	until := q.Deadline
	if limit, limited := ctx.Deadline(); limited && limit.Before(until) {
		until = limit
	}
	line := text.T{En: "Waiting until %s for this to be done in a browser.", Ko: "브라우저에서 마칠 때까지 기다립니다(%s까지)."}.With(until.Local().Format(time.TimeOnly)).In(a.sh.lang)
	if a.practice {
		line += " " + text.T{En: "With --auto the program does it itself.", Ko: "--auto를 붙이면 프로그램이 대신 합니다."}.In(a.sh.lang)
	}
	a.sh.say.aside(line)
}

// keys is what the person types.
func (sh *shell) keys() *typed {
	sh.listen.Do(func() { sh.typed = &typed{in: sh.io.In, person: sh.io.InTerminal} })
	return sh.typed
}

// raw is the next line that is typed after the question was asked, as it was typed. The end of input is an answer, too:
// nothing is agreed to.
func (a *asker) raw(ctx context.Context, asked time.Time) (string, error) {
	line, err := a.sh.keys().next(ctx, asked)
	if errors.Is(err, errInputEnded) {
		err = &flow.Failure{
			Code: "Declined", Exit: flow.ExitInterrupted, Err: err,
			Message: text.T{En: "The input ended before the question was answered; nothing was agreed to.", Ko: "답하기 전에 입력이 끝났습니다. 아무것에도 동의하지 않은 것으로 처리했습니다."}.With(),
		}
	}
	return line, err
}

// line is raw without the spaces around it.
func (a *asker) line(ctx context.Context, asked time.Time) (string, error) {
	line, err := a.raw(ctx, asked)
	return strings.TrimSpace(line), err
}

// secret is a line that is not echoed. It comes through the same reader as all lines: one that still waits for an earlier
// question would take it otherwise.
func (a *asker) secret(ctx context.Context, asked time.Time) (secret.Text, error) {
	restore, err := a.sh.io.Silence()
	if err != nil {
		return secret.Text{}, err
	}
	defer restore()
	line, err := a.raw(ctx, asked)
	return secret.New(line), err
}

// show prints what belongs to a question. The address has come with the stream.
func (a *asker) show(q flow.Question) {
	if detail := q.Detail.In(a.sh.lang); detail != "" {
		a.sh.say.aside(detail)
	}
	a.shown(q)
}

// shown prints a question's lines on standard error: they are for the person alone, and neither in the journal nor in JSON.
func (a *asker) shown(q flow.Question) {
	l := a.sh.lang
	for _, f := range q.Shown {
		label := f.Label.In(l)
		if label == "" {
			label = f.Key
		}
		a.sh.say.aside(text.Strip("   " + label + ": " + f.Shown(l)))
	}
}

func (a *asker) prompt(ctx context.Context, q flow.Question, asked time.Time) (flow.Answer, error) {
	a.show(q)
	l := a.sh.lang
	switch {
	case q.Kind == flow.Secret && a.sh.io.Silence != nil:
		hint := text.T{En: " (nothing is shown while you type; Enter alone takes the default)", Ko: " (입력하는 동안 표시되지 않습니다. Enter만 누르면 기본값을 씁니다)"}
		if q.Required {
			hint = text.T{En: " (nothing is shown while you type)", Ko: " (입력하는 동안 표시되지 않습니다)"}
		}
		a.sh.say.aside(q.Title.In(l) + hint.In(l))
		typed, err := a.secret(ctx, asked)
		return flow.Answer{Yes: err == nil, Text: typed}, err
	case q.Kind == flow.Value:
		a.sh.say.aside(q.Title.In(l))
		line, err := a.line(ctx, asked)
		return flow.Answer{Yes: err == nil, Text: secret.New(line)}, err
	case q.TypeName != "":
		a.sh.say.aside(q.Title.In(l))
		a.sh.say.aside(text.T{En: "Type %s to agree:", Ko: "동의하려면 %s{을/를} 입력하세요:"}.With(q.TypeName).In(l))
		line, err := a.line(ctx, asked)
		return flow.Answer{Yes: line == q.TypeName, Text: secret.New(line)}, err
	case len(q.Options) > 0:
		return a.choose(ctx, q, asked)
	}
	a.sh.say.aside(q.Title.In(l) + " [y/N]")
	line, err := a.line(ctx, asked)
	return flow.Answer{Yes: agrees(line)}, err
}

func agrees(line string) bool {
	switch strings.ToLower(line) {
	case "y", "yes", "네", "예", "ㅛ": // ㅛ is the key y with a Korean input method on
		return true
	}
	return false
}

func (a *asker) choose(ctx context.Context, q flow.Question, asked time.Time) (flow.Answer, error) {
	l := a.sh.lang
	a.sh.say.aside(q.Title.In(l))
	for i, option := range q.Options {
		a.sh.say.aside("   " + strconv.Itoa(i+1) + "  " + option.Title.In(l))
	}
	a.sh.say.aside(text.T{En: "Type a number; Enter alone takes 1:", Ko: "번호를 입력하세요. Enter만 누르면 1번입니다:"}.In(l))
	for {
		line, err := a.line(ctx, asked)
		if err != nil {
			return flow.Answer{}, err
		}
		if line == "" {
			line = "1"
		}
		if n, err := strconv.Atoi(line); err == nil && n >= 1 && n <= len(q.Options) {
			return flow.Answer{Yes: true, Choice: q.Options[n-1].ID}, nil
		}
		a.sh.say.aside(text.T{En: "A number from 1 to %d, please.", Ko: "1부터 %d까지의 번호를 입력하세요."}.With(len(q.Options)).In(l))
	}
}
