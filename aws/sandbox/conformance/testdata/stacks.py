"""Every operation of CloudFormation that the practice cloud answers, its stacks in all the states that need one."""
import json

from talk import client, refused, steer


def template(*names, value="v", export=False, **more):
    """Parameters, each with a value; more are further resources."""
    resources = {n: {"Type": "AWS::SSM::Parameter", "Properties": {"Name": f"/stack/{n}", "Type": "String", "Value": value}} for n in names}
    resources.update(more)
    body = {"Parameters": {"P": {"Type": "String", "Default": "p"}}, "Resources": resources}
    if export:
        body["Outputs"] = {"Out": {"Value": {"Ref": names[0]}, "Export": {"Name": "talk-export"}}}
    return json.dumps(body)


def wait(cfn, waiter, stack):
    cfn.get_waiter(waiter).wait(StackName=stack, WaiterConfig={"Delay": 1, "MaxAttempts": 30})


def status(cfn, stack):
    return cfn.describe_stacks(StackName=stack)["Stacks"][0]["StackStatus"]


def look(cfn):
    at = {"StackName": "talk"}
    cfn.describe_stacks(**at)
    cfn.list_stacks(StackStatusFilter=["CREATE_COMPLETE"])
    cfn.describe_stack_events(**at)
    cfn.describe_events(**at)
    cfn.list_stack_resources(**at)
    cfn.describe_stack_resources(**at)
    cfn.describe_stack_resource(**at, LogicalResourceId="A")
    cfn.get_template(**at)
    cfn.get_template_summary(**at)
    cfn.validate_template(TemplateBody=template("A"))
    cfn.list_exports()
    user = {"Type": "AWS::SSM::Parameter", "Properties": {"Name": "/stack/user", "Type": "String", "Value": {"Fn::ImportValue": "talk-export"}}}
    cfn.create_stack(StackName="importer", TemplateBody=json.dumps({"Resources": {"U": user}}))
    wait(cfn, "stack_create_complete", "importer")
    cfn.list_imports(ExportName="talk-export")
    cfn.delete_stack(StackName="importer")
    wait(cfn, "stack_delete_complete", "importer")


def change(cfn):
    at = {"StackName": "talk", "ChangeSetName": "change"}
    cfn.create_change_set(**at, TemplateBody=template("A", "B", value="w", export=True))
    wait_change(cfn, at)
    cfn.describe_change_set(**at)
    cfn.list_change_sets(StackName="talk")
    cfn.execute_change_set(**at)
    wait(cfn, "stack_update_complete", "talk")
    empty = {"StackName": "talk", "ChangeSetName": "empty"}
    cfn.create_change_set(**empty, UsePreviousTemplate=True)
    assert cfn.describe_change_set(**empty)["Status"] == "FAILED"
    cfn.delete_change_set(**empty)
    refused("ChangeSetNotFound", cfn.describe_change_set, **empty)
    cfn.update_stack(StackName="talk", TemplateBody=template("A", "B", "C", export=True))
    wait(cfn, "stack_update_complete", "talk")
    refused("ValidationError", cfn.update_stack, StackName="talk", UsePreviousTemplate=True)


def wait_change(cfn, at):
    cfn.get_waiter("change_set_create_complete").wait(**at, WaiterConfig={"Delay": 1, "MaxAttempts": 30})


def protect(cfn):
    cfn.update_termination_protection(StackName="talk", EnableTerminationProtection=True)
    refused("ValidationError", cfn.delete_stack, StackName="talk")
    cfn.update_termination_protection(StackName="talk", EnableTerminationProtection=False)


def fail(cfn):
    """A stack that is left failed and rolled back by hand, one whose update is cancelled, and one whose rollback fails."""
    taken = {"Type": "AWS::SSM::Parameter", "Properties": {"Name": "/stack/A", "Type": "String", "Value": "x"}}
    cfn.create_stack(StackName="failing", TemplateBody=template("F", Taken=taken), OnFailure="DO_NOTHING")
    assert status(cfn, "failing") == "CREATE_FAILED"
    cfn.rollback_stack(StackName="failing")
    assert status(cfn, "failing") == "ROLLBACK_COMPLETE"
    cfn.delete_stack(StackName="failing")
    wait(cfn, "stack_delete_complete", "failing")
    steer("pace", pace="lesson")
    cfn.update_stack(StackName="talk", TemplateBody=template("A", "B", "C", "D", export=True))
    cfn.cancel_update_stack(StackName="talk")
    steer("pace", pace="fast")
    steer("clock", advance="10m")
    assert status(cfn, "talk") == "UPDATE_ROLLBACK_COMPLETE"


def rollback_fails(cfn):
    """Whoever may not put parameters can neither update them nor take the update back, until he may again."""
    steer("faults", name="access-denied", arg="ssm:PutParameter")
    cfn.update_stack(StackName="talk", TemplateBody=template("A", "B", "C", value="z", export=True))
    assert status(cfn, "talk") == "UPDATE_ROLLBACK_FAILED", status(cfn, "talk")
    steer("faults", "DELETE")
    cfn.continue_update_rollback(StackName="talk")
    assert status(cfn, "talk") == "UPDATE_ROLLBACK_COMPLETE", status(cfn, "talk")


def everything():
    cfn = client("cloudformation")
    cfn.create_stack(StackName="talk", TemplateBody=template("A", export=True), Tags=[{"Key": "k", "Value": "v"}])
    wait(cfn, "stack_create_complete", "talk")
    look(cfn)
    change(cfn)
    protect(cfn)
    fail(cfn)
    rollback_fails(cfn)
    cfn.delete_stack(StackName="talk")
    wait(cfn, "stack_delete_complete", "talk")
