package aws

import (
	"context"
	"net/http"
	"time"
)

type agoKey struct{}

// agoHeader asks the practice cloud's token endpoint to date a machine's token back.
const agoHeader = "X-Practice-Cloud-Ago"

// LongAgo makes the practice cloud date the machine's tokens back that are asked for under the context, for a lesson that needs one
// whose time is over. Its clock, by which others work, stays as it is. Anywhere else it changes nothing: AWS never sees the wish.
func LongAgo(ctx context.Context, ago time.Duration) context.Context {
	return context.WithValue(ctx, agoKey{}, ago)
}

// dateBack writes the wish of LongAgo on a request that goes to the practice cloud.
func dateBack(r *http.Request) {
	if ago, ok := r.Context().Value(agoKey{}).(time.Duration); ok {
		r.Header.Set(agoHeader, ago.String())
	}
}
