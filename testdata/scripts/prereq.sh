#!/bin/bash
# Written in the manner of the workshop's published script: one AWS CLI process per call, the region fixed, no endpoint anywhere.
set -e

STACK_NAME="troubleshooting-agentcore-cognito"
REGION="us-east-1"
TEMPLATE_FILE="${1:-cognito.yaml}"
PREFIX="/app/troubleshooting/agentcore"

if ! aws sts get-caller-identity > /dev/null 2>&1; then
  echo "❌ AWS CLI not configured"
  exit 1
fi
ACCOUNT_ID=$(aws sts get-caller-identity --query Account --output text)
echo "📋 Account $ACCOUNT_ID"
if [ ! -f "$TEMPLATE_FILE" ]; then
  echo "❌ $TEMPLATE_FILE not found"
  exit 1
fi

if aws cloudformation describe-stacks --stack-name "$STACK_NAME" --region "$REGION" > /dev/null 2>&1; then
  echo "🔄 Updating $STACK_NAME"
  aws cloudformation update-stack --stack-name "$STACK_NAME" --template-body "file://$TEMPLATE_FILE" \
    --capabilities CAPABILITY_IAM CAPABILITY_NAMED_IAM --region "$REGION"
  aws cloudformation wait stack-update-complete --stack-name "$STACK_NAME" --region "$REGION"
else
  echo "🚀 Creating $STACK_NAME"
  aws cloudformation create-stack --stack-name "$STACK_NAME" --template-body "file://$TEMPLATE_FILE" \
    --capabilities CAPABILITY_IAM CAPABILITY_NAMED_IAM --region "$REGION"
  aws cloudformation wait stack-create-complete --stack-name "$STACK_NAME" --region "$REGION"
fi
STATUS=$(aws cloudformation describe-stacks --stack-name "$STACK_NAME" --region "$REGION" --query 'Stacks[0].StackStatus' --output text)
echo "📊 $STATUS"
aws cloudformation describe-stacks --stack-name "$STACK_NAME" --region "$REGION" --query 'Stacks[0].Outputs' --output table

for NAME in machine_client_id web_client_id userpool_id cognito_provider cognito_auth_scope cognito_discovery_url \
  cognito_token_url cognito_auth_url cognito_domain gateway_iam_role; do
  if VALUE=$(aws ssm get-parameter --name "$PREFIX/$NAME" --region "$REGION" --query 'Parameter.Value' --output text 2> /dev/null); then
    echo "✅ $NAME = $VALUE"
  else
    echo "❌ $NAME NOT FOUND"
  fi
done

POOL_ID=$(aws ssm get-parameter --name "$PREFIX/userpool_id" --region "$REGION" --query 'Parameter.Value' --output text)
if ! aws cognito-idp admin-get-user --user-pool-id "$POOL_ID" --username test@example.com --region "$REGION" > /dev/null 2>&1; then
  aws cognito-idp admin-create-user --user-pool-id "$POOL_ID" --username test@example.com --region "$REGION" \
    --user-attributes Name=email,Value=test@example.com Name=email_verified,Value=true \
    --temporary-password 'TempPassword123!' --message-action SUPPRESS > /dev/null
fi
aws cognito-idp admin-set-user-password --user-pool-id "$POOL_ID" --username test@example.com --password 'TestPassword123!' --permanent --region "$REGION"
echo "🎉 completed"
