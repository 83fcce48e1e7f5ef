"""Accounts: found, added and kept up to date by imports."""

from collections.abc import Iterable
from uuid import UUID

from purser.domain.accounts import BANK_NAMES, Account
from purser.domain.balances import Known
from purser.domain.ids import uuid7
from purser.store.postgres import TenantTx

_SELECT = "SELECT id, bank, kind, name, currency, identity, number_masked FROM accounts"


def accounts_at(tx: TenantTx, bank: str) -> list[Account]:
    """Return the organisation's accounts at a bank, the oldest first."""
    return [_account(row) for row in tx.rows(f"{_SELECT} WHERE bank = :bank ORDER BY created_at, id", bank=bank)]


def every_account(tx: TenantTx) -> list[Account]:
    """Return all of the organisation's accounts, the oldest first."""
    return [_account(row) for row in tx.rows(f"{_SELECT} ORDER BY created_at, id")]


def account(tx: TenantTx, account_id: UUID) -> Account | None:
    """Return one account, None if the organisation has no such."""
    found = tx.one(f"{_SELECT} WHERE id = :id", id=account_id)
    return _account(found) if found else None


def add_accounts(tx: TenantTx, accounts: Iterable[Account]) -> None:
    """Add accounts, and their institutions, unless another import just did; in one order everywhere, against deadlocks."""
    for new in sorted(accounts, key=lambda account: account.id):
        tx.execute(
            "INSERT INTO accounts (org_id, institution_id, id, bank, kind, name, currency, identity, number_masked)"
            " VALUES (:org_id, :institution_id, :id, :bank, :kind, :name, :currency, :identity, :number_masked)"
            " ON CONFLICT DO NOTHING",
            org_id=tx.org_id,
            institution_id=_institution(tx, new.bank),
            id=new.id,
            bank=new.bank,
            kind=new.kind,
            name=new.name,
            currency=new.currency,
            identity=new.identity,
            number_masked=new.number_masked,
        )


def lock_accounts(tx: TenantTx, account_ids: Iterable[UUID]) -> None:
    """Wait until no other import writes to these accounts; held until the transaction ends. Always in one order: no deadlock."""
    for account_id in sorted(account_ids):
        tx.rows("SELECT pg_advisory_xact_lock(hashtextextended(:account, 0))", account=f"{tx.org_id}/{account_id}")


def keep_balance(tx: TenantTx, import_id: UUID, account_id: UUID, known: Known) -> None:
    """Remember what a file said of the account's balance, and set it unless a newer one is known."""
    tx.execute(
        "INSERT INTO import_balances (org_id, import_id, account_id, date, amount)"
        " VALUES (:org_id, :import_id, :id, :day, :amount)"
        " ON CONFLICT (import_id, account_id) DO UPDATE SET date = excluded.date, amount = excluded.amount",
        org_id=tx.org_id,
        import_id=import_id,
        id=account_id,
        day=known.date,
        amount=known.amount,
    )
    update_balance(tx, account_id, known)


def update_balance(tx: TenantTx, account_id: UUID, known: Known) -> None:
    """Set the account's balance unless a newer one is known."""
    tx.execute(
        "UPDATE accounts SET balance = :amount, balance_date = :day"
        " WHERE id = :id AND (balance_date IS NULL OR balance_date <= :day)",
        amount=known.amount,
        day=known.date,
        id=account_id,
    )


def _institution(tx: TenantTx, bank: str) -> UUID:
    name = BANK_NAMES.get(bank, bank)
    tx.execute(
        "INSERT INTO institutions (id, org_id, bank, name) VALUES (:id, :org_id, :bank, :name)"
        " ON CONFLICT (org_id, bank, name) DO NOTHING",
        id=uuid7(),
        org_id=tx.org_id,
        bank=bank,
        name=name,
    )
    found: UUID = tx.rows("SELECT id FROM institutions WHERE bank = :bank AND name = :name", bank=bank, name=name)[0][0]
    return found


def _account(row: list[object]) -> Account:
    names = ("id", "bank", "kind", "name", "currency", "identity", "number_masked")
    return Account(**dict(zip(names, row, strict=True)))  # type: ignore[arg-type] # the columns' types are the fields'
