package steps

import (
	"context"
	"crypto/rand"
	"strings"
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

// changeSetPrefix begins the names of this program's change sets.
const changeSetPrefix = "agentcore-workshop-"

// ChangeSetName is new for each change set, also when two are made in the same second.
func (e *Env) ChangeSetName() string {
	return changeSetPrefix + e.Clock.Now().UTC().Format("20060102-150405") + "-" + strings.ToLower(rand.Text()[:6])
}
