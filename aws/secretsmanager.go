package aws

import (
	"context"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"
)

// Secret is what AWS Secrets Manager says of a secret. Its value is never asked for: AgentCore is the one that reads it.
type Secret struct {
	Name, ARN, Description string
	// Owner is the service that made it ("bedrock-agentcore-identity"), or empty.
	Owner            string
	Created, Changed time.Time
	// Deleted is when it was marked for deletion; zero when it was not.
	Deleted time.Time
	Tags    map[string]string
}

// DescribeSecret describes a secret by name or ARN (DescribeSecret).
func (c *Cloud) DescribeSecret(ctx context.Context, nameOrARN string) (Secret, error) {
	out, err := c.clients.secrets.DescribeSecret(ctx, &secretsmanager.DescribeSecretInput{SecretId: &nameOrARN})
	if err != nil {
		return Secret{}, err
	}
	s := Secret{
		Name: sdk.ToString(out.Name), ARN: sdk.ToString(out.ARN), Description: sdk.ToString(out.Description),
		Owner: sdk.ToString(out.OwningService), Created: sdk.ToTime(out.CreatedDate),
		Changed: sdk.ToTime(out.LastChangedDate), Deleted: sdk.ToTime(out.DeletedDate), Tags: map[string]string{},
	}
	for _, t := range out.Tags {
		s.Tags[sdk.ToString(t.Key)] = sdk.ToString(t.Value)
	}
	return s, nil
}
