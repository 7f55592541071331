"""A conversation with the practice cloud through boto3, every operation that it answers at least once.

usage: conversation.py ENDPOINT
Prints one line of JSON: {"findings": [[operation, kind, path, detail]...], "succeeded": [operation...], "answers": number,
"botocore": version}. An operation that does not do what the conversation expects ends it with a traceback.
"""
import cognito
import hosted
import identity
import small
import stacks
from talk import report

small.parameters()
role = small.roles()
people = cognito.everything()
oauth, key = identity.everything(people["token"])
hosted.gateways(role, oauth, key)
hosted.runtimes(role)
small.rest()
identity.leave()
cognito.leave(people)
stacks.everything()
report()
