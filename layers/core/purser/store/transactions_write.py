"""Changing transactions by hand."""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from purser.store.postgres import TenantTx

COLUMNS = ("date", "amount", "description", "merchant", "category_id", "type", "notes", "tags")


def locked(tx: TenantTx, ids: Sequence[UUID]) -> list[dict[str, Any]]:
    """Return those of the transactions that are there and not deleted, in one order, locked until the transaction ends."""
    tx.rows("SELECT FROM transactions WHERE id = ANY(:ids) ORDER BY id FOR UPDATE", ids=list(ids))
    return tx.items(
        "SELECT id, account_id, date, amount::text AS amount, currency, description, merchant, category_id, type, notes, tags,"
        " source"
        " FROM transactions WHERE id = ANY(:ids) AND deleted_at IS NULL ORDER BY id",
        ids=list(ids),
    )


def change(tx: TenantTx, ids: Sequence[UUID], changes: Mapping[str, Any], provenance: Mapping[str, str]) -> None:
    """Set columns of COLUMNS and say who did."""
    casts = {"amount": "numeric", "tags": "text[]", "date": "date", "category_id": "uuid"}
    columns = [name for name in COLUMNS if name in changes]
    sets = ", ".join(f"{name} = CAST(:{name} AS {casts.get(name, 'text')})" for name in columns)
    tx.execute(
        f"UPDATE transactions SET {sets}, provenance = provenance || CAST(:provenance AS jsonb) WHERE id = ANY(:ids)",  # noqa: S608 - names above
        ids=list(ids),
        provenance=json.dumps(provenance),
        **{name: changes[name] for name in columns},
    )


def delete(tx: TenantTx, ids: Sequence[UUID]) -> None:
    """Delete so that they stay deleted when their file comes again."""
    tx.execute("UPDATE transactions SET deleted_at = now() WHERE id = ANY(:ids) AND deleted_at IS NULL", ids=list(ids))


def recount_merchants(tx: TenantTx, names: Sequence[str]) -> None:
    """Tell anew when merchants were first and last seen; forget those that have no transaction any more."""
    tx.execute("SELECT recount_merchants(:names)", names=sorted(set(names)))


def category_type(tx: TenantTx, category_id: UUID) -> str | None:
    """Return the type of a category, None if the organisation has no such."""
    found = tx.one("SELECT type FROM categories WHERE id = :id", id=category_id)
    return found[0] if found else None
