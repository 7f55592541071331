"""Written in the manner of the workshop's published script: boto3 with the region fixed, no endpoint anywhere."""
import sys

import boto3
from botocore.exceptions import ClientError

REGION = "us-east-1"
PREFIX = "/app/troubleshooting/agentcore/"


def parameter(name):
    return boto3.client("ssm", region_name=REGION).get_parameter(Name=PREFIX + name)["Parameter"]["Value"]


def create():
    client_id, pool = parameter("machine_client_id"), parameter("userpool_id")
    cognito = boto3.client("cognito-idp", region_name=REGION)
    secret = cognito.describe_user_pool_client(UserPoolId=pool, ClientId=client_id)["UserPoolClient"]["ClientSecret"]
    control = boto3.client("bedrock-agentcore-control", region_name=REGION)
    made = control.create_oauth2_credential_provider(
        name=parameter("cognito_provider"),
        credentialProviderVendor="CustomOauth2",
        oauth2ProviderConfigInput={
            "customOauth2ProviderConfig": {
                "clientId": client_id,
                "clientSecret": secret,
                "oauthDiscovery": {
                    "authorizationServerMetadata": {
                        "issuer": parameter("cognito_discovery_url"),
                        "authorizationEndpoint": parameter("cognito_auth_url"),
                        "tokenEndpoint": parameter("cognito_token_url"),
                        "responseTypes": ["code", "token"],
                    }
                },
            }
        },
    )
    print("✅ created", made["credentialProviderArn"])


def list_all():
    control = boto3.client("bedrock-agentcore-control", region_name=REGION)
    found = control.list_oauth2_credential_providers(maxResults=20)["credentialProviders"]
    for one in found:
        print(one["name"], one["credentialProviderVendor"], one["createdTime"].isoformat())
    print("Summary:", len(found))


if __name__ == "__main__":
    try:
        {"create-provider": create, "list-providers": list_all}[sys.argv[1]]()
    except ClientError as error:
        print("❌ Failed:", error.response["Error"]["Code"], error.response["Error"]["Message"])
        sys.exit(1)
