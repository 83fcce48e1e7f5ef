"""Sessions as rows of refresh tokens, hashed. Every use of a token makes the next of its family; a family is one sign-in."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
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
    second_factor: bool


@dataclass(frozen=True, slots=True)
class Grant:
    """A refresh token to store, as its hash."""

    user_id: UUID
    family: UUID
    token_hash: bytes
    expires_at: dt.datetime
    second_factor: bool = False


def organization_of(connection: Connection, token_hash: bytes) -> UUID | None:
    """Return whose organisation a refresh token is, None if it is nobody's: the one look across organisations."""
    found = connection.run("SELECT org_id FROM sessions WHERE token_hash = :hash", hash=token_hash)
    return found[0][0] if found else None


def lock_session(tx: TenantTx, token_hash: bytes) -> Session | None:
    """Return the session of a token, locked until the transaction ends: of two uses at once the second sees the first."""
    found = tx.one(
        """
        SELECT id, user_id, family, expires_at, used_at IS NOT NULL, revoked_at IS NOT NULL, second_factor
        FROM sessions WHERE token_hash = :hash FOR UPDATE
        """,
        hash=token_hash,
    )
    return Session(*found) if found else None


def insert_session(tx: TenantTx, grant: Grant, origin: Origin) -> None:
    """Insert a refresh token of a family."""
    tx.execute(
        """
        INSERT INTO sessions (id, org_id, user_id, family, token_hash, expires_at, second_factor, user_agent, ip)
        VALUES (:id, :org, :user, :family, :hash, :expires_at, :second_factor, :user_agent, :ip)
        """,
        id=uuid7(),
        org=tx.org_id,
        user=grant.user_id,
        family=grant.family,
        hash=grant.token_hash,
        expires_at=grant.expires_at,
        second_factor=grant.second_factor,
        user_agent=origin.user_agent,
        ip=origin.ip,
    )


def mark_used(tx: TenantTx, session_id: UUID) -> None:
    """Remember that a token was exchanged; it must not come again."""
    tx.execute("UPDATE sessions SET used_at = now() WHERE id = :id", id=session_id)


def revoke_family(tx: TenantTx, family: UUID) -> int:
    """End a sign-in: none of its tokens works any more. Return how many were still open."""
    return tx.execute("UPDATE sessions SET revoked_at = now() WHERE family = :family AND revoked_at IS NULL", family=family)


def revoke_family_of(tx: TenantTx, user_id: UUID, family: UUID) -> int:
    """End a sign-in of this person and of nobody else; return how many of its tokens were still open."""
    return tx.execute(
        "UPDATE sessions SET revoked_at = now() WHERE family = :family AND user_id = :user AND revoked_at IS NULL",
        family=family,
        user=user_id,
    )


def revoke_all(tx: TenantTx, user_id: UUID, but: UUID | None = None) -> None:
    """End every sign-in of a person, except perhaps one."""
    tx.execute(
        """
        UPDATE sessions SET revoked_at = now()
        WHERE user_id = :user AND revoked_at IS NULL AND family IS DISTINCT FROM CAST(:but AS uuid)
        """,
        user=user_id,
        but=but,
    )


def is_open(tx: TenantTx, family: UUID) -> bool:
    """Tell whether a sign-in can still be renewed."""
    found = tx.one("SELECT EXISTS (SELECT FROM sessions WHERE family = :family AND revoked_at IS NULL)", family=family)
    return bool(found and found[0])


def note_second_factor(tx: TenantTx, family: UUID) -> None:
    """Note that whoever signed in has shown a second factor meanwhile."""
    tx.execute("UPDATE sessions SET second_factor = true WHERE family = :family", family=family)


def devices(tx: TenantTx, user_id: UUID) -> list[dict[str, Any]]:
    """Return the open sign-ins of a person as {id, created_at, last_used_at, ip, user_agent, second_factor}, the latest first."""
    return tx.items(
        """
        SELECT s.family AS id, (SELECT min(f.created_at) FROM sessions AS f WHERE f.family = s.family) AS created_at,
               s.created_at AS last_used_at, s.ip, s.user_agent, s.second_factor
        FROM sessions AS s WHERE s.user_id = :user AND s.used_at IS NULL AND s.revoked_at IS NULL AND s.expires_at > now()
        ORDER BY s.created_at DESC
        """,
        user=user_id,
    )


def knows_address(tx: TenantTx, user_id: UUID, address: str) -> bool:
    """Tell whether the person has signed in from there, or opened a letter of ours there, within a month."""
    found = tx.one(
        """
        SELECT EXISTS (SELECT FROM sessions WHERE user_id = :user AND ip = :ip AND created_at > m.ago)
            OR EXISTS (SELECT FROM mailed_links WHERE user_id = :user AND used_from = :ip AND used_at > m.ago)
        FROM (SELECT now() - interval '30 days' AS ago) AS m
        """,
        user=user_id,
        ip=address,
    )
    return bool(found and found[0])
