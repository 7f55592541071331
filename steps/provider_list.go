package steps

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"sync"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// readAtOnce is how many providers are read at the same time; AWS allows 20 a second.
const readAtOnce = 5

// listProviders lists all providers, all pages. The list itself says no status, so each is read; one that may not be read, or went
// meanwhile, stands there without.
func listProviders(ctx context.Context, e *Env, _ *flow.Report, _ flow.Args) (flow.Result, error) {
	all, err := e.Cloud.Providers(ctx)
	if err != nil {
		return flow.Result{}, err
	}
	rows := make([]providerWire, len(all))
	var done sync.WaitGroup
	turn := make(chan struct{}, readAtOnce)
	for i, listed := range all {
		rows[i] = wireOf(listed)
		done.Go(func() {
			turn <- struct{}{}
			defer func() { <-turn }()
			if found, err := e.Cloud.Provider(ctx, listed.Name); err == nil {
				rows[i] = wireOf(found)
				rows[i].Status = statusOf(found)
			}
		})
	}
	done.Wait()
	if err := context.Cause(ctx); err != nil {
		return flow.Result{}, err
	}
	return flow.Result{
		JSON: map[string]any{"providers": rows},
		Text: func(l text.Lang, _ int) string {
			var b strings.Builder
			for _, p := range rows {
				fmt.Fprintf(&b, "%s  %s  %s\n  %s\n", p.Name, p.Vendor, cmp.Or(p.Status, "?"), p.ARN)
			}
			return b.String() + Counted(l, text.T{En: "providers", Ko: "Provider"}, len(rows))
		},
	}, nil
}

// statusOf is a provider's status; answers from before there was one mean READY.
func statusOf(p aws.Provider) string { return cmp.Or(p.Status, "READY") }
