"""Events: written in the transaction that makes them true, published to EventBridge after it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from purser.domain.errors import PurserError
from purser.domain.ids import uuid7
from purser.store.postgres import Connection, TenantTx

SOURCE = "purser"
BATCH = 10
"""EventBridge takes no more entries in one call."""


class PublishError(PurserError):
    """The bus cannot be reached or refuses the call; the events wait on."""

    code = "PUBLISH_FAILED"


@dataclass(frozen=True, slots=True)
class Event:
    """An event waiting to be published."""

    id: UUID
    type: str
    detail: Mapping[str, Any]


def add_event(tx: TenantTx, type_: str, detail: Mapping[str, Any], correlation_id: str | None) -> None:
    """Write an event; who it belongs to and what request it goes back to is added to its detail."""
    tx.execute(
        "INSERT INTO outbox (id, org_id, type, detail, correlation_id) VALUES (:id, :org_id, :type, :detail, :correlation_id)",
        id=uuid7(),
        org_id=tx.org_id,
        type=type_,
        detail=json.dumps({"org_id": str(tx.org_id), "correlation_id": correlation_id, **detail}, default=str),
        correlation_id=correlation_id,
    )


def waiting_events(tx: TenantTx, limit: int) -> list[Event]:
    """Return the oldest unpublished events and keep other publishers away from them until the transaction ends."""
    found = tx.rows(
        "SELECT id, type, detail FROM outbox WHERE published_at IS NULL ORDER BY created_at, id LIMIT :limit"
        " FOR UPDATE SKIP LOCKED",
        limit=limit,
    )
    return [Event(*row) for row in found]


def mark_published(tx: TenantTx, event_ids: Sequence[UUID]) -> None:
    """Never publish these again."""
    tx.execute("UPDATE outbox SET published_at = now() WHERE id = ANY(:ids)", ids=list(event_ids))


def forget_published(tx: TenantTx, days: int) -> None:
    """Delete events that were published long ago."""
    tx.execute("DELETE FROM outbox WHERE published_at < now() - make_interval(days => :days)", days=days)


def organizations_with_events(connection: Connection) -> list[UUID]:
    """Return whose events wait; the one question that is asked across organisations."""
    return [row[0] for row in connection.run("SELECT organizations_with_events()")]


@dataclass(frozen=True, slots=True)
class Bus:
    """EventBridge's bus of this environment."""

    eventbridge: Any
    name: str

    def put(self, events: Sequence[Event]) -> list[UUID]:
        """Publish the events; return the ids of those that the bus took. PublishError when it does not answer."""
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - boto3 costs a third of a second

        taken: list[UUID] = []
        for start in range(0, len(events), BATCH):
            batch = events[start : start + BATCH]
            try:
                answers = self.eventbridge.put_events(Entries=[self._entry(event) for event in batch])["Entries"]
            except (BotoCoreError, ClientError) as failure:
                raise PublishError(f"EventBridge does not take events: {failure}") from failure
            taken += [event.id for event, answer in zip(batch, answers, strict=True) if "ErrorCode" not in answer]
        return taken

    def _entry(self, event: Event) -> dict[str, str]:
        detail = json.dumps({"event_id": str(event.id), **event.detail})
        return {"EventBusName": self.name, "Source": SOURCE, "DetailType": event.type, "Detail": detail}
