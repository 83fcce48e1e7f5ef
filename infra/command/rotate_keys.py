"""`purser rotate-keys`: another key for access tokens, at once."""

import argparse
import json

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from infra.command._command import Command
from infra.local import cloud
from infra.local.home import LocalError, home

PATIENCE = Config(read_timeout=120, retries={"total_max_attempts": 1})


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "--environment", default="local", help="local, or an environment of samconfig.toml, with your AWS credentials"
    )


def run(arguments: argparse.Namespace) -> int:
    """Invoke the function, which alone may write keys; print the name of the one that signs from now on."""
    function = f"purser-{arguments.environment}-rotate_keys"
    try:
        client = cloud.client(home(), "lambda") if arguments.environment == "local" else boto3.client("lambda", config=PATIENCE)
        answer = client.invoke(FunctionName=function, Payload=json.dumps({"rotate": True}))
    except (BotoCoreError, ClientError) as trouble:
        raise LocalError(f"{function} cannot be invoked: {trouble}") from trouble
    told = json.loads(answer["Payload"].read())
    if "FunctionError" in answer:
        raise LocalError(f"{function} failed: {told.get('errorMessage', told)}")
    print(f"Access tokens are signed with {told['Current']} from now on. The key before it verifies until its tokens expire.")
    return 0


COMMAND = Command("rotate-keys", "sign access tokens with a new key", configure, run)
