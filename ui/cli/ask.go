package cli

import (
	"bufio"
	"context"
	"strconv"
	"strings"
	"sync"

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
	reader   sync.Once
	typed    chan string
}

func (sh *shell) asker(p flow.Place) flow.Asker {
	person := sh.io.InTerminal && !sh.g.place.Yes && !sh.g.place.Auto
	return &asker{sh: sh, person: person, defaults: sh.g.place.Yes || sh.g.place.Auto || p.Mode == flow.Sandbox, typed: make(chan string)}
}

func (a *asker) Ask(ctx context.Context, q flow.Question) (flow.Answer, error) {
	switch {
	case q.Kind == flow.Consent:
		return a.consent(ctx, q)
	case a.person:
		return a.prompt(ctx, q)
	case a.defaults && (!q.Explicit || a.sh.g.place.Yes || a.sh.g.place.Auto):
		return byDefault(q), nil
	}
	return flow.Answer{}, flow.Unanswered(q)
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
func (a *asker) consent(ctx context.Context, q flow.Question) (flow.Answer, error) {
	if !a.sh.g.place.Auto { // nobody sits at a browser that signs in by itself
		a.show(q)
	}
	if a.person {
		a.sh.say.aside(text.T{
			En: "Is the browser elsewhere? Paste the address that it ends at here, and press Enter.",
			Ko: "다른 곳의 브라우저를 쓰고 있다면, 마지막에 표시된 주소를 여기에 붙여 넣고 Enter를 누르세요.",
		}.In(a.sh.lang))
	}
	line, err := a.line(ctx)
	if err != nil {
		return flow.Answer{}, err
	}
	return flow.Answer{Yes: true, Text: secret.New(line)}, nil
}

// line is the next line that is typed or piped in. When input has ended, only the context ends the wait: the browser may
// still come back by itself.
func (a *asker) line(ctx context.Context) (string, error) {
	a.reader.Do(func() {
		go func() {
			lines := bufio.NewScanner(a.sh.io.In)
			lines.Buffer(nil, maxInput)
			for lines.Scan() {
				a.typed <- strings.TrimSpace(lines.Text())
			}
		}()
	})
	select {
	case line := <-a.typed:
		return line, nil
	case <-ctx.Done():
		return "", context.Cause(ctx)
	}
}

// show prints what belongs to a question. The title and address have come with the stream.
func (a *asker) show(q flow.Question) {
	l := a.sh.lang
	if detail := q.Detail.In(l); detail != "" {
		a.sh.say.aside(detail)
	}
	for _, f := range q.Shown {
		label := f.Label.In(l)
		if label == "" {
			label = f.Key
		}
		a.sh.say.aside("   " + label + ": " + f.Value)
	}
}

func (a *asker) prompt(ctx context.Context, q flow.Question) (flow.Answer, error) {
	a.show(q)
	l := a.sh.lang
	switch {
	case q.Kind == flow.Secret && a.sh.io.Password != nil:
		a.sh.say.aside(q.Title.In(l) + text.T{En: " (nothing is shown while you type; Enter alone takes the default)", Ko: " (입력하는 동안 표시되지 않습니다. Enter만 누르면 기본값을 씁니다)"}.In(l))
		typed, err := a.sh.io.Password()
		return flow.Answer{Yes: true, Text: secret.New(typed)}, err
	case q.TypeName != "":
		a.sh.say.aside(text.T{En: "Type %s to agree:", Ko: "동의하려면 %s{을/를} 입력하세요:"}.With(q.TypeName).In(l))
		line, err := a.line(ctx)
		return flow.Answer{Yes: line == q.TypeName, Text: secret.New(line)}, err
	case len(q.Options) > 0:
		return a.choose(ctx, q)
	}
	a.sh.say.aside(q.Title.In(l) + " [y/N]")
	line, err := a.line(ctx)
	return flow.Answer{Yes: agrees(line)}, err
}

func agrees(line string) bool {
	switch strings.ToLower(line) {
	case "y", "yes", "네", "예", "ㅛ": // ㅛ is the key y with a Korean input method on
		return true
	}
	return false
}

func (a *asker) choose(ctx context.Context, q flow.Question) (flow.Answer, error) {
	l := a.sh.lang
	a.sh.say.aside(q.Title.In(l))
	for i, option := range q.Options {
		a.sh.say.aside("   " + strconv.Itoa(i+1) + "  " + option.Title.In(l))
	}
	a.sh.say.aside(text.T{En: "Type a number; Enter alone takes 1:", Ko: "번호를 입력하세요. Enter만 누르면 1번입니다:"}.In(l))
	for {
		line, err := a.line(ctx)
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
