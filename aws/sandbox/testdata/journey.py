"""The workshop's main job through boto3, every raw answer held against botocore's own models.

usage: journey.py ENDPOINT TEMPLATE
Prints one line of JSON: {"findings": [[operation, kind, path, detail]...], "seen": number of answers, "botocore": version}.
Patterns and lengths are advice, since some of them are wrong in the models, and are left out. So are the errors themselves,
unless no service's model and no AWS protocol knows them.
"""
import base64
import json
import sys
import urllib.parse
import urllib.request

import boto3
import botocore
from botocore.config import Config
from botocore.exceptions import ClientError

import shapecheck

ENDPOINT, TEMPLATE = sys.argv[1], open(sys.argv[2]).read()
COMMON = {"ValidationException", "ValidationError"}
STACK = "troubleshooting-agentcore-cognito"


def client(name):
    made = boto3.client(
        name, endpoint_url=ENDPOINT, region_name="us-east-1", aws_access_key_id="test", aws_secret_access_key="test",
        config=Config(retries={"max_attempts": 0}),
    )
    return shapecheck.install(made)


def refused(code, call, **members):
    """The call must be refused with this code."""
    try:
        call(**members)
    except ClientError as failure:
        got = failure.response["Error"]["Code"]
        assert got == code, f"{call.__name__}: {got}, want {code}"
        return
    raise AssertionError(f"{call.__name__} was not refused")


def stack():
    cfn = client("cloudformation")
    cfn.create_stack(StackName=STACK, TemplateBody=TEMPLATE, Capabilities=["CAPABILITY_NAMED_IAM"])
    cfn.get_waiter("stack_create_complete").wait(StackName=STACK, WaiterConfig={"Delay": 1, "MaxAttempts": 30})
    found = cfn.describe_stacks(StackName=STACK)["Stacks"][0]
    assert found["StackStatus"] == "CREATE_COMPLETE"
    assert cfn.describe_stack_events(StackName=STACK)["StackEvents"]
    assert cfn.list_stack_resources(StackName=STACK)["StackResourceSummaries"]
    cfn.describe_stack_resources(StackName=STACK)
    cfn.list_stacks()
    cfn.list_exports()
    cfn.get_template(StackName=STACK)
    cfn.get_template_summary(StackName=STACK)
    cfn.validate_template(TemplateBody=TEMPLATE)
    refused("ValidationError", cfn.update_stack, StackName=STACK, UsePreviousTemplate=True, Capabilities=["CAPABILITY_NAMED_IAM"])
    refused("ValidationError", cfn.describe_stacks, StackName="nothing")
    refused("AlreadyExistsException", cfn.create_stack, StackName=STACK, TemplateBody=TEMPLATE, Capabilities=["CAPABILITY_NAMED_IAM"])
    cfn.create_change_set(StackName=STACK, ChangeSetName="same", UsePreviousTemplate=True, Capabilities=["CAPABILITY_NAMED_IAM"])
    cfn.describe_change_set(StackName=STACK, ChangeSetName="same")
    cfn.list_change_sets(StackName=STACK)
    cfn.delete_change_set(StackName=STACK, ChangeSetName="same")
    return cfn


def parameters():
    ssm = client("ssm")
    found = {}
    for page in ssm.get_paginator("get_parameters_by_path").paginate(Path="/app/troubleshooting/agentcore/", Recursive=True):
        for one in page["Parameters"]:
            found[one["Name"].rsplit("/", 1)[1]] = one["Value"]
    ssm.describe_parameters()
    refused("ParameterNotFound", ssm.get_parameter, Name="/nothing")
    refused("ValidationException", ssm.get_parameters, Names=[f"/{n}" for n in range(11)])
    ssm.put_parameter(Name="/mine", Value="v", Type="SecureString")
    ssm.get_parameter(Name="/mine", WithDecryption=True)
    ssm.get_parameter_history(Name="/mine")
    ssm.delete_parameter(Name="/mine")
    return found


