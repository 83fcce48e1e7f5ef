"""The trail of what people did. Rows are only ever added, and the database chains each to the one before it."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from purser.domain.ids import uuid7
from purser.store.postgres import TenantTx


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a request came from."""

    ip: str = ""
    user_agent: str = ""
    request_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """What was done to what, with the values before and after where there are such. No secret ever."""

    action: str
    subject_type: str
    subject_id: UUID | None = None
    before: Mapping[str, Any] | None = None
    after: Mapping[str, Any] | None = None


def record(tx: TenantTx, actor_id: UUID | None, deed: Deed, origin: Origin) -> None:
    """Add a deed to the organisation's trail, last of all in a transaction: until its end nobody else of it can add one."""
    tx.execute(
        """
        INSERT INTO audit_log (id, org_id, actor_id, action, subject_type, subject_id, before, after, ip, user_agent, request_id)
        VALUES (:id, :org, :actor, :action, :subject_type, :subject_id, CAST(:before AS jsonb), CAST(:after AS jsonb),
                :ip, :user_agent, :request_id)
        """,
        id=uuid7(),
        org=tx.org_id,
        actor=actor_id,
        action=deed.action,
        subject_type=deed.subject_type,
        subject_id=deed.subject_id,
        before=_json(deed.before),
        after=_json(deed.after),
        ip=origin.ip,
        user_agent=origin.user_agent,
        request_id=origin.request_id,
    )


def _json(values: Mapping[str, Any] | None) -> str | None:
    return None if values is None else json.dumps(values, default=str)


@dataclass(frozen=True, slots=True)
class Link:
    """An entry of the trail as what was hashed: `fields` are its columns as text, in the order of `audit_content` in SQL."""

    seq: int
    previous: bytes
    hash: bytes
    fields: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """Where the trail ends, as the database remembers beside it."""

    seq: int
    hash: bytes


AT_A_TIME = 5000
_LINKS = """
    SELECT a.seq, a.prev_hash, a.hash, a.seq::text, id::text, org_id::text,
        audit_time(at), actor_id::text, action, subject_type, subject_id::text,
        before::text, after::text, ip, user_agent, request_id
    FROM audit_log AS a WHERE a.seq > :after ORDER BY a.seq LIMIT :most
"""


def head(tx: TenantTx) -> Head | None:
    """Return where the trail ends; None if it has not begun. Read it before the links, for entries may be added meanwhile."""
    found = tx.one("SELECT seq, hash FROM audit_heads WHERE org_id = :org", org=tx.org_id)
    return Head(*found) if found else None


def links(tx: TenantTx) -> Iterator[Link]:
    """Return the whole trail, the oldest first."""
    last = 0
    while rows := tx.rows(_LINKS, after=last, most=AT_A_TIME):
        for seq, previous, hashed, *fields in rows:
            yield Link(seq, previous, hashed, tuple(fields))
        last = rows[-1][0]


def hash_at(tx: TenantTx, seq: int) -> bytes | None:
    """Return the hash of one entry, to compare with one written down earlier; None if there is no such entry."""
    found = tx.one("SELECT hash FROM audit_log WHERE seq = :seq", seq=seq)
    return bytes(found[0]) if found else None
