"""What commands share that invoke a function themselves: which environment, and its answer."""

import argparse
import json
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from infra.local import cloud
from infra.local.home import LocalError, home

PATIENCE = Config(read_timeout=120, retries={"total_max_attempts": 1})


def choose_environment(parser: argparse.ArgumentParser) -> None:
    """Declare which environment is meant."""
    parser.add_argument(
        "--environment", default="local", help="local, or an environment of samconfig.toml, with your AWS credentials"
    )


def invoke(environment: str, name: str, event: dict[str, Any]) -> dict[str, Any]:
    """Invoke a function and return what it says; LocalError if it cannot be, or fails."""
    function = f"purser-{environment}-{name}"
    try:
        client = cloud.client(home(), "lambda") if environment == "local" else boto3.client("lambda", config=PATIENCE)
        answer = client.invoke(FunctionName=function, Payload=json.dumps(event))
    except (BotoCoreError, ClientError) as trouble:
        raise LocalError(f"{function} cannot be invoked: {trouble}") from trouble
    told: dict[str, Any] = json.loads(answer["Payload"].read())
    if "FunctionError" in answer:
        raise LocalError(f"{function} failed: {told.get('errorMessage', told)}")
    return told
