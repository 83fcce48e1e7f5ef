"""API keys, by their hashes. `use` is for whoever is shown one; the rest is for its owner, and for purser_auth alone."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from purser.store.postgres import TenantTx

_SHOWN = "id, name, prefix, scopes, created_at, expires_at, last_used_at"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewKey:
    """A key to store."""

    id: UUID
    user_id: UUID
    name: str
    prefix: str
    key_hash: bytes
    scopes: Sequence[str]
    expires_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose key it is, and what it and their role allow."""

    key_id: UUID
    user_id: UUID
    scopes: tuple[str, ...]
    role: str
    granted: tuple[str, ...]


def use(tx: TenantTx, key_hash: bytes) -> Holder | None:
    """Return whose key of this organisation it is, noting its use; None if it is nobody's, or over, or theirs who left."""
    found = tx.one(
        """
        SELECT k.key_id, u.id, k.key_scopes, r.name, r.permissions
        FROM use_api_key(:hash) AS k JOIN users AS u ON u.id = k.owner_id JOIN roles AS r ON r.id = u.role_id WHERE u.active
        """,
        hash=key_hash,
    )
    return Holder(found[0], found[1], tuple(found[2]), found[3], tuple(found[4])) if found else None


def insert_key(tx: TenantTx, key: NewKey) -> dict[str, Any]:
    """Insert a key; return what its owner sees of it."""
    tx.execute(
        """
        INSERT INTO api_keys (id, org_id, user_id, name, prefix, key_hash, scopes, expires_at)
        VALUES (:id, :org, :user, :name, :prefix, :hash, :scopes, :expires_at)
        """,
        id=key.id,
        org=tx.org_id,
        user=key.user_id,
        name=key.name,
        prefix=key.prefix,
        hash=key.key_hash,
        scopes=list(key.scopes),
        expires_at=key.expires_at,
    )
    return tx.items(f"SELECT {_SHOWN} FROM api_keys WHERE id = :id", id=key.id)[0]  # noqa: S608 - our own columns


def keys_of(tx: TenantTx, user_id: UUID) -> list[dict[str, Any]]:
    """Return what a person sees of their keys, the newest first."""
    return tx.items(f"SELECT {_SHOWN} FROM api_keys WHERE user_id = :user ORDER BY id DESC", user=user_id)  # noqa: S608 - same


def delete_key(tx: TenantTx, user_id: UUID, key_id: UUID) -> bool:
    """Delete a key of this person; False if there is no such."""
    return tx.execute("DELETE FROM api_keys WHERE id = :id AND user_id = :user", id=key_id, user=user_id) > 0


def delete_keys(tx: TenantTx, user_id: UUID) -> list[str]:
    """Delete every key of a person; return how they began."""
    return [row[0] for row in tx.rows("DELETE FROM api_keys WHERE user_id = :user RETURNING prefix", user=user_id)]
