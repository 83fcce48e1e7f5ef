"""Reading the trail: who did what to what, when, from where."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from purser.store.paging import Listing, Order, Page, Slice, page
from purser.store.postgres import TenantTx


def _read_place(text: str) -> int:
    value = int(text[:18])
    if value < 0:
        raise ValueError(text)
    return value


RECENT_FIRST = Order("-seq", "seq", _read_place, descending=True)
OLDEST_FIRST = Order("seq", "seq", _read_place)
AT_A_TIME = 1000

_COLUMNS = """
    t.id, t.seq, t.at, t.actor_id, (SELECT u.email FROM users AS u WHERE u.id = t.actor_id) AS actor, t.action, t.subject_type,
    t.subject_id, t.before, t.after, t.ip, t.user_agent, t.request_id,
    encode(t.prev_hash, 'hex') AS prev_hash, encode(t.hash, 'hex') AS hash
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrailFilters:
    """What to leave in; None leaves everything. `start` is inclusive, `end` exclusive."""

    actor_id: UUID | None = None
    action: str | None = None
    subject_type: str | None = None
    subject_id: UUID | None = None
    start: dt.date | None = None
    end: dt.date | None = None

    def where(self) -> tuple[str, dict[str, Any]]:
        """Return a condition on `audit_log AS t` and its parameters."""
        narrowing = {
            "actor_id": "t.actor_id = :actor_id",
            "action": "t.action = :action",
            "subject_type": "t.subject_type = :subject_type",
            "subject_id": "t.subject_id = :subject_id",
            "start": "t.at >= CAST(:start AS date)",
            "end": "t.at < CAST(:end AS date)",
        }
        values = {name: getattr(self, name) for name in narrowing if getattr(self, name) is not None}
        return " AND ".join(["true", *(narrowing[name] for name in values)]), values


def trail_page(tx: TenantTx, filters: TrailFilters, wanted: Slice) -> Page:
    """Return one page of the entries that pass."""
    where, values = filters.where()
    return page(tx, Listing(_COLUMNS, "audit_log AS t", where), wanted, **values)


def trail(tx: TenantTx, filters: TrailFilters, most: int) -> Iterator[dict[str, Any]]:
    """Return the entries that pass, the oldest first, up to `most`."""
    cursor, left = None, most
    while left > 0:
        found = trail_page(tx, filters, Slice(OLDEST_FIRST, min(AT_A_TIME, left), cursor))
        yield from found.items
        cursor, left = found.next_cursor, left - len(found.items)
        if cursor is None:
            return
