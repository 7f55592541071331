"""Every operation of STS, Systems Manager's parameters, IAM, Secrets Manager and CloudTrail that the practice cloud answers."""
import json

from talk import client, refused

TRUST = json.dumps({"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Principal": {"Service": "bedrock-agentcore.amazonaws.com"}, "Action": "sts:AssumeRole"}]})
POLICY = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "ssm:GetParameter", "Resource": "*"}]})
MANAGED = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"


def parameters():
    ssm = client("ssm")
    ssm.put_parameter(Name="/talk/a", Value="1", Type="String", Description="d", Tags=[{"Key": "k", "Value": "v"}])
    ssm.put_parameter(Name="/talk/a", Value="2", Overwrite=True)
    refused("ParameterAlreadyExists", ssm.put_parameter, Name="/talk/a", Value="3", Type="String")
    for name in "bcd":
        ssm.put_parameter(Name=f"/talk/{name}", Value="secret", Type="SecureString")
    ssm.get_parameter(Name="/talk/a:1")
    ssm.get_parameters(Names=["/talk/a", "/talk/none"])
    assert len(list(ssm.get_paginator("get_parameters_by_path").paginate(Path="/talk", MaxResults=2, WithDecryption=True))) == 2
    ssm.describe_parameters(ParameterFilters=[{"Key": "Name", "Option": "BeginsWith", "Values": ["/talk"]}], MaxResults=2)
    ssm.label_parameter_version(Name="/talk/a", ParameterVersion=1, Labels=["old"])
    ssm.get_parameter_history(Name="/talk/a")
    where = {"ResourceType": "Parameter", "ResourceId": "/talk/a"}
    ssm.add_tags_to_resource(**where, Tags=[{"Key": "x", "Value": "y"}])
    ssm.remove_tags_from_resource(**where, TagKeys=["k"])
    assert ssm.list_tags_for_resource(**where)["TagList"] == [{"Key": "x", "Value": "y"}]
    ssm.delete_parameter(Name="/talk/a")
    ssm.delete_parameters(Names=["/talk/b", "/talk/c", "/talk/d", "/talk/e"])
    refused("ParameterNotFound", ssm.delete_parameter, Name="/talk/a")
    ssm.get_parameters_by_path(Path="/aws/service", Recursive=True)


def roles():
    iam = client("iam")
    arn = iam.create_role(RoleName="talk", AssumeRolePolicyDocument=TRUST, Description="d", Tags=[{"Key": "k", "Value": "v"}])["Role"]["Arn"]
    refused("EntityAlreadyExists", iam.create_role, RoleName="talk", AssumeRolePolicyDocument=TRUST)
    refused("MalformedPolicyDocument", iam.create_role, RoleName="bad", AssumeRolePolicyDocument="{")
    at = {"RoleName": "talk"}
    iam.get_role(**at)
    iam.list_roles(MaxItems=1)
    iam.update_role(**at, Description="e", MaxSessionDuration=7200)
    iam.update_assume_role_policy(**at, PolicyDocument=TRUST)
    iam.put_role_policy(**at, PolicyName="p", PolicyDocument=POLICY)
    iam.get_role_policy(**at, PolicyName="p")
    iam.list_role_policies(**at)
    iam.simulate_principal_policy(PolicySourceArn=arn, ActionNames=["ssm:GetParameter", "ssm:PutParameter"], ResourceArns=["*"])
    iam.attach_role_policy(**at, PolicyArn=MANAGED)
    iam.list_attached_role_policies(**at)
    refused("DeleteConflict", iam.delete_role, **at)
    iam.detach_role_policy(**at, PolicyArn=MANAGED)
    iam.delete_role_policy(**at, PolicyName="p")
    iam.tag_role(**at, Tags=[{"Key": "x", "Value": "y"}])
    iam.list_role_tags(**at)
    iam.untag_role(**at, TagKeys=["x"])
    iam.list_instance_profiles_for_role(**at)
    return arn


def rest():
    client("sts").get_caller_identity()
    manager = client("secretsmanager")
    secrets = manager.list_secrets()["SecretList"]
    manager.describe_secret(SecretId=secrets[0]["ARN"])
    manager.get_secret_value(SecretId=secrets[0]["Name"])
    refused("ResourceNotFoundException", manager.get_secret_value, SecretId="nothing")
    client("cloudtrail").lookup_events(MaxResults=5, LookupAttributes=[{"AttributeKey": "EventName", "AttributeValue": "CreateWorkloadIdentity"}])
    client("iam").delete_role(RoleName="talk")
