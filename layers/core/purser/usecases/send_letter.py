"""Send the letter that an event asks for, with a link that is made only now: nobody but its reader has seen it."""

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from purser.access.secrets import digest, new_secret_of
from purser.domain.ids import uuid8
from purser.store import mailed_links, people
from purser.store.mailed_links import Link
from purser.store.people import Person
from purser.store.postgres import Connection, TenantTx, tenant_tx
from purser.usecases.letters import Letter, write

LIFETIME = dt.timedelta(minutes=30)
AN_HOUR = 4
"""Links of one purpose that a person is sent within an hour: nobody's mailbox is to be filled by somebody else."""
WITH_LINK = frozenset({"reset", "invitation", "confirmation"})


class Post(Protocol):
    """Who carries letters."""

    def send(self, letter: Letter, to: str) -> None:
        """Send one."""
        ...


@dataclass(frozen=True, slots=True)
class Wanted:
    """A letter that was asked for: the event's id and what it says, {kind, org_id, user_id} or {kind, email}."""

    event_id: str
    detail: Mapping[str, Any]

    @property
    def kind(self) -> str:
        """Which of `letters.KINDS`."""
        return str(self.detail["kind"])

    @property
    def link_id(self) -> UUID:
        """The same for the same event, which may come twice."""
        return uuid8(hashlib.sha256(f"letter {self.event_id}".encode()).digest())


def send_letter(connection: Connection, post: Post, wanted: Wanted, site: str) -> bool:
    """Send it; False if there is nobody to send it to, or it was sent before, or too many were. `site` is where links lead.

    The link is stored in the transaction in which it is sent: what SES refuses is tried again with another.
    """
    reader = _reader(connection, wanted)
    if reader is None:
        return False
    with tenant_tx(connection, reader[0]) as tx:
        person = people.person(tx, reader[1])
        if person is None or (wanted.kind == "reset" and people.password_hash(tx, person.id) is None):
            return False
        link = ""
        if wanted.kind in WITH_LINK:
            token = new_secret_of(tx.org_id)
            link = f"{site}/#{wanted.kind}={token}"
            if not _store(tx, wanted, person, token):
                return False
        post.send(write(wanted.kind, _names(tx, person, wanted), link), person.email)
        return True


def _reader(connection: Connection, wanted: Wanted) -> tuple[UUID, UUID] | None:
    if "email" in wanted.detail:
        found = people.find_user(connection, str(wanted.detail["email"]))
        return (found[1], found[0]) if found else None
    return UUID(str(wanted.detail["org_id"])), UUID(str(wanted.detail["user_id"]))


def _store(tx: TenantTx, wanted: Wanted, person: Person, token: str) -> bool:
    if mailed_links.count_lately(tx, person.id, wanted.kind) >= AN_HOUR:
        return False
    expires_at = dt.datetime.now(dt.UTC) + LIFETIME
    return mailed_links.insert_link(tx, Link(wanted.link_id, person.id, wanted.kind, digest(token), expires_at))


def _names(tx: TenantTx, person: Person, wanted: Wanted) -> dict[str, str]:
    inviting = wanted.detail.get("invited_by")
    by = people.person(tx, UUID(str(inviting))) if inviting else None
    return {"organization": person.organization_name, "person": by.email if by else "An administrator"}
