"""Link a bank through an aggregator, mend a link, end it."""

from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from uuid import UUID

from purser.domain.connections import Connector, ConnectorError, FeedAccount, Grant, Item, LinkToken, SignInOpenError, SyncOrder
from purser.domain.errors import ConflictError, NotFoundError
from purser.domain.ids import uuid7
from purser.store import audit, connections
from purser.store.audit import Deed, Origin
from purser.store.connections import Connection, Linked
from purser.store.kms import Vault
from purser.store.postgres import TenantTx
from purser.usecases.feed_accounts import accounts_for

Ledger = Callable[[], AbstractContextManager[TenantTx]]
"""Opens a transaction of the caller's organisation."""
Aggregators = Callable[[str], "Aggregator"]
"""Finds an aggregator by its name."""
BY_PERSON = "person"
"""The reason of an order that a person gave."""


@dataclass(frozen=True, slots=True)
class Aggregator:
    """A connector by its name, and the vault for the access tokens that it gives."""

    name: str
    connector: Connector
    vault: Vault
    webhook: str
    """Where it may report changes."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does it, and from where."""

    org_id: UUID
    user_id: UUID
    origin: Origin


def open_link(aggregator: Aggregator, actor: Actor) -> LinkToken:
    """Return what the aggregator's sign-in page needs to link a bank."""
    return aggregator.connector.link_token(str(actor.user_id), aggregator.webhook)


def open_mending(ledger: Ledger, aggregators: Aggregators, actor: Actor, connection_id: UUID) -> LinkToken:
    """Return what the sign-in page of a connection's aggregator needs to sign in at its bank again."""
    found = _needed(ledger, connection_id)
    aggregator = aggregators(found.connector)
    access_token = aggregator.vault.open(actor.org_id, found.sealed_token)
    return aggregator.connector.link_token(str(actor.user_id), aggregator.webhook, access_token)


def signed_in(aggregator: Aggregator, link_token: str) -> str:
    """Return the public token of a sign-in on the aggregator's own page; ConflictError while there is none, or none will be."""
    try:
        return aggregator.connector.public_token(link_token)
    except SignInOpenError as still:
        raise ConflictError(still.message, code=still.code) from still


def link_bank(ledger: Ledger, aggregator: Aggregator, actor: Actor, public_token: str) -> SyncOrder:
    """Turn what the sign-in page gave into a connection; return the order for its first reading.

    ConflictError: some of its accounts are linked already, together with others. If it cannot be kept, the grant is ended.
    """
    grant = aggregator.connector.exchange(public_token)
    try:
        item = aggregator.connector.item(grant.access_token)
        accounts = aggregator.connector.accounts(grant.access_token)
        aggregator.connector.set_webhook(grant.access_token, aggregator.webhook)
        connection_id, replaced = _save(ledger, aggregator, actor, _Granted(grant, item, accounts))
    except Exception:
        aggregator.connector.remove(grant.access_token)
        raise
    for old in replaced:
        with suppress(ConnectorError):  # what cannot be ended now is no reason to undo the new link; nobody reads it any more
            aggregator.connector.remove(aggregator.vault.open(actor.org_id, old.sealed_token))
    return _order(actor, connection_id)


def order_sync(ledger: Ledger, actor: Actor, connection_id: UUID) -> SyncOrder:
    """Return the order to bring a connection up to date; NotFoundError if there is none."""
    return _order(actor, _needed(ledger, connection_id).id)


def unlink_bank(ledger: Ledger, aggregators: Aggregators, actor: Actor, connection_id: UUID) -> None:
    """End a connection at its aggregator and forget it. Accounts and transactions stay."""
    found = _needed(ledger, connection_id)
    aggregator = aggregators(found.connector)
    aggregator.connector.remove(aggregator.vault.open(actor.org_id, found.sealed_token))
    with ledger() as tx:
        connections.forget_connection(tx, found.id)
        before = {"institution": found.institution, "connector": found.connector}
        deed = Deed(action="unlink", subject_type="connection", subject_id=found.id, before=before)
        audit.record(tx, actor.user_id, deed, actor.origin)


@dataclass(frozen=True, slots=True)
class _Granted:
    grant: Grant
    item: Item
    accounts: list[FeedAccount]


def _save(ledger: Ledger, aggregator: Aggregator, actor: Actor, new: _Granted) -> tuple[UUID, list[Connection]]:
    """Store the connection; return it and those that it takes the place of."""
    sealed = aggregator.vault.seal(actor.org_id, new.grant.access_token)
    with ledger() as tx:
        linked = accounts_for(tx.org_id, aggregator.name, new.item.institution, new.accounts)
        replaced = _replaced(tx, new.grant.item_id, {account.id for account in linked.values()})
        wanted = Connection(
            id=uuid7(),
            connector=aggregator.name,
            item_id=new.grant.item_id,
            institution=new.item.institution,
            sealed_token=sealed,
        )
        connection_id = connections.save_connection(tx, wanted, new.item.consent_expires_at, actor.user_id)
        pairs = [Linked(name, account) for name, account in linked.items()]
        connections.link_accounts(tx, connection_id, aggregator.name, new.item.institution, pairs)
        after = {"institution": new.item.institution, "connector": aggregator.name, "accounts": len(pairs)}
        deed = Deed(action="link", subject_type="connection", subject_id=connection_id, after=after)
        audit.record(tx, actor.user_id, deed, actor.origin)
    return connection_id, replaced


def _replaced(tx: TenantTx, item_id: str, account_ids: set[UUID]) -> list[Connection]:
    """Forget the connections whose every account the new one has: two feeds of one account would tell everything twice."""
    rivals = [rival for rival in connections.connections_feeding(tx, account_ids) if rival.item_id != item_id]
    for rival in rivals:
        if not set(connections.linked_accounts(tx, rival.id).values()) <= account_ids:
            message = f"Some of these accounts are linked already, by {rival.institution}. Remove that connection first."
            raise ConflictError(message, code="ALREADY_LINKED")
        connections.forget_connection(tx, rival.id)
    return rivals


def _needed(ledger: Ledger, connection_id: UUID) -> Connection:
    with ledger() as tx:
        found = connections.connection(tx, connection_id)
    if found is None:
        raise NotFoundError("There is no such connection.")
    return found


def _order(actor: Actor, connection_id: UUID) -> SyncOrder:
    return SyncOrder(
        org_id=actor.org_id, connection_id=connection_id, reason=BY_PERSON, correlation_id=actor.origin.request_id or None
    )
