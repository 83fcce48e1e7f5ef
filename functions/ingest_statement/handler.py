"""SQS of S3 uploads -> ledger.

Try it: purser invoke ingest_statement events/statement_uploaded.json
"""

import gc
import time
from dataclasses import asdict
from functools import partial
from typing import Any

from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext
from purser.domain.uploads import Arrival
from purser.runtime.clients import aws, connection
from purser.runtime.logging import logger_of, metrics_of
from purser.runtime.progress import have_it_come_again, tell_progress
from purser.runtime.settings import settings
from purser.store.notifications import arrivals_in
from purser.store.objects import Objects
from purser.store.outbox import Bus, PublishError
from purser.usecases.ingest import Outcome, ingest
from purser.usecases.pace import Pace
from purser.usecases.publish import publish

logger = logger_of("ingest_statement")
metrics = metrics_of("ingest_statement")
gc.set_threshold(100_000)
"""Rows are many objects that refer to each other in no circle; to look for circles among them takes a tenth of all time."""
processor = BatchProcessor(EventType.SQS, raise_on_entire_batch_failure=False, logger=logger)  # type: ignore[arg-type] # a logging.Logger but by name


def on_message(record: SQSRecord, lambda_context: LambdaContext) -> None:
    """Read every file that one message announces; what cannot be read now is delivered again."""
    for arrival in arrivals_in(record.body, record.message_id):
        read_file(arrival, record, lambda_context)


def read_file(arrival: Arrival, record: SQSRecord, context: LambdaContext) -> None:
    """Read one file and publish what it changed; what there is no time for is left to another invocation."""
    started = time.perf_counter()
    logger.set_correlation_id(arrival.message_id)
    objects = Objects(aws("s3"), settings().max_upload_bytes)
    pace = Pace(partial(tell_progress, record), lambda: context.get_remaining_time_in_millis() / 1000)
    outcome = ingest(arrival, objects, connection(), pace=pace)
    if outcome.goes_on:
        have_it_come_again(record, arrival, outcome.import_id)
    measure(outcome, time.perf_counter() - started)
    try:
        publish(connection(), Bus(aws("events"), settings().event_bus), outcome.org_id)
    except PublishError as failure:
        logger.warning("events wait for publish_outbox", exc_info=failure)


def measure(outcome: Outcome, seconds: float) -> None:
    """Say what became of a file, in one log line and in figures."""
    logger.set_correlation_id(outcome.correlation_id)
    logger.info("read a file", extra=asdict(outcome) | {"seconds": round(seconds, 3)})
    metrics.add_metric("FilesRead", MetricUnit.Count, 1)
    metrics.add_metric("RowsRead", MetricUnit.Count, outcome.rows_read)
    metrics.add_metric("RowsRejected", MetricUnit.Count, outcome.rejected)
    metrics.add_metric("IngestSeconds", MetricUnit.Seconds, seconds)


@logger.inject_lambda_context(clear_state=True)
@metrics.log_metrics
def handler(event: dict[str, Any], context: LambdaContext) -> PartialItemFailureResponse:
    """Report the messages that failed; the others are done."""
    metrics.add_metric("Messages", MetricUnit.Count, len(event["Records"]))
    return process_partial_response(event, on_message, processor, context)
