package aws

import (
	"context"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sts"
)

// whoamiTimeout is how long a person waits to be told who they are.
const whoamiTimeout = 3 * time.Second

// Identity is who calls.
type Identity struct{ Account, ARN, UserID string }

// Whoami asks AWS STS who calls (GetCallerIdentity), for three seconds at most. Nobody can be denied it. Without a region it
// asks in us-east-1.
func (c *Cloud) Whoami(ctx context.Context) (Identity, error) {
	ctx, cancel := context.WithTimeout(ctx, whoamiTimeout)
	defer cancel()
	client := c.clients.sts
	if c.Region() == "" {
		client = c.In(DefaultRegion).clients.sts
	}
	out, err := client.GetCallerIdentity(ctx, &sts.GetCallerIdentityInput{}, func(o *sts.Options) {
		o.Retryer = retryer(2, 200*time.Millisecond) // three seconds leave no time for more
	})
	if err != nil {
		return Identity{}, err
	}
	return Identity{sdk.ToString(out.Account), sdk.ToString(out.Arn), sdk.ToString(out.UserId)}, nil
}
