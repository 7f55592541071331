package aws

import (
	"context"
	"io"
	"net/http"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sts"
)

// whoamiTimeout is how long a person waits to be told who they are.
const whoamiTimeout = 3 * time.Second

// Identity is who calls.
type Identity struct{ Account, ARN, UserID string }

// Whoami asks AWS STS who calls (GetCallerIdentity), for three seconds at most, in which a hold of the recorder does not count.
// Nobody can be denied it. Without a region it asks in us-east-1.
func (c *Cloud) Whoami(ctx context.Context) (Identity, error) {
	start := time.Now()
	if _, err := c.Credentials(ctx); err != nil {
		return Identity{}, err
	}
	here := c
	if c.Region() == "" {
		here = c.In(DefaultRegion)
	}
	out, err := here.clients.sts.GetCallerIdentity(ctx, &sts.GetCallerIdentityInput{}, func(o *sts.Options) {
		o.HTTPClient = &budget{client: here.config.HTTPClient, left: whoamiTimeout - time.Since(start)}
		o.Retryer = retryer(2, 200*time.Millisecond) // three seconds leave no time for more
	})
	if err != nil {
		return Identity{}, err
	}
	return Identity{sdk.ToString(out.Account), sdk.ToString(out.Arn), sdk.ToString(out.UserId)}, nil
}

// budget gives all attempts of one call a time together. A deadline in the context would run on while a call is held.
type budget struct {
	client sdk.HTTPClient
	left   time.Duration
}

// Do is asked for one attempt after the other.
func (b *budget) Do(r *http.Request) (*http.Response, error) {
	start := time.Now()
	ctx, cancel := context.WithTimeout(r.Context(), b.left)
	resp, err := b.client.Do(r.WithContext(ctx))
	b.left -= time.Since(start)
	if err != nil {
		cancel()
		return nil, err
	}
	resp.Body = &ending{resp.Body, cancel}
	return resp, nil
}

// ending frees a body's context when the body is closed.
type ending struct {
	io.ReadCloser
	end func()
}

func (e *ending) Close() error {
	defer e.end()
	return e.ReadCloser.Close()
}
