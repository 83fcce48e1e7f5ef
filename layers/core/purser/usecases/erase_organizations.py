"""Erase organisations whose grace is over, and files that their owners no longer want kept."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from purser.domain.connections import ConnectorError
from purser.domain.errors import ConflictError
from purser.store import organizations
from purser.store.connections import Connection as Link
from purser.store.connections import all_connections
from purser.store.kms import SealBrokenError
from purser.store.postgres import Connection, tenant_tx


class Shelves(Protocol):
    """Where files are."""

    def clear(self, org_id: UUID) -> int:
        """Delete everything of an organisation; return how much that was."""
        ...

    def forget_originals(self, org_id: UUID, days: int) -> int:
        """Delete statement files that came longer ago; return how many."""
        ...


EndLink = Callable[[UUID, Link], None]
"""Tell an aggregator that we read a bank no longer."""


@dataclass(slots=True)
class Swept:
    """What a sweep did. `links_left` counts links that the aggregator would not end; nobody can use them any more."""

    erased: int = 0
    files: int = 0
    forgotten: int = 0
    links_left: int = 0


def erase_organizations(connection: Connection, shelves: Shelves, end_link: EndLink) -> Swept:
    """Sweep once. Harmless to repeat: files go first, so that a sweep that was cut short is taken up by the next.

    A file that was still on its way when its organisation was erased is found within the week.
    """
    done = Swept()
    for org_id in organizations.organizations_to_erase(connection):
        done.links_left += _end_links(connection, org_id, end_link)
        done.files += shelves.clear(org_id)
        with tenant_tx(connection, org_id) as tx:
            organizations.erase(tx)
        done.erased += 1
    for org_id in organizations.organizations_erased_lately(connection):
        done.files += shelves.clear(org_id)
    for org_id, days in organizations.organizations_that_forget(connection):
        done.forgotten += shelves.forget_originals(org_id, days)
        with tenant_tx(connection, org_id) as tx:
            organizations.forget_originals(tx, days)
    return done


def _end_links(connection: Connection, org_id: UUID, end_link: EndLink) -> int:
    with tenant_tx(connection, org_id) as tx:
        links = all_connections(tx)
    left = 0
    for link in links:
        try:
            end_link(org_id, link)
        except (ConnectorError, ConflictError, SealBrokenError):  # no reason to keep what somebody wants erased; counted
            left += 1
    return left
