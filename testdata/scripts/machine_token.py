"""Asks for a machine token as agents do: the token endpoint's AWS address is written here, nothing else is known."""
import base64
import json

import boto3
import requests

TOKEN_URL = "https://troubleshooting-connectivity-123456789012.auth.us-east-1.amazoncognito.com/oauth2/token"

ssm = boto3.client("ssm", region_name="us-east-1")
value = lambda name: ssm.get_parameter(Name="/app/troubleshooting/agentcore/" + name)["Parameter"]["Value"]
client_id = value("machine_client_id")
secret = boto3.client("cognito-idp", region_name="us-east-1").describe_user_pool_client(
    UserPoolId=value("userpool_id"), ClientId=client_id
)["UserPoolClient"]["ClientSecret"]

answer = requests.post(
    TOKEN_URL,
    data={"grant_type": "client_credentials", "client_id": client_id, "client_secret": secret, "scope": value("cognito_auth_scope")},
    timeout=30,
)
answer.raise_for_status()
payload = answer.json()["access_token"].split(".")[1]
claims = json.loads(base64.urlsafe_b64decode(payload + "=="))
keys = requests.get(claims["iss"] + "/.well-known/jwks.json", timeout=30).json()["keys"]
print("issuer", claims["iss"].startswith("https://cognito-idp.us-east-1.amazonaws.com/us-east-1_"), "keys", len(keys))
