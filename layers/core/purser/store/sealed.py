"""Secrets as they lie sealed, wherever they are: to be sealed anew. Who reads which table is the database's business."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from purser.store.postgres import Connection, TenantTx


@dataclass(frozen=True, slots=True)
class Shelf:
    """A table of sealed secrets: its key, the column they are in, and what the trail calls them."""

    table: str
    key: str
    column: str
    secrets: str


BANK_TOKENS = Shelf("connections", "id", "access_token", "bank_tokens")
SEEDS = Shelf("totp_devices", "user_id", "seed", "authenticator_seeds")


def organizations_sealed_before(connection: Connection, moment: dt.datetime) -> list[UUID]:
    """Return those that have secrets sealed before then, on any shelf."""
    return [row[0] for row in connection.run("SELECT organizations_sealed_before(:moment)", moment=moment)]


def sealed_before(tx: TenantTx, shelf: Shelf, moment: dt.datetime) -> list[tuple[UUID, bytes]]:
    """Return the organisation's secrets of a shelf that were sealed before then, by their key."""
    query = f"SELECT {shelf.key}, {shelf.column} FROM {shelf.table} WHERE sealed_at < :moment ORDER BY {shelf.key}"  # noqa: S608 - a Shelf
    return [(row[0], bytes(row[1])) for row in tx.rows(query, moment=moment)]


def put_sealed(tx: TenantTx, shelf: Shelf, key: UUID, was: bytes, sealed: bytes) -> bool:
    """Put a secret sealed anew in the place of the old seal; False if it has been replaced meanwhile."""
    query = f"UPDATE {shelf.table} SET {shelf.column} = :sealed WHERE {shelf.key} = :key AND {shelf.column} = :was"  # noqa: S608 - same
    return tx.execute(query, key=key, was=was, sealed=sealed) > 0
