"""Exports that take longer than a request may: ordered, made, given out."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from purser.store.postgres import TenantTx

KEPT_DAYS = 6
"""The bucket deletes exports after seven."""


@dataclass(frozen=True, slots=True)
class Finished:
    """An export in S3, and what is in it."""

    id: UUID
    object_key: str
    size: int
    tables: dict[str, int]
    files: int


def weight(tx: TenantTx) -> tuple[int, int]:
    """Return about how much an export of the organisation would hold: rows that files and links brought, and bytes of files."""
    rows, size = tx.rows(
        "SELECT coalesce(sum(rows_read), 0), coalesce(sum(size) FILTER (WHERE object_key <> ''), 0) FROM imports"
    )[0]
    return int(rows), int(size)


def finished_export(tx: TenantTx) -> Finished | None:
    """Return the latest that nobody has fetched yet, or that somebody has within the hour."""
    row = tx.one(
        """
        SELECT id, object_key, size, tables, files FROM exports
        WHERE status = 'ready' AND finished_at > now() - make_interval(days => :days)
            AND coalesce(collected_at > now() - interval '1 hour', true)
        ORDER BY created_at DESC LIMIT 1
        """,
        days=KEPT_DAYS,
    )
    return Finished(*row) if row else None


def note_collected(tx: TenantTx, export_id: UUID) -> None:
    """Remember when it was given out first."""
    tx.execute("UPDATE exports SET collected_at = coalesce(collected_at, now()) WHERE id = :id", id=export_id)


def export_in_work(tx: TenantTx) -> UUID | None:
    """Return one that is being made; after an hour it is believed to have failed."""
    row = tx.one(
        "SELECT id FROM exports WHERE status = 'working' AND created_at > now() - interval '1 hour' ORDER BY created_at LIMIT 1"
    )
    return row[0] if row else None


def insert_export(tx: TenantTx, export_id: UUID, requested_by: UUID) -> None:
    """Order one."""
    tx.execute(
        "INSERT INTO exports (id, org_id, requested_by) VALUES (:id, :org, :by)", id=export_id, org=tx.org_id, by=requested_by
    )


def ordered_export(tx: TenantTx, export_id: UUID) -> tuple[bool, UUID | None]:
    """Return whether it is still to be made, and for whom; keep others from making it until the transaction ends."""
    row: Any = tx.one("SELECT status = 'working', requested_by FROM exports WHERE id = :id FOR UPDATE", id=export_id)
    return (bool(row[0]), row[1]) if row else (False, None)


def finish_export(tx: TenantTx, made: Finished) -> None:
    """It can be fetched from now on."""
    tx.execute(
        """
        UPDATE exports SET status = 'ready', finished_at = now(), object_key = :key, size = :size, files = :files,
            tables = CAST(:tables AS jsonb)
        WHERE id = :id
        """,
        id=made.id,
        key=made.object_key,
        size=made.size,
        files=made.files,
        tables=json.dumps(made.tables),
    )
