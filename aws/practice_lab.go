package aws

import (
	"context"
	"encoding/json"
	"net/http"
	"time"
)

// LabState is what the practice cloud says of a break-and-fix lab. Names are told where they are asked for.
type LabState struct {
	Open, Solved  bool
	Seconds       int64
	Faults, Hints int
	Names         []string
	Began         time.Time
}

// Lab asks after an account's lab, or steers it: begin (with faults to choose among, count of them), hint, judge, solve, reveal.
func (c *Cloud) Lab(ctx context.Context, account, what string, from []string, count int) (LabState, error) {
	var state LabState
	if what == "" {
		return state, c.steered(ctx, http.MethodGet, "lab?account="+account, nil, &state)
	}
	return state, c.steered(ctx, http.MethodPost, "lab/"+what, map[string]any{"account": account, "from": from, "count": count}, &state)
}

// steered is steer with an answer.
func (c *Cloud) steered(ctx context.Context, method, path string, in, out any) error {
	said, err := c.steerFor(ctx, method, path, in)
	if err == nil {
		err = json.Unmarshal(said, out)
	}
	return err
}
