"""SQS of wishes to sync, and the daily round -> linked banks -> ledger; `purser reseal-secrets` -> bank tokens sealed anew.

Try it: purser invoke sync_bank events/day_passed.json
"""

import time
from dataclasses import asdict
from datetime import datetime
from typing import Any

from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext
from purser.domain.connections import SyncOrder
from purser.runtime.clients import aws, connection
from purser.runtime.connections import connector, sync_queue, vault
from purser.runtime.logging import logger_of, metrics_of
from purser.runtime.settings import settings
from purser.store.outbox import Bus, PublishError
from purser.store.sealed import BANK_TOKENS
from purser.store.sync_queue import is_daily_round, orders_in, orders_of_the_day
from purser.usecases.publish import publish
from purser.usecases.reseal_secrets import reseal_secrets
from purser.usecases.sync_connection import Synced, sync_connection

logger = logger_of("sync_bank")
metrics = metrics_of("sync_bank")
processor = BatchProcessor(EventType.SQS, raise_on_entire_batch_failure=False, logger=logger)  # type: ignore[arg-type] # a logging.Logger but by name


def on_message(record: SQSRecord) -> None:
    """Sync what one message asks for; the daily round becomes a message for each connection."""
    logger.set_correlation_id(record.message_id)
    if is_daily_round(record.body):
        ordered = sync_queue().order_all(orders_of_the_day(connection(), record.message_id))
        logger.info("ordered the daily round", extra={"connections": ordered})
        return
    for order in orders_in(record.body, record.message_id, connection()):
        sync(order)


def sync(order: SyncOrder) -> None:
    """Sync one connection and publish what that changed."""
    started = time.perf_counter()
    logger.set_correlation_id(order.correlation_id)
    done = sync_connection(order, connection(), connector, vault())
    measure(order, done, time.perf_counter() - started)
    try:
        publish(connection(), Bus(aws("events"), settings().event_bus), order.org_id)
    except PublishError as failure:
        logger.warning("events wait for publish_outbox", exc_info=failure)


def measure(order: SyncOrder, done: Synced, seconds: float) -> None:
    """Say what came of an order, in one log line and in figures."""
    logger.info("synced a bank", extra=asdict(done) | {"reason": order.reason, "seconds": round(seconds, 3)})
    metrics.add_metric("BanksSynced", MetricUnit.Count, 1)
    metrics.add_metric("RowsRead", MetricUnit.Count, done.rows_read)
    metrics.add_metric("RowsRejected", MetricUnit.Count, done.rejected)
    metrics.add_metric("SyncSeconds", MetricUnit.Seconds, seconds)


@logger.inject_lambda_context(clear_state=True)
@metrics.log_metrics
def handler(event: dict[str, Any], context: LambdaContext) -> PartialItemFailureResponse | dict[str, Any]:
    """Report the messages that failed; the others are done. {"reseal": since when} seals tokens of banks anew."""
    if "reseal" in event:
        return asdict(reseal_secrets(connection(), vault(), BANK_TOKENS, datetime.fromisoformat(event["reseal"])))
    return process_partial_response(event, on_message, processor, context)
