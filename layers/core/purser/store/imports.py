"""Imports: one row for each file that arrived, from its announcement to what became of it."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from purser import __version__
from purser.domain.errors import StatementError
from purser.domain.statements import Heading, Tally
from purser.domain.transactions import plain
from purser.domain.uploads import Address, Arrival, import_id_of
from purser.store.postgres import TenantTx

UNSETTLED = ("waiting", "reading", "failed")
"""A file of one of these may still be read; the others are what a second delivery finds."""
_IS_UNSETTLED = f"status IN {UNSETTLED}"


@dataclass(frozen=True, slots=True)
class Import:
    """What of an import decides how to go on with it."""

    id: UUID
    status: str
    filename: str
    correlation_id: str | None

    @property
    def settled(self) -> bool:
        """Whether its file has been dealt with."""
        return self.status not in UNSETTLED


def organization_currency(tx: TenantTx) -> str | None:
    """Return the currency the organisation counts in, None if there is no such organisation."""
    found = tx.one("SELECT base_currency FROM organizations WHERE id = :id", id=tx.org_id)
    return found[0] if found else None


def import_of(tx: TenantTx, address: Address, arrival: Arrival) -> UUID:
    """Return the id of the import that a file belongs to.

    It is the one that is to be read again or further, if it is the organisation's, or the announced one if that waits for the
    file or has had exactly this version of it, else one of the file's own, derived so that a second delivery finds the same.
    """
    if arrival.import_id is not None and tx.one("SELECT id FROM imports WHERE id = :id", id=arrival.import_id):
        return arrival.import_id
    announced = tx.one("SELECT status, object_version FROM imports WHERE id = :id", id=address.import_id)
    if address.import_id is not None and announced is not None and (announced[0] == "waiting" or announced[1] == arrival.version):
        return address.import_id
    return import_id_of(arrival.key, arrival.version or arrival.stamp)


def begin_import(tx: TenantTx, import_id: UUID, address: Address, arrival: Arrival) -> Import:
    """Mark the import as being read, adding it if nobody announced it. One that is settled already stays as it is."""
    tx.execute(
        f"""
        INSERT INTO imports AS i (id, org_id, bank, filename, object_key, object_version, status, correlation_id)
        VALUES (:id, :org_id, :bank, :filename, :key, :version, 'reading', :correlation_id)
        ON CONFLICT (id) DO UPDATE
        SET status = 'reading', object_key = excluded.object_key, object_version = excluded.object_version, error = NULL,
            finished_at = NULL
        WHERE i.{_IS_UNSETTLED}
        """,  # noqa: S608 - our own SQL
        id=import_id,
        org_id=tx.org_id,
        bank=address.bank,
        filename=address.filename,
        key=arrival.key,
        version=arrival.version,
        correlation_id=arrival.message_id,
    )
    return Import(import_id, *tx.rows("SELECT status, filename, correlation_id FROM imports WHERE id = :id", id=import_id)[0])


def lock_import(tx: TenantTx, import_id: UUID) -> str:
    """Keep other deliveries of the same file out until the transaction ends; return the status.

    The row itself stays free, for `note_progress`.
    """
    tx.rows("SELECT pg_advisory_xact_lock(hashtextextended(:what, 0))", what=f"{tx.org_id}/import/{import_id}")
    status: str = tx.rows("SELECT status FROM imports WHERE id = :id", id=import_id)[0][0]
    return status


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadFile:
    """What there is to say of a file that was read to its end."""

    bank: str
    format: str
    data: bytes
    tally: Tally
    imported: int
    duplicates: int
    account_ids: Sequence[UUID]
    warnings: Sequence[str]
    correlation_id: str | None
    heading: Heading | None = None


def finish_import(tx: TenantTx, import_id: UUID, file: ReadFile) -> None:
    """Mark the import done. Totals, first and last are of the booked rows read, whether new or not."""
    tally = file.tally
    tx.execute(
        """
        UPDATE imports
        SET status = 'done', finished_at = now(), last_failure = NULL, bank = :bank, format = :format, account_id = :account_id,
            size = :size, content_sha256 = :sha256, rows_read = :rows, imported = :imported, pending = :pending,
            duplicates = :duplicates, rejected = :rejected, ignored = :ignored, balance_check = :balance_check, totals = :totals,
            first = :first, last = :last, warnings = :warnings, correlation_id = :correlation_id, heading = :heading,
            reader = :reader, rows_done = :rows, error = NULL
        WHERE id = :id
        """,
        id=import_id,
        bank=file.bank,
        format=file.format,
        account_id=file.account_ids[0] if len(file.account_ids) == 1 else None,
        size=len(file.data),
        sha256=hashlib.sha256(file.data).digest(),
        rows=tally.rows,
        imported=file.imported,
        pending=tally.pending,
        duplicates=file.duplicates,
        rejected=tally.rejected,
        ignored=tally.ignored,
        balance_check=tally.balance_check(),
        totals=_json(_spelled(tally.totals)),
        first=tally.first,
        last=tally.last,
        warnings=_json(list(file.warnings)),
        correlation_id=file.correlation_id,
        heading=_json({"lines": file.heading.lines, "separator": file.heading.separator}) if file.heading else None,
        reader=__version__,
    )


def reject_import(tx: TenantTx, import_id: UUID, refusal: StatementError) -> None:
    """Mark the import rejected, with the reason for whoever uploaded the file."""
    _end(tx, import_id, "rejected", {"code": refusal.code, "message": refusal.message, "line": refusal.line})


def fail_import(tx: TenantTx, import_id: UUID) -> None:
    """Mark the import failed, which is ours to repair; the technical reason is in the error log. A settled one stays as it is."""
    message = "Purser could not read this file, and that is not the file's fault. The reason is in the error log."
    _end(tx, import_id, "failed", {"code": "FAILED", "message": message, "line": None})


def note_failure(tx: TenantTx, import_id: UUID, reason: str) -> None:
    """Keep the reason of an attempt that failed, for the day when the last attempt fails too."""
    tx.execute("UPDATE imports SET last_failure = :reason WHERE id = :id", id=import_id, reason=reason)


def note_progress(tx: TenantTx, import_id: UUID, rows: int, percent: int) -> None:
    """Tell how many rows have been read so far, and how much of all there is to do; in a transaction of its own.

    It never falls: what is read again was told before.
    """
    tx.execute(
        "UPDATE imports SET rows_done = greatest(rows_done, :rows), progress = greatest(progress, :percent)"
        " WHERE id = :id AND status = 'reading'",
        id=import_id,
        rows=rows,
        percent=percent,
    )


def noted_failure(tx: TenantTx, import_id: UUID) -> str | None:
    """Return the reason that `note_failure` kept, None if there is none."""
    found = tx.one("SELECT last_failure FROM imports WHERE id = :id", id=import_id)
    return found[0] if found else None


def _end(tx: TenantTx, import_id: UUID, status: str, error: Mapping[str, Any]) -> None:
    """End it so, unless it has brought rows before: then what it brought stays, and the error says why it brought no more."""
    tx.execute(
        f"""
        UPDATE imports
        SET status = CASE WHEN EXISTS (SELECT FROM transactions WHERE import_id = :id) THEN 'done' ELSE :status END,
            error = :error, finished_at = now()
        WHERE id = :id AND {_IS_UNSETTLED}
        """,  # noqa: S608 - our own SQL
        id=import_id,
        status=status,
        error=_json(error),
    )


def _spelled(totals: Mapping[str, Decimal]) -> dict[str, str]:
    return {currency: plain(total) for currency, total in sorted(totals.items())}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
