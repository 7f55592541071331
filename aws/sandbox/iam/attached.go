package iam

import (
	"slices"
	"strings"

	"agentcore-workshop/aws/sandbox/core"
)

const maxAttached = 10

// managed gives the actions that an AWS managed policy allows on every resource. The real documents are long and change:
// these say what a workshop needs to know of them. It is [K]: the practice cloud's reading, not AWS's text.
func managed() map[string][]string {
	return map[string][]string{
		"AdministratorAccess":                      {"*"},
		"PowerUserAccess":                          {"*"},
		"ReadOnlyAccess":                           {"*:Get*", "*:List*", "*:Describe*", "*:Lookup*"},
		"ViewOnlyAccess":                           {"*:List*", "*:Describe*"},
		"SecurityAudit":                            {"*:List*", "*:Describe*", "iam:Get*", "iam:Simulate*"},
		"IAMFullAccess":                            {"iam:*"},
		"IAMReadOnlyAccess":                        {"iam:Get*", "iam:List*", "iam:Simulate*"},
		"AWSCloudFormationFullAccess":              {"cloudformation:*"},
		"AWSCloudFormationReadOnlyAccess":          {"cloudformation:Describe*", "cloudformation:Get*", "cloudformation:List*"},
		"AWSCloudTrail_ReadOnlyAccess":             {"cloudtrail:Get*", "cloudtrail:Describe*", "cloudtrail:List*", "cloudtrail:LookupEvents"},
		"AmazonCognitoPowerUser":                   {"cognito-idp:*", "cognito-identity:*", "cognito-sync:*"},
		"AmazonCognitoReadOnly":                    {"cognito-idp:Describe*", "cognito-idp:Get*", "cognito-idp:List*", "cognito-idp:AdminGet*", "cognito-idp:AdminList*"},
		"AmazonSSMFullAccess":                      {"ssm:*"},
		"AmazonSSMReadOnlyAccess":                  {"ssm:Describe*", "ssm:Get*", "ssm:List*"},
		"AmazonSSMManagedInstanceCore":             {"ssm:GetParameter", "ssm:GetParameters", "ssm:UpdateInstanceInformation", "ssmmessages:*", "ec2messages:*"},
		"SecretsManagerReadWrite":                  {"secretsmanager:*"},
		"AmazonBedrockFullAccess":                  {"bedrock:*"},
		"AmazonBedrockReadOnly":                    {"bedrock:Get*", "bedrock:List*"},
		"BedrockAgentCoreFullAccess":               {"bedrock-agentcore:*"},
		"CloudWatchFullAccess":                     {"cloudwatch:*", "logs:*"},
		"CloudWatchFullAccessV2":                   {"cloudwatch:*", "logs:*"},
		"CloudWatchLogsFullAccess":                 {"logs:*"},
		"AWSXRayDaemonWriteAccess":                 {"xray:PutTraceSegments", "xray:PutTelemetryRecords", "xray:GetSamplingRules"},
		"AmazonEC2ContainerRegistryReadOnly":       {"ecr:GetAuthorizationToken", "ecr:BatchGetImage", "ecr:Describe*", "ecr:List*"},
		"AmazonS3ReadOnlyAccess":                   {"s3:Get*", "s3:List*", "s3:Describe*"},
		"AWSLambda_FullAccess":                     {"lambda:*"},
		"service-role/AWSLambdaBasicExecutionRole": {"logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"},
		"service-role/AWSLambdaRole":               {"lambda:InvokeFunction"},
	}
}

const managedPrefix = "arn:aws:iam::aws:policy/"

// managedActions is what a managed policy allows, or false when there is no such policy.
func managedActions(arn string) ([]string, bool) {
	actions, ok := managed()[strings.TrimPrefix(arn, managedPrefix)]
	return actions, ok && strings.HasPrefix(arn, managedPrefix)
}

type attachInput struct{ RoleName, PolicyArn string }

func attachRolePolicy(c *core.Call, in *attachInput) (*nothing, error) {
	r, err := find(c, in.RoleName)
	if err != nil {
		return nil, err
	}
	if !strings.HasPrefix(in.PolicyArn, "arn:") {
		return nil, core.Errorf("InvalidInput", "ARN %s is not valid.", in.PolicyArn)
	}
	if _, known := managedActions(in.PolicyArn); !known {
		return nil, missing("Policy %s does not exist or is not attachable.", in.PolicyArn)
	}
	if slices.Contains(r.Attached, in.PolicyArn) {
		return &nothing{}, nil
	}
	if len(r.Attached) >= maxAttached {
		return nil, core.Errorf("LimitExceeded", "Cannot exceed quota for PoliciesPerRole: %d", maxAttached)
	}
	r.Attached = append(r.Attached, in.PolicyArn)
	slices.Sort(r.Attached)
	return &nothing{}, nil
}

func detachRolePolicy(c *core.Call, in *attachInput) (*nothing, error) {
	r, err := find(c, in.RoleName)
	if err != nil {
		return nil, err
	}
	i := slices.Index(r.Attached, in.PolicyArn)
	if i < 0 {
		return nil, missing("Policy %s was not found.", in.PolicyArn)
	}
	r.Attached = slices.Delete(r.Attached, i, i+1)
	return &nothing{}, nil
}

type attachedPolicy struct{ PolicyName, PolicyArn string }

type attachedOutput struct {
	AttachedPolicies []attachedPolicy
	IsTruncated      bool
	Marker           string
}

func listAttachedRolePolicies(c *core.Call, in *listInput) (*attachedOutput, error) {
	r, err := find(c, in.RoleName)
	if err != nil {
		return nil, err
	}
	var arns []string
	for _, arn := range r.Attached {
		if strings.HasPrefix("/"+strings.TrimPrefix(arn, managedPrefix), in.PathPrefix) {
			arns = append(arns, arn)
		}
	}
	page, next, err := cut(arns, itself, "attached "+r.Name, in.Marker, in.MaxItems)
	if err != nil {
		return nil, err
	}
	out := &attachedOutput{AttachedPolicies: []attachedPolicy{}, IsTruncated: next != "", Marker: next}
	for _, arn := range page {
		out.AttachedPolicies = append(out.AttachedPolicies, attachedPolicy{arn[strings.LastIndex(arn, "/")+1:], arn})
	}
	return out, nil
}
