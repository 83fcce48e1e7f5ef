"""Connections to banks through an aggregator, and the accounts behind them."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from purser.domain.accounts import Account
from purser.domain.connections import ConnectionStatus
from purser.domain.ids import uuid7
from purser.store.paging import Listing, Order, Page, Slice, page, read_time
from purser.store.postgres import Connection as Database
from purser.store.postgres import TenantTx


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """One login at one bank. `sealed_token` opens with the vault only."""

    id: UUID
    connector: str
    item_id: str
    institution: str
    sealed_token: bytes = field(repr=False)
    cursor: str | None = None
    status: ConnectionStatus = "connected"


@dataclass(frozen=True, slots=True)
class Linked:
    """An account of the aggregator and the account of ours that it is."""

    provider_account_id: str
    account: Account


_SELECT = "SELECT id, connector, item_id, institution, access_token, cursor, status"
_FEEDING = f"{_SELECT} FROM connections WHERE id IN (SELECT connection_id FROM linked_accounts WHERE account_id = ANY(:ids))"  # noqa: S608 - ours
OLDEST_FIRST = Order("oldest", "created_at", read_time)
_LISTING = Listing(
    columns="""
        t.id, t.connector, t.institution, t.status, t.error, t.consent_expires_at, t.created_at, t.synced_at,
        coalesce((SELECT json_agg(json_build_object('id', a.id, 'name', a.name, 'kind', a.kind, 'currency', a.currency,
                'number_masked', a.number_masked) ORDER BY a.name, a.id)
            FROM linked_accounts AS l JOIN accounts AS a ON a.id = l.account_id WHERE l.connection_id = t.id), '[]') AS accounts
    """,
    source="connections AS t",
)


def save_connection(tx: TenantTx, new: Connection, consent_expires_at: str | None, created_by: UUID) -> UUID:
    """Add a connection, or give the one of the same item its new access token and let it begin anew; return its id."""
    found = tx.rows(
        """
        INSERT INTO connections AS c (id, org_id, connector, item_id, institution, access_token, consent_expires_at, created_by)
        VALUES (:id, :org, :connector, :item, :institution, :token, CAST(:consent AS timestamptz), :created_by)
        ON CONFLICT (connector, item_id) DO UPDATE SET access_token = excluded.access_token, cursor = NULL, status = 'connected',
            error = NULL, institution = excluded.institution, consent_expires_at = excluded.consent_expires_at
        RETURNING id
        """,
        id=new.id,
        org=tx.org_id,
        connector=new.connector,
        item=new.item_id,
        institution=new.institution,
        token=new.sealed_token,
        consent=consent_expires_at,
        created_by=created_by,
    )
    saved: UUID = found[0][0]
    return saved


def connection(tx: TenantTx, connection_id: UUID, *, lock: bool = False) -> Connection | None:
    """Return a connection, None if the organisation has no such; with `lock`, nobody else's until the transaction ends."""
    waiting = " FOR UPDATE" if lock else ""
    row = tx.one(f"{_SELECT} FROM connections AS c WHERE id = :id{waiting}", id=connection_id)
    return _connection(row) if row else None


def connections_feeding(tx: TenantTx, account_ids: Iterable[UUID]) -> list[Connection]:
    """Return the connections that feed any of these accounts."""
    rows = tx.rows(_FEEDING, ids=list(account_ids))
    return [_connection(row) for row in rows]


def all_connections(tx: TenantTx) -> list[Connection]:
    """Return every connection."""
    return [_connection(row) for row in tx.rows(f"{_SELECT} FROM connections")]


def forget_connection(tx: TenantTx, connection_id: UUID) -> None:
    """Delete a connection; accounts and transactions stay."""
    tx.execute("DELETE FROM connections WHERE id = :id", id=connection_id)


def set_condition(
    tx: TenantTx,
    connection_id: UUID,
    status: ConnectionStatus,
    error: Mapping[str, str] | None = None,
    consent_expires_at: str | None = None,
) -> None:
    """Say how the connection is."""
    tx.execute(
        "UPDATE connections SET status = :status, error = CAST(:error AS jsonb),"
        " consent_expires_at = coalesce(CAST(:consent AS timestamptz), consent_expires_at) WHERE id = :id",
        id=connection_id,
        status=status,
        error=json.dumps(error) if error else None,
        consent=consent_expires_at,
    )


