"""Publish the events that wait in the outbox: at least once each, also after a crash between commit and publication."""

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from purser.store import outbox
from purser.store.outbox import Event
from purser.store.postgres import Connection, tenant_tx

AT_A_TIME = 100
KEPT_DAYS = 7


class Bus(Protocol):
    """Where events go."""

    def put(self, events: Sequence[Event]) -> list[UUID]:
        """Publish; return the ids of the events that were taken. PublishError when the bus does not answer."""
        ...


def publish(connection: Connection, bus: Bus, org_id: UUID) -> int:
    """Publish what waits for one organisation; return how many events the bus took. What it refuses waits on."""
    published = 0
    while True:
        with tenant_tx(connection, org_id) as tx:
            events = outbox.waiting_events(tx, AT_A_TIME)
            taken = bus.put(events) if events else []
            outbox.mark_published(tx, taken)
        published += len(taken)
        if len(taken) < AT_A_TIME:
            return published


def sweep(connection: Connection, bus: Bus) -> int:
    """Publish what waits anywhere, and forget what was published long ago."""
    published = 0
    for org_id in outbox.organizations_with_events(connection):
        published += publish(connection, bus, org_id)
        with tenant_tx(connection, org_id) as tx:
            outbox.forget_published(tx, KEPT_DAYS)
    return published
