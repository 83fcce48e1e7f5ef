"""How far the reading of a large file is, told while it is read; and its message kept from others meanwhile."""

from contextlib import suppress
from uuid import UUID

from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord

from purser.domain.uploads import Arrival
from purser.runtime.clients import aws, connection_beside
from purser.store.imports import note_progress
from purser.store.notifications import notification
from purser.store.postgres import BrokenConnectionError, DatabaseError, tenant_tx

KEPT_SECONDS = 300
"""From each sign of life on, nobody else gets the message: as long as the rest of a file may take, and no longer than a crash
should keep it waiting."""


def tell_progress(record: SQSRecord, org_id: UUID, import_id: UUID, rows: int, percent: int) -> None:
    """Show it to whoever watches the import, and keep the message. That either fails is no reason to stop reading."""
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - boto3 costs a third of a second

    with suppress(BrokenConnectionError, DatabaseError), tenant_tx(connection_beside(), org_id) as tx:
        note_progress(tx, import_id, rows, percent)
    with suppress(BotoCoreError, ClientError):
        aws("sqs").change_message_visibility(
            QueueUrl=_queue_of(record), ReceiptHandle=record.receipt_handle, VisibilityTimeout=KEPT_SECONDS
        )


def have_it_come_again(record: SQSRecord, arrival: Arrival, import_id: UUID) -> None:
    """Put a file into its queue once more: the rows behind those that are kept are another invocation's."""
    body = notification(arrival.bucket, arrival.key, arrival.version, import_id)
    aws("sqs").send_message(QueueUrl=_queue_of(record), MessageBody=body)


def _queue_of(record: SQSRecord) -> str:
    found: str = aws("sqs").get_queue_url(QueueName=record.event_source_arn.rpartition(":")[2])["QueueUrl"]
    return found
