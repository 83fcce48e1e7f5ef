"""What to do with an order to sync that no attempt could fulfil: write down why, for whoever linked the bank."""

import hashlib
from uuid import UUID

from purser.domain.connections import SyncOrder
from purser.domain.ids import uuid8
from purser.store import connections
from purser.store.error_log import Failure, log_failure, log_unowned_failure
from purser.store.outbox import add_event
from purser.store.postgres import Connection, TenantTx, tenant_tx
from purser.store.sync_queue import UnreadableOrderError, is_daily_round, orders_in
from purser.usecases.record_failure import LONGEST_BODY, UNEXPLAINED, DeadLetter


def record_sync_failure(letter: DeadLetter, connection: Connection) -> list[UUID]:
    """Log the order for the organisation of its connection; return whose it was. The same letter twice is one entry."""
    try:
        daily = is_daily_round(letter.body)
        orders = [] if daily else orders_in(letter.body, letter.message_id, connection)
    except UnreadableOrderError as wrong:
        log_unowned_failure(connection, _unowned(letter, wrong.code, wrong.message))
        return []
    if daily:
        log_unowned_failure(connection, _unowned(letter, "SYNC_FAILED", "The daily round of linked banks was not ordered."))
    for order in orders:
        with tenant_tx(connection, order.org_id) as tx:
            _record(tx, letter, order)
    return [order.org_id for order in orders]


def _record(tx: TenantTx, letter: DeadLetter, order: SyncOrder) -> None:
    shown = connections.shown_connection(tx, order.connection_id)
    if shown is None:
        return
    told = shown["error"] or {"code": "SYNC_FAILED", "message": UNEXPLAINED}
    failure = Failure(
        id=_id(letter, order.connection_id),
        source=letter.queue,
        code=told["code"],
        message=told["message"],
        context={"connection_id": order.connection_id, "institution": shown["institution"], "reason": order.reason},
        correlation_id=order.correlation_id,
    )
    log_failure(tx, failure)
    add_event(tx, "connection.sync_failed", {"connection_id": order.connection_id, "code": told["code"]}, order.correlation_id)


def _unowned(letter: DeadLetter, code: str, message: str) -> Failure:
    context = {"message_id": letter.message_id, "body": letter.body[:LONGEST_BODY]}
    return Failure(id=_id(letter, None), source=letter.queue, code=code, message=message, context=context)


def _id(letter: DeadLetter, connection_id: UUID | None) -> UUID:
    return uuid8(hashlib.sha256(f"{letter.message_id}\x1f{connection_id}".encode()).digest())
