"""CloudFormation -> a key that signs access tokens, and its public half where everyone reads it.

Try it: purser invoke rotate_keys events/stack_created.json
"""

from datetime import UTC, datetime
from functools import partial
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext
from purser.runtime.clients import aws
from purser.runtime.custom_resource import answer
from purser.runtime.logging import logger_of
from purser.runtime.settings import settings
from purser.store.key_sets import read_private_keys, write_private_keys, write_public_keys
from purser.usecases.ensure_keys import ensure_keys

logger = logger_of("rotate_keys")


def make_keys() -> dict[str, str]:
    """Make what is missing; the current key's name is the resource's attribute."""
    secrets, secret_id = aws("secretsmanager"), settings().signing_keys_secret
    current = ensure_keys(
        read_private_keys(secrets, secret_id),
        partial(write_private_keys, secrets, secret_id),
        partial(write_public_keys, aws("ssm"), settings().public_keys_parameter),
        datetime.now(UTC),
    )
    return {"Current": current}


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: LambdaContext) -> None:  # noqa: ARG001 - read by the decorator
    """Create and Update make what is missing; Delete leaves the keys alone."""
    answer(event, make_keys, logger)
