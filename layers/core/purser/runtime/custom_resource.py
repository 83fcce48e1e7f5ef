"""CloudFormation's protocol for custom resources: whatever happens, it is told, or the stack waits an hour."""

import json
from collections.abc import Callable, Mapping
from typing import Any
from urllib.request import Request, urlopen

from aws_lambda_powertools import Logger

ANSWER_SECONDS = 30
LONGEST_REASON = 1000


def answer(event: Mapping[str, Any], work: Callable[[], Mapping[str, str]], logger: Logger) -> None:
    """Do the work on Create and Update and report the attributes it returns, or why it failed. Delete does nothing."""
    status, reason, attributes = "SUCCESS", "", dict[str, str]()
    try:
        attributes = {} if event["RequestType"] == "Delete" else dict(work())
    except Exception as failure:  # every failure must reach CloudFormation, which rolls back and shows the reason
        logger.exception("custom resource failed")
        status, reason = "FAILED", f"{type(failure).__name__}: {failure}"[:LONGEST_REASON]
    _put(
        event["ResponseURL"],
        {
            "Status": status,
            "Reason": reason,
            # Another id would mean another resource, which CloudFormation would delete after an update.
            "PhysicalResourceId": event.get("PhysicalResourceId") or event["LogicalResourceId"],
            "StackId": event["StackId"],
            "RequestId": event["RequestId"],
            "LogicalResourceId": event["LogicalResourceId"],
            "Data": attributes,
        },
    )


def _put(url: str, body: Mapping[str, Any]) -> None:
    """Put to the presigned URL, which was signed without a content type."""
    request = Request(url, json.dumps(body).encode(), {"Content-Type": ""}, method="PUT")  # noqa: S310 - CloudFormation's URL
    with urlopen(request, timeout=ANSWER_SECONDS):  # noqa: S310 - same
        pass
