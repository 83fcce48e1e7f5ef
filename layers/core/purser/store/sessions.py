"""Sessions as rows of refresh tokens, hashed. Every use of a token makes the next of its family; a family is one sign-in."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from purser.domain.ids import uuid7
from purser.store.audit import Origin
from purser.store.postgres import Connection, TenantTx


@dataclass(frozen=True, slots=True)
class Session:
    """What is stored of one refresh token."""

    id: UUID
    user_id: UUID
    family: UUID
    expires_at: dt.datetime
    used: bool
    revoked: bool


@dataclass(frozen=True, slots=True)
class Grant:
    """A refresh token to store, as its hash."""

    user_id: UUID
    family: UUID
    token_hash: bytes
    expires_at: dt.datetime


def organization_of(connection: Connection, token_hash: bytes) -> UUID | None:
    """Return whose organisation a refresh token is, None if it is nobody's: the one look across organisations."""
    found = connection.run("SELECT org_id FROM sessions WHERE token_hash = :hash", hash=token_hash)
    return found[0][0] if found else None


def lock_session(tx: TenantTx, token_hash: bytes) -> Session | None:
    """Return the session of a token, locked until the transaction ends: of two uses at once the second sees the first."""
    found = tx.one(
        """
        SELECT id, user_id, family, expires_at, used_at IS NOT NULL, revoked_at IS NOT NULL
        FROM sessions WHERE token_hash = :hash FOR UPDATE
        """,
        hash=token_hash,
    )
    return Session(*found) if found else None


def insert_session(tx: TenantTx, grant: Grant, origin: Origin) -> None:
    """Insert a refresh token of a family."""
    tx.execute(
        """
        INSERT INTO sessions (id, org_id, user_id, family, token_hash, expires_at, user_agent, ip)
        VALUES (:id, :org, :user, :family, :hash, :expires_at, :user_agent, :ip)
        """,
        id=uuid7(),
        org=tx.org_id,
        user=grant.user_id,
        family=grant.family,
        hash=grant.token_hash,
        expires_at=grant.expires_at,
        user_agent=origin.user_agent,
        ip=origin.ip,
    )


def mark_used(tx: TenantTx, session_id: UUID) -> None:
    """Remember that a token was exchanged; it must not come again."""
    tx.execute("UPDATE sessions SET used_at = now() WHERE id = :id", id=session_id)


def revoke_family(tx: TenantTx, family: UUID) -> int:
    """End a sign-in: none of its tokens works any more. Return how many were still open."""
    return tx.execute("UPDATE sessions SET revoked_at = now() WHERE family = :family AND revoked_at IS NULL", family=family)