def advance(tx: TenantTx, connection_id: UUID, cursor: str | None) -> None:
    """Remember where the next reading begins. In the same transaction as what was read before it, or not at all."""
    tx.execute("UPDATE connections SET cursor = :cursor, synced_at = now() WHERE id = :id", id=connection_id, cursor=cursor)


def link_accounts(tx: TenantTx, connection_id: UUID, connector: str, institution: str, linked: Iterable[Linked]) -> None:
    """Add the accounts that are new, and note which account of the aggregator each one is."""
    place = _institution(tx, connector, institution)
    for link in linked:
        new = link.account
        tx.execute(
            "INSERT INTO accounts (id, org_id, institution_id, bank, kind, name, currency, identity, number_masked)"
            " VALUES (:id, :org, :place, :bank, :kind, :name, :currency, :identity, :masked) ON CONFLICT DO NOTHING",
            id=new.id,
            org=tx.org_id,
            place=place,
            bank=new.bank,
            kind=new.kind,
            name=new.name,
            currency=new.currency,
            identity=new.identity,
            masked=new.number_masked,
        )
        tx.execute(
            "INSERT INTO linked_accounts (org_id, connection_id, provider_account_id, account_id)"
            " VALUES (:org, :connection, :provider, :account)"
            " ON CONFLICT (connection_id, provider_account_id) DO UPDATE SET account_id = excluded.account_id",
            org=tx.org_id,
            connection=connection_id,
            provider=link.provider_account_id,
            account=new.id,
        )


def linked_accounts(tx: TenantTx, connection_id: UUID) -> dict[str, UUID]:
    """Return the connection's accounts: the aggregator's id to ours."""
    rows = tx.rows("SELECT provider_account_id, account_id FROM linked_accounts WHERE connection_id = :id", id=connection_id)
    return dict(rows)


def connections_page(tx: TenantTx, wanted: Slice) -> Page:
    """Return connections with their accounts. No secret is among it."""
    return page(tx, _LISTING, wanted)


def shown_connection(tx: TenantTx, connection_id: UUID) -> dict[str, Any] | None:
    """Return one connection as the list shows it."""
    found = tx.items(f"SELECT {_LISTING.columns} FROM {_LISTING.source} WHERE t.id = :id", id=connection_id)  # noqa: S608 - our own SQL
    return found[0] if found else None


def connections_of_item(database: Database, connector: str, item_id: str) -> list[tuple[UUID, UUID]]:
    """Return (organisation, connection) of an item; the one question, beside the next, asked across organisations."""
    return _pairs(
        database.run(
            "SELECT org_id, connection_id FROM connections_of_item(:connector, :item)", connector=connector, item=item_id
        )
    )


def connections_to_sync(database: Database) -> list[tuple[UUID, UUID]]:
    """Return (organisation, connection) of every connection that may have news."""
    return _pairs(database.run("SELECT org_id, connection_id FROM connections_to_sync()"))


def _pairs(rows: list[list[Any]] | None) -> list[tuple[UUID, UUID]]:
    return [(org_id, connection_id) for org_id, connection_id in rows or ()]


def _institution(tx: TenantTx, bank: str, name: str) -> UUID:
    tx.execute(
        "INSERT INTO institutions (id, org_id, bank, name) VALUES (:id, :org, :bank, :name) ON CONFLICT DO NOTHING",
        id=uuid7(),
        org=tx.org_id,
        bank=bank,
        name=name,
    )
    found: UUID = tx.rows("SELECT id FROM institutions WHERE bank = :bank AND name = :name", bank=bank, name=name)[0][0]
    return found


def _connection(row: list[Any]) -> Connection:
    names = ("id", "connector", "item_id", "institution", "sealed_token", "cursor", "status")
    return Connection(**dict(zip(names, row, strict=True)))
