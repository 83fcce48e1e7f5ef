"""The organisation itself: what it counts in, what it insists on, how long it keeps things, and its end."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from purser.store.postgres import Connection, TenantTx

SETTINGS = ("name", "base_currency", "mfa_required", "keep_originals_days")
"""Columns that its administrators may set."""
_SHOWN = f"SELECT id, {', '.join(SETTINGS)}, created_at, erasure_requested_at, erase_after FROM organizations WHERE id = :id"  # noqa: S608 - ours


def organization(tx: TenantTx) -> dict[str, Any]:
    """Return the organisation."""
    return tx.items(_SHOWN, id=tx.org_id)[0]


def update_organization(tx: TenantTx, settings: Mapping[str, Any]) -> None:
    """Set some of SETTINGS."""
    columns = ", ".join(f"{column} = :{column}" for column in SETTINGS if column in settings)
    if columns:
        tx.execute(f"UPDATE organizations SET {columns} WHERE id = :id", id=tx.org_id, **settings)  # noqa: S608 - SETTINGS above


def ask_for_erasure(tx: TenantTx, days: int) -> bool:
    """Have the organisation erased in so many days; False if that was asked for already, which stands."""
    asked = tx.execute(
        "UPDATE organizations SET erasure_requested_at = now(), erase_after = now() + make_interval(days => :days)"
        " WHERE id = :id AND erase_after IS NULL",
        id=tx.org_id,
        days=days,
    )
    return asked > 0


def call_off_erasure(tx: TenantTx) -> bool:
    """Let the organisation live on; False if it was not to be erased."""
    called_off = tx.execute(
        "UPDATE organizations SET erasure_requested_at = NULL, erase_after = NULL WHERE id = :id AND erase_after IS NOT NULL",
        id=tx.org_id,
    )
    return called_off > 0


def erase(tx: TenantTx) -> None:
    """Delete every row of the organisation; the database refuses before its time has come."""
    tx.execute("SELECT erase_organization()")


def organizations_to_erase(connection: Connection) -> list[UUID]:
    """Return those whose time has come."""
    return [row[0] for row in connection.run("SELECT organizations_to_erase()")]


def organizations_erased_lately(connection: Connection) -> list[UUID]:
    """Return those that are gone since a week at most: a file may still have come after them."""
    return [row[0] for row in connection.run("SELECT organizations_erased_lately()")]


def organizations_that_forget(connection: Connection) -> list[tuple[UUID, int]]:
    """Return those that keep their original files for so many days only."""
    return [(row[0], row[1]) for row in connection.run("SELECT org_id, days FROM organizations_that_forget()")]


def forget_originals(tx: TenantTx, days: int) -> int:
    """Empty the text of raw rows that were imported longer ago; their accounting stays. Return how many."""
    return tx.execute(
        """
        UPDATE raw_records AS r SET text = '' FROM imports AS i
        WHERE i.id = r.import_id AND i.bank = r.bank AND i.created_at < now() - make_interval(days => :days) AND r.text <> ''
        """,
        days=days,
    )
