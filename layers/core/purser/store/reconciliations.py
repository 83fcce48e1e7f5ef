"""Reconciliations and balance assertions as they are kept."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from purser.domain.ids import uuid7
from purser.domain.reconciliation import Source
from purser.store.paging import Listing, Order, Page, Slice, page, read_time
from purser.store.postgres import TenantTx

PERIOD_LOCKED = "PU409"
"""SQLSTATE that the database refuses a change of a locked period with; its message is for a person."""
RECENT_FIRST = Order("-created_at", "created_at", read_time, descending=True)
BY_ID = Order("id", "id", UUID)
_COLUMNS = """
    id, account_id, currency, statement_from, statement_to, opening_balance, opening_source, closing_balance,
    created_by, created_at, locked_by, locked_at
"""
_LISTED = """
    t.id, t.account_id, t.currency, t.statement_from, t.statement_to, t.opening_balance::text AS opening_balance,
    t.closing_balance::text AS closing_balance, t.created_at, t.locked_at
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciliation:
    """A statement to compare; `opening_balance` is None as long as nobody gave it and the period is not locked."""

    id: UUID
    account_id: UUID
    currency: str
    statement_from: dt.date
    statement_to: dt.date
    opening_balance: Decimal | None
    opening_source: Source | None
    closing_balance: Decimal
    created_by: UUID | None
    created_at: dt.datetime
    locked_by: UUID | None
    locked_at: dt.datetime | None


def add(tx: TenantTx, new: Reconciliation) -> None:
    """Keep a new one."""
    tx.execute(
        "INSERT INTO reconciliations (id, org_id, account_id, currency, statement_from, statement_to, opening_balance,"
        " opening_source, closing_balance, created_by)"
        " VALUES (:id, :org_id, :account_id, :currency, :start, :end, :opening, :source, :closing, :by)",
        id=new.id,
        org_id=tx.org_id,
        account_id=new.account_id,
        currency=new.currency,
        start=new.statement_from,
        end=new.statement_to,
        opening=new.opening_balance,
        source=new.opening_source,
        closing=new.closing_balance,
        by=new.created_by,
    )


def one(tx: TenantTx, reconciliation_id: UUID, *, for_update: bool = False) -> Reconciliation | None:
    """Return one; with `for_update`, nobody else changes it until the transaction ends."""
    lock = " FOR UPDATE" if for_update else ""
    found = tx.one(f"SELECT {_COLUMNS} FROM reconciliations WHERE id = :id{lock}", id=reconciliation_id)  # noqa: S608 - our own SQL
    names = [name.strip() for name in _COLUMNS.split(",")]
    return Reconciliation(**dict(zip(names, found, strict=True))) if found else None


def listed(tx: TenantTx, account_id: UUID | None, wanted: Slice) -> Page:
    """Return a page of them, of one account or all."""
    where = "true" if account_id is None else "t.account_id = :account_id"
    return page(
        tx, Listing(_LISTED, "reconciliations AS t", where), wanted, **({} if account_id is None else {"account_id": account_id})
    )


def set_balances(tx: TenantTx, reconciliation_id: UUID, opening: Decimal | None, source: Source | None, closing: Decimal) -> None:
    """Correct what it says."""
    tx.execute(
        "UPDATE reconciliations SET opening_balance = :opening, opening_source = :source, closing_balance = :closing"
        " WHERE id = :id",
        id=reconciliation_id,
        opening=opening,
        source=source,
        closing=closing,
    )


def hold_account(tx: TenantTx, account_id: UUID) -> None:
    """Wait until nobody writes to the account, and let nobody: the counterpart of the trigger announce_writing."""
    tx.rows("SELECT pg_advisory_xact_lock(hashtextextended(:account_id || '/period', 0))", account_id=str(account_id))


def lock(tx: TenantTx, reconciliation_id: UUID, by: UUID, opening: Decimal, source: Source) -> None:
    """Lock its period."""
    tx.execute(
        "UPDATE reconciliations SET locked_at = now(), locked_by = :by, opening_balance = :opening, opening_source = :source"
        " WHERE id = :id",
        id=reconciliation_id,
        by=by,
        opening=opening,
        source=source,
    )


def unlock(tx: TenantTx, reconciliation_id: UUID) -> None:
    """Open its period again. An opening balance that nobody gave is found anew from now on."""
    tx.execute(
        "UPDATE reconciliations SET locked_at = NULL, locked_by = NULL,"
        " opening_balance = CASE opening_source WHEN 'given' THEN opening_balance END,"
        " opening_source = CASE opening_source WHEN 'given' THEN opening_source END WHERE id = :id",
        id=reconciliation_id,
    )


def remove(tx: TenantTx, reconciliation_id: UUID) -> None:
    """Forget one, with its ticks."""
    tx.execute("DELETE FROM reconciliations WHERE id = :id", id=reconciliation_id)


def locked_overlap(tx: TenantTx, this: Reconciliation) -> Reconciliation | None:
    """Return a locked period of the same account and currency that shares days with this one."""
    found = tx.one(
        "SELECT id FROM reconciliations WHERE locked_at IS NOT NULL AND account_id = :account_id AND currency = :currency"
        " AND id <> :id AND statement_from < :end AND :start < statement_to LIMIT 1",
        id=this.id,
        account_id=this.account_id,
        currency=this.currency,
        start=this.statement_from,
        end=this.statement_to,
    )
    return one(tx, found[0]) if found else None


def tick(tx: TenantTx, reconciliation_id: UUID, ids: Iterable[UUID], by: UUID) -> None:
    """Tick rows; twice is once."""
    tx.execute(
        "INSERT INTO reconciliation_ticks (reconciliation_id, transaction_id, org_id, ticked_by)"
        " SELECT :id, t, :org_id, :by FROM unnest(CAST(:ids AS uuid[])) AS t ON CONFLICT DO NOTHING",
        id=reconciliation_id,
        ids=list(ids),
        org_id=tx.org_id,
        by=by,
    )


def untick(tx: TenantTx, reconciliation_id: UUID, ids: Iterable[UUID]) -> None:
    """Take ticks away."""
    tx.execute(
        "DELETE FROM reconciliation_ticks WHERE reconciliation_id = :id AND transaction_id = ANY(CAST(:ids AS uuid[]))",
        id=reconciliation_id,
        ids=list(ids),
    )


def add_assertion(tx: TenantTx, values: dict[str, Any]) -> UUID | None:
    """Keep an assertion; None if the account has one for that day and currency."""
    assertion_id = uuid7()
    added = tx.execute(
        "INSERT INTO balance_assertions (id, org_id, account_id, currency, date, amount, note, created_by)"
        " VALUES (:id, :org_id, :account_id, :currency, :date, :amount, :note, :created_by)"
        " ON CONFLICT (account_id, currency, date) DO NOTHING",
        id=assertion_id,
        org_id=tx.org_id,
        **values,
    )
    return assertion_id if added else None


def remove_assertion(tx: TenantTx, assertion_id: UUID) -> dict[str, Any] | None:
    """Forget an assertion; return what it was, None if there is no such."""
    found = tx.rows(
        "DELETE FROM balance_assertions WHERE id = :id RETURNING account_id::text, currency, date::text, amount::text",
        id=assertion_id,
    )
    return dict(zip(("account_id", "currency", "date", "amount"), found[0], strict=True)) if found else None
