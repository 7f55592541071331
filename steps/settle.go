package steps

import (
	"context"
	"time"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps/flow"
)

// SettleTime is how long one thing may take to come, to change or to go; gateways and runtimes take seconds, providers less.
const SettleTime = 5 * time.Minute

// UnlessMoving retries a change or a deletion that is refused because the thing is on its way to another state.
func (e *Env) UnlessMoving(ctx context.Context, change func() error) error {
	var pause flow.Backoff
	for start := e.Clock.Now(); ; {
		err := change()
		if aws.KindOf(err) != aws.Conflict || e.Clock.Now().Sub(start) > SettleTime {
			return err
		}
		if err := pause.Wait(ctx, e.Clock); err != nil {
			return err
		}
	}
}
