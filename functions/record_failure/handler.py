"""Every dead-letter queue -> the error log, and events for those concerned.

Try it: purser invoke record_failure events/message_failed.json
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext
from purser.runtime.clients import connection
from purser.runtime.logging import logger_of
from purser.store.postgres import Connection
from purser.usecases.record_failure import DeadLetter, record_failure
from purser.usecases.record_letter_failure import record_export_failure, record_letter_failure
from purser.usecases.record_sync_failure import record_sync_failure

logger = logger_of("record_failure")
processor = BatchProcessor(EventType.SQS, raise_on_entire_batch_failure=False, logger=logger)  # type: ignore[arg-type] # a logging.Logger but by name


def on_letter(record: SQSRecord) -> None:
    """Write one dead letter down. Its events are published by publish_outbox within the minute."""
    logger.set_correlation_id(record.message_id)
    letter = DeadLetter(record.message_id, record.event_source_arn.split(":")[-1], record.body)
    owners = _clerk(letter.queue)(letter, connection())
    logger.error("a message failed for good", extra={"queue": letter.queue, "organizations": [str(owner) for owner in owners]})


def _clerk(queue: str) -> Callable[[DeadLetter, Connection], list[UUID]]:
    """Choose by how the name of the queue ends: linked banks, sign-in's mail, exports; the others are of files."""
    match queue.rsplit("-", 2)[-2:]:
        case ["sync", "dead"]:
            return record_sync_failure
        case ["letters", "dead"]:
            return record_letter_failure
        case ["exports", "dead"]:
            return record_export_failure
        case _:
            return record_failure


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], context: LambdaContext) -> PartialItemFailureResponse:
    """Letters that cannot be written down now stay in their queue."""
    return process_partial_response(event, on_letter, processor, context)
