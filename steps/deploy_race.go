package steps

import (
	"context"
	"crypto/rand"
	"strings"
	"time"

	"agentcore-workshop/aws"
)

// overtaken forgives an error of createStack when someone else has set the same stack in motion meanwhile: another process of
// the same person, a colleague in the same account. The next turn joins them.
func (e *Env) overtaken(ctx context.Context, err error) error {
	if err == nil {
		return nil
	}
	stack, lookErr := e.Cloud.Stack(ctx, e.Stack)
	if lookErr == nil && (stack.Running() || stack.Healthy()) {
		return nil
	}
	return err
}

// reviewTime is how long a new stack may stand in REVIEW_IN_PROGRESS because someone is about to execute its change set.
const reviewTime = 3 * time.Second

// reviewed waits for a stack in REVIEW_IN_PROGRESS to move on. One that does not was left behind.
func (e *Env) reviewed(ctx context.Context, stack aws.Stack) (aws.Stack, error) {
	pause, start := e.pause(), e.Clock.Now()
	for stack.Status == "REVIEW_IN_PROGRESS" && e.Clock.Now().Sub(start) < reviewTime {
		if err := pause(ctx); err != nil {
			return stack, err
		}
		var err error
		if stack, err = e.Cloud.Stack(ctx, e.Stack); err != nil {
			return stack, err
		}
	}
	return stack, nil
}

// changeSetName is new for each change set, also when two are made in the same second.
func (e *Env) changeSetName() string {
	return "agentcore-workshop-" + e.Clock.Now().UTC().Format("20060102-150405") + "-" + strings.ToLower(rand.Text()[:6])
}
