"""Links that were mailed: their tokens as hashes, what they are for, and whether they were used."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from purser.store.postgres import TenantTx


@dataclass(frozen=True, slots=True)
class Link:
    """A link to store."""

    id: UUID
    user_id: UUID
    purpose: str
    token_hash: bytes
    expires_at: dt.datetime


def insert_link(tx: TenantTx, link: Link) -> bool:
    """Insert a link; False if the one of this id is there already."""
    added = tx.rows(
        """
        INSERT INTO mailed_links (id, org_id, user_id, purpose, token_hash, expires_at)
        VALUES (:id, :org, :user, :purpose, :hash, :expires_at) ON CONFLICT (id) DO NOTHING RETURNING id
        """,
        id=link.id,
        org=tx.org_id,
        user=link.user_id,
        purpose=link.purpose,
        hash=link.token_hash,
        expires_at=link.expires_at,
    )
    return bool(added)


def count_lately(tx: TenantTx, user_id: UUID, purpose: str) -> int:
    """Count the links for this purpose that the person was sent within an hour."""
    found = tx.one(
        """
        SELECT count(*) FROM mailed_links
        WHERE user_id = :user AND purpose = :purpose AND created_at > now() - interval '1 hour'
        """,
        user=user_id,
        purpose=purpose,
    )
    return int(found[0]) if found else 0


def use_link(tx: TenantTx, token_hash: bytes, purpose: str, address: str) -> UUID | None:
    """Use a link up, and with it every other of the same purpose; return whose it is, None if it does not work (any more)."""
    found = tx.one(
        """
        UPDATE mailed_links SET used_at = now(), used_from = :address
        WHERE token_hash = :hash AND purpose = :purpose AND used_at IS NULL AND expires_at > now() RETURNING user_id
        """,
        hash=token_hash,
        purpose=purpose,
        address=address,
    )
    if found is None:
        return None
    tx.execute(
        "UPDATE mailed_links SET used_at = now() WHERE user_id = :user AND purpose = :purpose AND used_at IS NULL",
        user=found[0],
        purpose=purpose,
    )
    user_id: UUID = found[0]
    return user_id
