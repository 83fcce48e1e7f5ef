"""Exports of large organisations: ordered over HTTP, made by a function of their own, announced by a letter."""

from collections.abc import Callable
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import IO, Any
from uuid import UUID

from purser.domain.ids import uuid7
from purser.store import audit, exports
from purser.store.audit import Deed, Origin
from purser.store.exports import Finished
from purser.store.outbox import add_event
from purser.store.postgres import Connection, TenantTx, tenant_tx
from purser.usecases.acting import Acting
from purser.usecases.export_organization import Fetch, export_organization
from purser.usecases.letters import WANTED

ORDERED = "export.wanted"
"""The type of the event; its detail is {org_id, export_id}."""
SMALL_ROWS, SMALL_BYTES = 100_000, 40_000_000
"""What is exported within one request: 100,000 rows took seven of the 29 seconds that API Gateway waits, on a busy machine."""


@dataclass(frozen=True, slots=True)
class Order:
    """An export to be made."""

    org_id: UUID
    export_id: UUID


Keep = Callable[[Order, IO[bytes]], tuple[str, int]]
"""Put an archive where it is fetched from; return its key and its size."""


def is_large(tx: TenantTx) -> bool:
    """Tell whether an export would take longer than a person waits."""
    rows, size = exports.weight(tx)
    return rows > SMALL_ROWS or size > SMALL_BYTES


def fetch_or_order(tx: TenantTx, acting: Acting) -> Finished | None:
    """Return an export that is ready; None if one is being made, from now on if none was."""
    found = exports.finished_export(tx)
    if found:
        exports.note_collected(tx, found.id)
        acting.record(tx, Deed(action="fetch_export", subject_type="organization", subject_id=tx.org_id))
    elif exports.export_in_work(tx) is None:
        export_id = uuid7()
        exports.insert_export(tx, export_id, acting.user_id)
        add_event(tx, ORDERED, {"export_id": export_id}, acting.origin.request_id)
        acting.record(tx, Deed(action="order_export", subject_type="organization", subject_id=tx.org_id))
    return found


def make_export(connection: Connection, order: Order, fetch: Fetch, bucket: str, keep: Keep) -> dict[str, Any] | None:
    """Make what was ordered, and have whoever ordered it written to; return the manifest. None if it is made, or nobody's."""
    with tenant_tx(connection, order.org_id) as tx, TemporaryFile() as archive:
        wanted, by = exports.ordered_export(tx, order.export_id)
        if not wanted:
            return None
        manifest = export_organization(tx, archive, fetch, bucket)
        counts = {"tables": manifest["tables"], "files": manifest["files"]}
        exports.finish_export(tx, Finished(order.export_id, *keep(order, archive), **counts))
        if by:
            add_event(tx, WANTED, {"kind": "export_ready", "user_id": by}, None)
        audit.record(tx, by, Deed(action="export", subject_type="organization", subject_id=tx.org_id, after=counts), Origin())
    return manifest
