"""CloudFormation -> a key that signs access tokens, and its public half where everyone reads it; `purser rotate-keys` -> another.

Try it: purser invoke rotate_keys events/stack_created.json
"""

import time
from datetime import UTC, datetime
from functools import partial
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext
from purser.access.keys import RETRY_SECONDS
from purser.runtime.clients import aws
from purser.runtime.custom_resource import answer
from purser.runtime.logging import logger_of
from purser.runtime.settings import post_quantum, settings
from purser.store.key_sets import read_private_keys, write_private_keys, write_public_keys
from purser.usecases.ensure_keys import Keys, ensure_keys, rotate_keys

logger = logger_of("rotate_keys")


def work(*, rotate: bool) -> dict[str, str]:
    """Make what is missing, or another key in any case; the current key's name is the resource's attribute."""
    secrets, secret_id = aws("secretsmanager"), settings().signing_keys_secret
    at_rest = Keys(
        partial(write_private_keys, secrets, secret_id),
        partial(write_public_keys, aws("ssm"), settings().public_keys_parameter),
        wait=lambda: time.sleep(RETRY_SECONDS + 1),
        post_quantum=post_quantum(),
    )
    make = rotate_keys if rotate else ensure_keys
    return {"Current": make(read_private_keys(secrets, secret_id), at_rest, datetime.now(UTC))}


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, str] | None:  # noqa: ARG001 - read by the decorator
    """Create and Update make what is missing; Delete leaves the keys alone; {"rotate": true} makes another."""
    if event.get("rotate") is True:
        return work(rotate=True)
    answer(event, lambda: work(rotate=False), logger)
    return None
