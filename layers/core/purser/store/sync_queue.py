"""The queue of wishes to bring connections up to date: how they are written, and how they are read again."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from purser.domain.connections import SyncOrder
from purser.domain.errors import PurserError
from purser.store.connections import connections_of_item, connections_to_sync
from purser.store.postgres import Connection

BATCH = 10
"""SQS takes no more messages in one call."""


class UnreadableOrderError(PurserError):
    """A message that is no order; delivering it again would not help."""

    code = "UNREADABLE_ORDER"


@dataclass(frozen=True, slots=True)
class SyncQueue:
    """SQS's queue of orders."""

    sqs: Any
    url: str

    def report(self, connector: str, item_id: str, reason: str, correlation_id: str | None) -> None:
        """Pass on, in one message, that an aggregator has spoken of an item; whose it is, is found later."""
        self._send({"connector": connector, "item_id": item_id, "reason": reason, "correlation_id": correlation_id})

    def order(self, order: SyncOrder) -> None:
        """Ask for one connection."""
        self._send(_spelled(order))

    def order_all(self, orders: Iterable[SyncOrder]) -> int:
        """Ask for many, a message each; return how many."""
        bodies = [json.dumps(_spelled(order)) for order in orders]
        for start in range(0, len(bodies), BATCH):
            batch = bodies[start : start + BATCH]
            entries = [{"Id": str(n), "MessageBody": body} for n, body in enumerate(batch)]
            self.sqs.send_message_batch(QueueUrl=self.url, Entries=entries)
        return len(bodies)

    def _send(self, body: dict[str, Any]) -> None:
        self.sqs.send_message(QueueUrl=self.url, MessageBody=json.dumps(body))


def find_queue(sqs: Any, name: str) -> SyncQueue:
    """Return the queue of this name."""
    return SyncQueue(sqs, sqs.get_queue_url(QueueName=name)["QueueUrl"])


def orders_in(body: str, message_id: str, database: Connection) -> list[SyncOrder]:
    """Return the orders that a message gives; none for an item that nobody has linked, or has any longer."""
    said = _read(body)
    reason, correlation_id = str(said.get("reason", "")), said.get("correlation_id") or message_id
    try:
        owners = (
            [(UUID(said["org_id"]), UUID(said["connection_id"]))]
            if "connection_id" in said
            else connections_of_item(database, said["connector"], said["item_id"])
        )
    except (KeyError, TypeError, ValueError) as wrong:
        raise UnreadableOrderError(f"This message names no connection: {wrong!r}.") from wrong
    return [
        SyncOrder(org_id=org_id, connection_id=connection_id, reason=reason, correlation_id=correlation_id)
        for org_id, connection_id in owners
    ]


def is_daily_round(body: str) -> bool:
    """Say whether this is the schedule's message, which asks for every connection."""
    return _read(body).get("round") == "daily"


def orders_of_the_day(database: Connection, message_id: str) -> list[SyncOrder]:
    """Return an order for every connection that may have news."""
    return [
        SyncOrder(org_id=org_id, connection_id=connection_id, reason="daily", correlation_id=message_id)
        for org_id, connection_id in connections_to_sync(database)
    ]


def _read(body: str) -> dict[str, Any]:
    try:
        said = json.loads(body)
    except ValueError as wrong:
        raise UnreadableOrderError("This message is not JSON.") from wrong
    if not isinstance(said, dict):
        raise UnreadableOrderError("This message is not a JSON object.")
    return said


def _spelled(order: SyncOrder) -> dict[str, Any]:
    return {
        "org_id": str(order.org_id),
        "connection_id": str(order.connection_id),
        "reason": order.reason,
        "correlation_id": order.correlation_id,
    }
