"""Bring the ledger up to date with a bank that is linked through an aggregator."""

import datetime as dt
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from purser.domain.accounts import Account, AccountBook
from purser.domain.balances import Known
from purser.domain.connections import (
    ConnectionStatus,
    Connector,
    ConnectorBusyError,
    ConnectorError,
    FeedAccount,
    GrantEndedError,
    Item,
    ReconnectError,
    SyncOrder,
)
from purser.domain.ids import uuid7
from purser.domain.statements import Ignored
from purser.domain.statements import Item as StatementItem
from purser.domain.transactions import Fingerprints
from purser.store import audit, connections, feeds
from purser.store.accounts import lock_accounts, update_balance
from purser.store.audit import Deed, Origin
from purser.store.categories import category_ids
from purser.store.connections import Connection, Linked
from purser.store.feeds import FeedImport, FeedMerged, Told
from purser.store.kms import Vault
from purser.store.outbox import add_event
from purser.store.postgres import Connection as Database
from purser.store.postgres import TenantTx, tenant_tx
from purser.store.staging import stage
from purser.usecases.feed_accounts import accounts_for, stranger
from purser.usecases.filing import Clerk
from purser.usecases.read_feed import Changes, read_feed

TRIES = 3
NOTICE = dt.timedelta(days=7)
"""How long before its consent ends a connection is said to be expiring."""
ENDING = frozenset({"PENDING_DISCONNECT", "PENDING_EXPIRATION"})
"""Webhooks that announce the end, of which the item itself may say nothing."""

MENDED = frozenset({"LOGIN_REPAIRED", "person"})
"""Reasons after which an announced end is forgotten."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Synced:
    """What came of an order. `status` is the connection's, None if there is none; without news there is no import."""

    org_id: UUID
    connection_id: UUID
    status: ConnectionStatus | None
    import_id: UUID | None = None
    rows_read: int = 0
    imported: int = 0
    pending: int = 0
    duplicates: int = 0
    rejected: int = 0
    ignored: int = 0


@dataclass(frozen=True, slots=True)
class _News:
    """All that the aggregator says of a connection, read outside of any transaction."""

    item: Item
    accounts: list[FeedAccount]
    changes: Changes


@dataclass(slots=True)
class _FeedBook(AccountBook):
    """The accounts that the aggregator named, by its ids; one that it did not name is added under its id."""

    linked: Mapping[str, Account] = field(default_factory=dict)

    def account_of(self, text: str, currency: str) -> Account:
        """Find the account of a row."""
        if text in self.linked:
            return self.linked[text]
        if text not in self._found:
            self._found[text] = stranger(self.org_id, self.bank, text, currency)
            self.new.append(self._found[text])
        return self._found[text]

    def strangers(self) -> list[Linked]:
        """Return the accounts that rows brought up."""
        return [Linked(name, account) for name, account in self._found.items()]


def sync_connection(order: SyncOrder, database: Database, connector_of: Callable[[str], Connector], vault: Vault) -> Synced:
    """Read what is new and file it, with the cursor behind it, in one transaction.

    Harmless to repeat. A connection that needs a person is marked so and is no failure. ConnectorError: the aggregator
    refuses; ConnectorBusyError: try later.
    """
    for _ in range(TRIES):
        with tenant_tx(database, order.org_id) as tx:
            found = connections.connection(tx, order.connection_id)
        if found is None:
            return Synced(org_id=order.org_id, connection_id=order.connection_id, status=None)
        done = _sync(order, found, database, connector_of(found.connector), vault.open(order.org_id, found.sealed_token))
        if done is not None:
            return done
    raise ConnectorBusyError("Others are bringing this connection up to date at the same time.", code="SYNCS_COLLIDE")


def _sync(order: SyncOrder, found: Connection, database: Database, connector: Connector, access_token: str) -> Synced | None:
    """Sync from the cursor found; None if another sync has moved it meanwhile."""
    try:
        news = _ask(connector, access_token, found)
    except ReconnectError as refused:
        return _settle(order, found, database, "sign_in_needed", refused)
    except GrantEndedError as refused:
        return _settle(order, found, database, "revoked", refused)
    except ConnectorError as refused:
        _settle(order, found, database, found.status, refused)
        raise
    with tenant_tx(database, order.org_id) as tx:
        current = connections.connection(tx, found.id, lock=True)
        if current is None or current.cursor != found.cursor or current.sealed_token != found.sealed_token:
            return None
        return _file(tx, order, current, news)


def _ask(connector: Connector, access_token: str, found: Connection) -> _News:
    item = connector.item(access_token)
    if item.status != "connected":
        return _News(item, [], Changes(found.cursor, ready=False))
    return _News(item, connector.accounts(access_token), read_feed(connector, access_token, found.cursor))


def _settle(order: SyncOrder, found: Connection, database: Database, status: ConnectionStatus, refused: ConnectorError) -> Synced:
    """Mark what is wrong with a connection, unless it has been linked anew meanwhile."""
    with tenant_tx(database, order.org_id) as tx:
        current = connections.connection(tx, found.id, lock=True)
        if current is not None and current.sealed_token == found.sealed_token:
            error = {"code": refused.code, "message": refused.message}
            item = Item(item_id=found.item_id, institution=found.institution, status=status, error=error)
            _record(tx, order, current, _set_condition(tx, order, current, item))
    return Synced(org_id=order.org_id, connection_id=found.id, status=status)


