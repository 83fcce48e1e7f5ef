"""Prove that a trail is as it was written, or name the first entry that is not."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from purser.store import audit
from purser.store.audit import Head, Link
from purser.store.postgres import TenantTx


@dataclass(frozen=True, slots=True)
class Break:
    """The first entry that is not as it was written; `seq` is its place, from 1."""

    seq: int
    reason: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a trail proved to be. `hash` is that of its last good entry.

    Written down elsewhere, it shows later that nothing before it was replaced, not even by somebody who owns the database.
    """

    entries: int
    hash: bytes
    broken: Break | None


def verify_audit(tx: TenantTx) -> Verdict:
    """Check the whole trail of the organisation."""
    head = audit.head(tx)
    return verify(tx.org_id, audit.links(tx), head)


def verify(org_id: UUID, links: Iterable[Link], head: Head | None) -> Verdict:
    """Follow the chain from its beginning to `head`, hashing anew what every entry says."""
    seq, last = 0, beginning(org_id)
    for link in links:
        reason = _wrong(link, seq + 1, last)
        if reason:
            return Verdict(seq, last, Break(seq + 1, reason))
        seq, last = link.seq, link.hash
        if head is not None and seq == head.seq and last != head.hash:
            return Verdict(seq, last, Break(seq, "It is not the entry that the head of the trail remembers."))
    if head is not None and seq < head.seq:
        return Verdict(seq, last, Break(seq + 1, f"It is missing, and all after it: the trail once had {head.seq} entries."))
    if head is None and seq:
        return Verdict(seq, last, Break(seq, "The head of the trail is missing."))
    return Verdict(seq, last, None)


def beginning(org_id: UUID) -> bytes:
    """Return what the first entry is chained to."""
    return hashlib.sha256(str(org_id).encode()).digest()


def content(fields: Iterable[str | None]) -> str:
    """Write an entry as it is hashed: every field with its length in bytes, or - for none."""
    return ",".join("-" if field is None else f"{len(field.encode())}:{field}" for field in fields)


def _wrong(link: Link, expected: int, last: bytes) -> str:
    if link.seq != expected:
        return f"It is missing; the next there is has the number {link.seq}."
    if link.previous != last:
        return "It does not follow from the entry before it."
    if hashlib.sha256(last + content(link.fields).encode()).digest() != link.hash:
        return "What it says is not what was written."
    return ""
