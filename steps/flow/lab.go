package flow

import (
	"context"
	"time"

	"agentcore-workshop/steps/text"
)

// Lab is the break-and-fix lab of a practice cloud: something is broken, nobody is told what, and the checklist must lead there.
type Lab interface {
	// Begin breaks as many things as are asked for. A set-up that is not deployed is an error.
	Begin(ctx context.Context, faults int) error
	// Hint tells more each time: the area, the place, the check to run. Reveal gives up, and tells what it was.
	Hint(ctx context.Context) error
	Reveal(ctx context.Context) error
	// Judge ends the lab when a verification is green. Look only asks how it stands: another process may have begun it.
	Judge(ctx context.Context, v Verification) error
	Look(ctx context.Context) error
	// State is how it stood when it was last asked for. It never waits.
	State() LabState
}

// LabState is how a lab stands.
type LabState struct {
	// Open says that something is broken and not found yet; Ended that one has ended in this session, Solved or given up.
	Open, Ended, Solved bool
	// Took is from the beginning to the end, or to when it was last asked for.
	Took          time.Duration
	Faults, Hints int
	// Told are the hints so far, or what it was once it has ended.
	Told []text.Msg
	// Names are the faults', told when it has ended.
	Names []string
}

// HintsAtMost is how many hints there are.
const HintsAtMost = 3

// Line says in one sentence how a lab stands; empty where there is none.
func (s LabState) Line() text.Msg {
	seconds := int(max(s.Took, 0).Round(time.Second).Seconds())
	took := text.T{En: "%d s", Ko: "%d초"}.With(seconds)
	if seconds >= 60 {
		took = text.T{En: "%d min %02d s", Ko: "%d분 %02d초"}.With(seconds/60, seconds%60)
	}
	switch {
	case s.Open:
		return text.T{En: "Lab: broken and to be found: %d. Hints: %d of %d.", Ko: "실습: 찾아야 할 장애 %d개, 힌트 %d/%d"}.With(s.Faults, s.Hints, HintsAtMost)
	case s.Solved:
		return text.T{En: "Lab solved in %s, with %d of %d hints.", Ko: "실습을 %s 만에 해결했습니다. 사용한 힌트: %d/%d"}.With(took, s.Hints, HintsAtMost)
	case s.Ended:
		return text.T{En: "Lab given up after %s, with %d of %d hints. What is broken stays so until `fix` or `sandbox repair`.", Ko: "실습을 %s 만에 그만두었습니다. 사용한 힌트: %d/%d. 장애는 `fix`나 `sandbox repair`로 고칠 때까지 남습니다."}.With(took, s.Hints, HintsAtMost)
	}
	return text.Msg{}
}

// Wire is the state as JSON.
func (s LabState) Wire(l text.Lang) any {
	told := []string{}
	for _, m := range s.Told {
		told = append(told, m.In(l))
	}
	return struct {
		Open    bool     `json:"open"`
		Solved  bool     `json:"solved"`
		Seconds int      `json:"seconds"`
		Faults  int      `json:"faults"`
		Hints   int      `json:"hints_used"`
		Told    []string `json:"told"`
		Names   []string `json:"names,omitempty"`
	}{s.Open, s.Solved, int(s.Took.Seconds()), s.Faults, s.Hints, told, s.Names}
}
