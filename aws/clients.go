package aws

import (
	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/bedrockagentcore"
	"github.com/aws/aws-sdk-go-v2/service/bedrockagentcorecontrol"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"
	"github.com/aws/aws-sdk-go-v2/service/ssm"
	"github.com/aws/aws-sdk-go-v2/service/sts"
)

// clients are the SDK's clients of one place in one region. They are kept because their retry budgets live in them.
type clients struct {
	cfn     *cloudformation.Client
	cognito *cognitoidentityprovider.Client
	ssm     *ssm.Client
	iam     *iam.Client
	sts     *sts.Client
	secrets *secretsmanager.Client
	control *bedrockagentcorecontrol.Client
	data    *bedrockagentcore.Client
	trail   *cloudtrail.Client
}

// newClients makes them. An endpoint given on the command line goes before AWS_ENDPOINT_URL_<SERVICE>, as in the AWS CLI.
func newClients(cfg sdk.Config, explicit string) clients {
	base := func(b **string) {
		if explicit != "" {
			*b = &explicit
		}
	}
	return clients{
		cfn:     cloudformation.NewFromConfig(cfg, func(o *cloudformation.Options) { base(&o.BaseEndpoint) }),
		cognito: cognitoidentityprovider.NewFromConfig(cfg, func(o *cognitoidentityprovider.Options) { base(&o.BaseEndpoint) }),
		ssm:     ssm.NewFromConfig(cfg, func(o *ssm.Options) { base(&o.BaseEndpoint) }),
		iam:     iam.NewFromConfig(cfg, func(o *iam.Options) { base(&o.BaseEndpoint) }),
		sts:     sts.NewFromConfig(cfg, func(o *sts.Options) { base(&o.BaseEndpoint) }),
		secrets: secretsmanager.NewFromConfig(cfg, func(o *secretsmanager.Options) { base(&o.BaseEndpoint) }),
		control: bedrockagentcorecontrol.NewFromConfig(cfg, func(o *bedrockagentcorecontrol.Options) { base(&o.BaseEndpoint) }),
		data:    bedrockagentcore.NewFromConfig(cfg, func(o *bedrockagentcore.Options) { base(&o.BaseEndpoint) }),
		trail:   cloudtrail.NewFromConfig(cfg, func(o *cloudtrail.Options) { base(&o.BaseEndpoint) }),
	}
}
