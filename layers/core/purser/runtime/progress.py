"""How far the reading of a large file is, told while it is read; and its message kept from others meanwhile."""

from contextlib import suppress
from uuid import UUID

from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord

from purser.runtime.clients import aws, connection_beside
from purser.store.imports import note_progress
from purser.store.postgres import BrokenConnectionError, DatabaseError, tenant_tx

KEPT_SECONDS = 300
"""From each sign of life on, nobody else gets the message: as long as the rest of a file may take, and no longer than a crash
should keep it waiting."""


def tell_progress(record: SQSRecord, org_id: UUID, import_id: UUID, rows: int) -> None:
    """Show it to whoever watches the import, and keep the message. That either fails is no reason to stop reading."""
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - boto3 costs a third of a second

    with suppress(BrokenConnectionError, DatabaseError), tenant_tx(connection_beside(), org_id) as tx:
        note_progress(tx, import_id, rows)
    with suppress(BotoCoreError, ClientError):
        sqs, name = aws("sqs"), record.event_source_arn.rpartition(":")[2]
        queue = sqs.get_queue_url(QueueName=name)["QueueUrl"]
        sqs.change_message_visibility(QueueUrl=queue, ReceiptHandle=record.receipt_handle, VisibilityTimeout=KEPT_SECONDS)
