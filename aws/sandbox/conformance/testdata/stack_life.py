"""The life of the published stack through boto3 and its waiters: change set, create, update, failure with rollback, delete.

usage: stack_life.py ENDPOINT TEMPLATE
"""
import sys

from botocore.exceptions import WaiterError

from talk import client, findings, refused

BODY = open(sys.argv[2]).read()
CAPABILITIES = ["CAPABILITY_NAMED_IAM"]
QUICK = {"Delay": 1, "MaxAttempts": 30}


def life():
    cfn = client("cloudformation")
    at = {"StackName": "life"}
    cfn.create_change_set(**at, ChangeSetName="first", ChangeSetType="CREATE", TemplateBody=BODY, Capabilities=CAPABILITIES)
    cfn.get_waiter("change_set_create_complete").wait(**at, ChangeSetName="first", WaiterConfig=QUICK)
    changes = cfn.describe_change_set(**at, ChangeSetName="first")["Changes"]
    assert {c["ResourceChange"]["Action"] for c in changes} == {"Add"}, changes
    assert cfn.describe_stacks(**at)["Stacks"][0]["StackStatus"] == "REVIEW_IN_PROGRESS"
    cfn.execute_change_set(**at, ChangeSetName="first")
    cfn.get_waiter("stack_create_complete").wait(**at, WaiterConfig=QUICK)
    cfn.get_waiter("stack_exists").wait(**at, WaiterConfig=QUICK)
    assert len(cfn.describe_stacks(**at)["Stacks"][0]["Outputs"]) == 4
    same = dict(**at, UsePreviousTemplate=True, Capabilities=CAPABILITIES)
    assert refused("ValidationError", cfn.update_stack, **same) == "No updates are to be performed."
    refused("InsufficientCapabilitiesException", cfn.create_stack, StackName="bare", TemplateBody=BODY)

    cfn.update_stack(**same, Parameters=[{"ParameterKey": "WebAppClientName", "ParameterValue": "renamed"}])
    cfn.get_waiter("stack_update_complete").wait(**at, WaiterConfig=QUICK)

    cfn.create_stack(StackName="second", TemplateBody=BODY, Capabilities=CAPABILITIES)  # its names are taken
    try:
        cfn.get_waiter("stack_create_complete").wait(StackName="second", WaiterConfig=QUICK)
        raise AssertionError("the waiter saw no failure")
    except WaiterError as failure:
        assert failure.last_response["Stacks"][0]["StackStatus"] == "ROLLBACK_COMPLETE", failure
    events = cfn.describe_stack_events(StackName="second")["StackEvents"]
    reasons = [e["ResourceStatusReason"] for e in events if e["ResourceStatus"] == "CREATE_FAILED" and "ResourceStatusReason" in e]
    assert any(r.startswith("Resource handler returned message: ") for r in reasons), reasons

    for stack in ("second", "life"):
        cfn.delete_stack(StackName=stack)
        cfn.get_waiter("stack_delete_complete").wait(StackName=stack, WaiterConfig=QUICK)
    refused("ValidationError", cfn.describe_stacks, **at)
    assert not client("ssm").describe_parameters()["Parameters"], "the stack left parameters behind"


life()
unfit = [f for f in findings() if f[1] != "unknown"]
assert not unfit, unfit
