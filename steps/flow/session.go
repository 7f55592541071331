package flow

import (
	"context"

	"agentcore-workshop/steps/secret"
	"agentcore-workshop/steps/text"
)

// Session is the course on one place, ready to be worked through.
type Session struct {
	Place   Place
	Steps   []Step
	Checks  []Check
	Journal *Journal
	Clock   Clock
	Gate    *Gate
	// World is what the steps made the session of; only they look inside.
	World any
	// Console is the address of a page in the place's console, or empty: "agentcore", "cognito".
	Console func(page string) string
	// Secrets are the values that must not leave in a bundle, as far as they are known or can be asked for; nil knows none.
	Secrets func(ctx context.Context) []secret.Text
	// Lab is the place's break-and-fix lab; nil where nothing may be broken.
	Lab Lab
	// Past is what a session shows that has no place behind it any more; nil where there is one.
	Past *Past
	// Sign is said on every screen of a place that is not AWS.
	Sign text.T
	// Close ends what the session holds open.
	Close func() error
}

// MainSteps are the ids of the main job, in order.
func (s *Session) MainSteps() []string {
	var ids []string
	for _, step := range s.Steps {
		if info := step.Info(); info.Main {
			ids = append(ids, info.ID)
		}
	}
	return ids
}
