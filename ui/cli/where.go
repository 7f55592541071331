package cli

import (
	"context"
	"strconv"
	"time"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// where asks in plain lines what the terminal program's first screen asks: which of the three doors. It sets the place accordingly,
// and reports whether the person wants to check only. A door that is shut says why, and is asked again.
func (sh *shell) where(ctx context.Context) (check bool, err error) {
	l, p := sh.lang, &sh.g.place
	sh.say.aside(text.T{En: "Looking for your AWS account…", Ko: "AWS 계정을 확인하는 중…"}.In(l))
	doors, err := sh.app.Doors(ctx, *p)
	if err != nil {
		return false, err
	}
	preselected := 1
	sh.say.aside(text.T{En: "Where do you want to work?", Ko: "어디에서 진행할까요?"}.In(l))
	for i, door := range doors {
		if door.Preselected {
			preselected = i + 1
		}
		line := "   " + strconv.Itoa(i+1) + "  " + door.Title.In(l)
		if door.Problem != nil {
			line += " " + text.T{En: "(not open now)", Ko: "(지금은 들어갈 수 없음)"}.In(l)
		}
		sh.say.aside(line)
		if detail := door.Detail.In(l); detail != "" {
			sh.say.aside("      " + clean(detail))
		}
	}
	sh.say.aside(text.T{En: "Type a number; Enter alone takes %d:", Ko: "번호를 입력하세요. Enter만 누르면 %d번입니다:"}.With(preselected).In(l))
	asker := &asker{sh: sh, person: true}
	for {
		line, err := asker.line(ctx, time.Now())
		if err != nil {
			return false, err
		}
		n, err := strconv.Atoi(line)
		if line == "" {
			n, err = preselected, nil
		}
		switch {
		case err != nil || n < 1 || n > len(doors):
			sh.say.aside(text.T{En: "A number from 1 to %d, please.", Ko: "1부터 %d까지의 번호를 입력하세요."}.With(len(doors)).In(l))
		case doors[n-1].Problem != nil:
			for _, s := range failureLines(doors[n-1].Problem, l) {
				sh.say.aside(s)
			}
			sh.say.aside(text.T{En: "Another number, please:", Ko: "다른 번호를 입력하세요:"}.In(l))
		default:
			p.Sandbox = doors[n-1].ID == flow.DoorPractice
			p.ReadOnly = p.ReadOnly || doors[n-1].ID == flow.DoorCheck
			return doors[n-1].ID == flow.DoorCheck, nil
		}
	}
}
