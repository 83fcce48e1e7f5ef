"""SQS of exports that were ordered -> a zip in S3, and a letter that says so.

Try it: purser invoke export_organization events/export_wanted.json
"""

from typing import IO, Any
from uuid import UUID

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext
from purser.runtime.clients import aws, connection
from purser.runtime.logging import logger_of
from purser.runtime.settings import settings
from purser.store.archives import archive_key, put_archive
from purser.store.objects import Objects
from purser.usecases.order_export import Order, make_export

logger = logger_of("export_organization")
processor = BatchProcessor(EventType.SQS, raise_on_entire_batch_failure=False, logger=logger)  # type: ignore[arg-type] # a logging.Logger but by name


def on_order(record: SQSRecord) -> None:
    """Make one export, unless it has been made."""
    detail = record.json_body["detail"]
    order = Order(UUID(detail["org_id"]), UUID(detail["export_id"]))
    files = Objects(aws("s3"), settings().max_upload_bytes)
    made = make_export(connection(), order, files.fetch, settings().statements_bucket, keep)
    logger.info("exported", extra={"export_id": str(order.export_id), "made": made is not None})


def keep(order: Order, archive: IO[bytes]) -> tuple[str, int]:
    """Put an archive under its organisation, in the place of an earlier attempt."""
    key = archive_key(order.org_id, order.export_id)
    return key, put_archive(aws("s3"), settings().reports_bucket, key, archive)


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], context: LambdaContext) -> PartialItemFailureResponse:
    """Report the orders that failed; the others are done."""
    return process_partial_response(event, on_order, processor, context)