def users(pool):
    idp = client("cognito-idp")
    name = "user@example.com"
    idp.admin_create_user(
        UserPoolId=pool, Username=name, MessageAction="SUPPRESS", TemporaryPassword="Temporary1!",
        UserAttributes=[{"Name": "email", "Value": name}, {"Name": "email_verified", "Value": "true"}],
    )
    idp.admin_set_user_password(UserPoolId=pool, Username=name, Password="Permanent1!", Permanent=True)
    idp.admin_get_user(UserPoolId=pool, Username=name)
    idp.describe_user_pool(UserPoolId=pool)
    idp.list_user_pools(MaxResults=10)
    idp.list_users(UserPoolId=pool)
    idp.list_groups(UserPoolId=pool)
    idp.list_resource_servers(UserPoolId=pool, MaxResults=10)
    refused("UserNotFoundException", idp.admin_get_user, UserPoolId=pool, Username="nobody@example.com")
    clients = idp.list_user_pool_clients(UserPoolId=pool, MaxResults=10)["UserPoolClients"]
    described = [idp.describe_user_pool_client(UserPoolId=pool, ClientId=c["ClientId"])["UserPoolClient"] for c in clients]
    domain = idp.describe_user_pool(UserPoolId=pool)["UserPool"]["Domain"]
    idp.describe_user_pool_domain(Domain=domain)
    return next(c for c in described if c.get("ClientSecret")), domain


def token(domain, machine):
    """A machine token from the hosted token endpoint, by the path under which it is reached on loopback."""
    host = f"{domain}.auth.us-east-1.amazoncognito.com"
    basic = base64.b64encode(f"{machine['ClientId']}:{machine['ClientSecret']}".encode()).decode()
    request = urllib.request.Request(
        f"{ENDPOINT}/_host/{host}/oauth2/token", data=urllib.parse.urlencode({"grant_type": "client_credentials"}).encode(),
        headers={"Authorization": f"Basic {basic}", "Content-Type": "application/x-www-form-urlencoded"},
    )
    assert json.load(urllib.request.urlopen(request))["token_type"] == "Bearer"


def provider(pool, domain, machine):
    control, data = client("bedrock-agentcore-control"), client("bedrock-agentcore")
    issuer = f"https://cognito-idp.us-east-1.amazonaws.com/{pool}"
    config = {"customOauth2ProviderConfig": {
        "clientId": machine["ClientId"], "clientSecret": machine["ClientSecret"],
        "oauthDiscovery": {"discoveryUrl": f"{issuer}/.well-known/openid-configuration"},
    }}
    made = dict(name="provider", credentialProviderVendor="CustomOauth2", oauth2ProviderConfigInput=config)
    control.create_oauth2_credential_provider(**made)
    control.get_oauth2_credential_provider(name="provider")
    control.list_oauth2_credential_providers()
    refused("ValidationException", control.create_oauth2_credential_provider, **made)
    refused("ResourceNotFoundException", control.get_oauth2_credential_provider, name="nothing")
    control.create_workload_identity(name="workload", allowedResourceOauth2ReturnUrls=["http://localhost:8501/return"])
    control.get_workload_identity(name="workload")
    control.list_workload_identities()
    control.get_token_vault()
    workload = data.get_workload_access_token(workloadName="workload")["workloadAccessToken"]
    answer = data.get_resource_oauth2_token(
        workloadIdentityToken=workload, resourceCredentialProviderName="provider", oauth2Flow="M2M",
        scopes=machine["AllowedOAuthScopes"],
    )
    assert answer["accessToken"].count(".") == 2
    control.delete_oauth2_credential_provider(name="provider")
    control.delete_workload_identity(name="workload")


def rest():
    client("sts").get_caller_identity()
    client("secretsmanager").list_secrets()
    client("cloudtrail").lookup_events(MaxResults=5)
    iam = client("iam")
    role = iam.list_roles()["Roles"][0]["RoleName"]
    iam.get_role(RoleName=role)
    iam.list_role_policies(RoleName=role)
    iam.list_attached_role_policies(RoleName=role)
    refused("NoSuchEntity", iam.get_role, RoleName="nothing")


def main():
    cfn = stack()
    parameters()
    resources = cfn.list_stack_resources(StackName=STACK)["StackResourceSummaries"]
    pool = next(r["PhysicalResourceId"] for r in resources if r["ResourceType"] == "AWS::Cognito::UserPool")
    machine, domain = users(pool)
    token(domain, machine)
    provider(pool, domain, machine)
    rest()
    cfn.delete_stack(StackName=STACK)
    cfn.get_waiter("stack_delete_complete").wait(StackName=STACK, WaiterConfig={"Delay": 1, "MaxAttempts": 30})
    findings = []
    for operation, notes in shapecheck.FIND.items():
        for (kind, path), detail in notes.items():
            status, _, code = kind.partition(" ")
            fine = status.isdigit() and (not detail.startswith("NOT in") or code in COMMON)
            if kind in ("pattern", "len") or fine:
                continue
            findings.append([operation, kind, path, detail])
    seen = sum(shapecheck.SEEN.values())
    json.dump({"findings": findings, "seen": seen, "botocore": botocore.__version__}, sys.stdout)


main()
