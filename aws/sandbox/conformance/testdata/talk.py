"""What the conversations share: clients whose every raw answer is held against botocore's models, and what was seen."""
import json
import os
import sys
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "..", "testdata"))

import boto3  # noqa: E402
import botocore  # noqa: E402
import shapecheck  # noqa: E402
from botocore.config import Config  # noqa: E402
from botocore.exceptions import ClientError  # noqa: E402

ENDPOINT = sys.argv[1]
SUCCEEDED = set()
# Codes by which AWS's front ends refuse inputs for every operation, and which no model lists.
COMMON = {"ValidationException", "ValidationError"}


def client(name, key="test"):
    made = boto3.client(
        name, endpoint_url=ENDPOINT, region_name="us-east-1", aws_access_key_id=key, aws_secret_access_key="test",
        config=Config(retries={"max_attempts": 0}),
    )

    def succeeded(http_response, model, **_):
        if http_response.status_code < 300:
            SUCCEEDED.add(f"{model.service_model.service_name}:{model.name}")

    made.meta.events.register("after-call.*.*", succeeded)
    return shapecheck.install(made)


def refused(code, call, **members):
    """The call must be refused with this code."""
    try:
        call(**members)
    except ClientError as failure:
        got = failure.response["Error"]["Code"]
        assert got == code, f"{call.__name__}: {got}, want {code}: {failure}"
        return failure.response["Error"]["Message"]
    raise AssertionError(f"{call.__name__} was not refused")


def steer(path, method="POST", **body):
    """Asks the practice cloud itself, not AWS."""
    request = urllib.request.Request(f"{ENDPOINT}/_sandbox/{path}", data=json.dumps(body).encode() if method == "POST" else None, method=method)
    return json.load(urllib.request.urlopen(request))


def findings():
    """What is not as the models say. Patterns and lengths are advice, and a refusal is fine when it is a modelled one."""
    found = []
    for operation, notes in shapecheck.FIND.items():
        for (kind, path), detail in notes.items():
            status, _, code = kind.partition(" ")
            fine = status.isdigit() and (not detail.startswith("NOT in") or code in COMMON)
            if kind in ("pattern", "len") or fine:
                continue
            found.append([operation, kind, path, detail])
    return found


def report():
    answers = sum(shapecheck.SEEN.values())
    json.dump({"findings": findings(), "succeeded": sorted(SUCCEEDED), "answers": answers, "botocore": botocore.__version__}, sys.stdout)
