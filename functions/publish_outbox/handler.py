"""Schedule -> events that a crash or an outage left in the outbox.

Try it: purser invoke publish_outbox events/minute_passed.json
"""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext
from purser.runtime.clients import aws, connection
from purser.runtime.logging import logger_of
from purser.runtime.settings import settings
from purser.store.outbox import Bus
from purser.usecases.publish import sweep

logger = logger_of("publish_outbox")


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], context: LambdaContext) -> None:  # noqa: ARG001 - the clock says nothing; the decorator reads the context
    """Publish what waits."""
    published = sweep(connection(), Bus(aws("events"), settings().event_bus))
    if published:
        logger.info("published what was left", extra={"events": published})