def _file(tx: TenantTx, order: SyncOrder, found: Connection, news: _News) -> Synced:
    """Everything that the feed says, or nothing of it."""
    status = _set_condition(tx, order, found, news.item)
    if not news.changes.ready:
        _record(tx, order, found, status)
        return Synced(org_id=tx.org_id, connection_id=found.id, status=status)
    book = _link(tx, found, news.accounts)
    import_id, clerk, merged = _merge(tx, found, book, news.changes)
    connections.advance(tx, found.id, news.changes.cursor)
    if not clerk.tally.rows and not merged.account_ids:
        _record(tx, order, found, status)
        return Synced(org_id=tx.org_id, connection_id=found.id, status=status)
    done = FeedImport(
        id=import_id,
        bank=found.connector,
        institution=found.institution,
        tally=clerk.tally,
        merged=merged,
        correlation_id=order.correlation_id,
    )
    feeds.record_import(tx, done)
    _announce(tx, done)
    _record(tx, order, found, status, done)
    return Synced(
        org_id=tx.org_id,
        connection_id=found.id,
        status=status,
        import_id=import_id,
        rows_read=clerk.tally.rows,
        imported=merged.imported,
        pending=clerk.tally.pending,
        duplicates=merged.duplicates,
        rejected=clerk.tally.rejected,
        ignored=clerk.tally.ignored,
    )


def _link(tx: TenantTx, found: Connection, told: list[FeedAccount]) -> _FeedBook:
    """Add accounts that are new, and take over the balances of all."""
    linked = accounts_for(tx.org_id, found.connector, found.institution, told)
    pairs = [Linked(name, account) for name, account in linked.items()]
    connections.link_accounts(tx, found.id, found.connector, found.institution, pairs)
    today = dt.datetime.now(dt.UTC).date()
    for feed in told:
        if feed.balance is not None:
            update_balance(tx, linked[feed.account_id].id, Known(today, feed.balance))
    return _FeedBook(tx.org_id, found.connector, "other", (), linked=linked)


def _merge(tx: TenantTx, found: Connection, book: _FeedBook, changes: Changes) -> tuple[UUID, Clerk, FeedMerged]:
    import_id, whole = uuid7(), found.cursor is None
    clerk = Clerk(book, category_ids(tx), Fingerprints(tx.org_id))
    stage(tx, clerk.rows(_items(changes)))
    connections.link_accounts(tx, found.id, found.connector, found.institution, book.strangers())
    account_ids = sorted(connections.linked_accounts(tx, found.id).values())
    lock_accounts(tx, account_ids)
    feeds.follow_bookings(tx, account_ids, changes.booked_of)
    if whole:
        feeds.adopt(tx, account_ids)
    told = Told(bank=found.connector, account_ids=account_ids, removed=changes.removed, whole=whole)
    return import_id, clerk, feeds.merge_feed(tx, import_id, told)


def _items(changes: Changes) -> Iterator[StatementItem]:
    yield from changes.rows
    booked = set(changes.booked_of.values())
    for line, name in enumerate(changes.removed, len(changes.rows) + 1):
        reason = "It was pending and is booked now." if name in booked else "The bank has taken it back."
        yield Ignored(line, json.dumps({"removed": name}), reason)


def _set_condition(tx: TenantTx, order: SyncOrder, found: Connection, item: Item) -> ConnectionStatus:
    """Mark how the connection is, and tell those who listen when it begins to need a person."""
    status = item.status
    if status == "connected" and _is_ending(order, found, item):
        status = "expiring"
    connections.set_condition(tx, found.id, status, item.error, item.consent_expires_at)
    if status not in {"connected", found.status}:
        detail = {"connection_id": found.id, "institution": found.institution, "status": status, "error": item.error}
        add_event(tx, "connection.needs_attention", detail, order.correlation_id)
    return status


def _record(tx: TenantTx, order: SyncOrder, found: Connection, status: ConnectionStatus, done: FeedImport | None = None) -> None:
    """Say on the trail what the bank changed here, if it did; last of all, for entries are written one after the other."""
    after: dict[str, Any] = {"status": status} if status != found.status else {}
    if done is not None:
        after |= {"import_id": done.id, "rows_read": done.tally.rows, "imported": done.merged.imported}
    if after:
        deed = Deed(action="sync", subject_type="connection", subject_id=found.id, before={"status": found.status}, after=after)
        audit.record(tx, None, deed, Origin(request_id=order.correlation_id or ""))


def _is_ending(order: SyncOrder, found: Connection, item: Item) -> bool:
    """Say whether the end is announced, by the item's consent or by a webhook now or earlier."""
    if item.consent_expires_at:
        return dt.datetime.fromisoformat(item.consent_expires_at) - dt.datetime.now(dt.UTC) < NOTICE
    return order.reason in ENDING or (found.status == "expiring" and order.reason not in MENDED)


def _announce(tx: TenantTx, done: FeedImport) -> None:
    if done.merged.account_ids:
        detail = {
            "import_id": done.id,
            "account_ids": done.merged.account_ids,
            "months": done.merged.months,
            "imported": done.merged.imported,
        }
        add_event(tx, "ledger.changed", detail, done.correlation_id)
