package uitest

import (
	"context"
	"sync"
	"time"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// Lab is a scripted break-and-fix lab: whatever is broken is found by the next verification, and solved by the one after.
type Lab struct {
	mu      sync.Mutex
	state   flow.LabState
	Refuses *flow.Failure
}

func (l *Lab) change(do func(*flow.LabState)) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.Refuses != nil {
		return l.Refuses
	}
	do(&l.state)
	return nil
}

// Begin breaks something.
func (l *Lab) Begin(_ context.Context, faults int) error {
	return l.change(func(s *flow.LabState) { *s = flow.LabState{Open: true, Faults: faults} })
}

// Hint tells a sentence more each time.
func (l *Lab) Hint(context.Context) error {
	return l.change(func(s *flow.LabState) {
		s.Hints = min(s.Hints+1, flow.HintsAtMost)
		s.Told = append(s.Told, text.T{En: "Hint %d, the area: the credential provider and its secret", Ko: "힌트 %d, 영역: Provider와 시크릿"}.With(s.Hints))
	})
}

// Reveal gives up.
func (l *Lab) Reveal(context.Context) error { return l.end(false) }

// Judge solves it when nothing fails.
func (l *Lab) Judge(_ context.Context, v flow.Verification) error {
	if !v.OK() || !l.State().Open {
		return nil
	}
	return l.end(true)
}

func (l *Lab) end(solved bool) error {
	return l.change(func(s *flow.LabState) {
		*s = flow.LabState{Ended: true, Solved: solved, Took: 192 * time.Second, Faults: s.Faults, Hints: s.Hints, Names: []string{"provider-stale"},
			Told: []text.Msg{text.T{En: "It was provider-stale: the provider has the client of an earlier stack", Ko: "정답은 provider-stale: Provider가 이전 스택의 클라이언트를 갖고 있습니다"}.With()}}
	})
}

// Look asks nobody.
func (l *Lab) Look(context.Context) error { return nil }

// State is how it stands.
func (l *Lab) State() flow.LabState {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.state
}
