"""Reading the chart: institutions, accounts and categories."""

from typing import Any
from uuid import UUID

from purser.store.paging import Listing, Order, Page, Slice, page
from purser.store.postgres import TenantTx

BY_NAME = Order("name", "name")

_ACCOUNTS = Listing(
    columns="""
        t.id, t.name, t.bank, t.institution_id, i.name AS institution, t.kind, t.currency, t.number_masked,
        t.balance::text AS balance, t.balance_date,
        (SELECT coalesce(sum(m.count), 0)::bigint FROM monthly_totals AS m WHERE m.account_id = t.id) AS transactions,
        (SELECT c.status FROM linked_accounts AS l JOIN connections AS c ON c.id = l.connection_id
            WHERE l.account_id = t.id LIMIT 1) AS connection
    """,
    source="accounts AS t JOIN institutions AS i ON i.id = t.institution_id",
)
_INSTITUTIONS = Listing("t.id, t.bank, t.name", "institutions AS t")
_CATEGORIES = Listing("t.id, t.name, t.type, t.parent_id", "categories AS t")


def accounts_page(tx: TenantTx, wanted: Slice) -> Page:
    """Return accounts; `transactions` counts the booked ones."""
    return page(tx, _ACCOUNTS, wanted)


def account(tx: TenantTx, account_id: UUID) -> dict[str, Any] | None:
    """Return one account, None if the organisation has no such."""
    found = tx.items(f"SELECT {_ACCOUNTS.columns} FROM {_ACCOUNTS.source} WHERE t.id = :id", id=account_id)  # noqa: S608 - our own SQL
    return found[0] if found else None


def institutions_page(tx: TenantTx, wanted: Slice) -> Page:
    """Return institutions."""
    return page(tx, _INSTITUTIONS, wanted)


def categories_page(tx: TenantTx, wanted: Slice) -> Page:
    """Return categories; `parent_id` makes them a tree."""
    return page(tx, _CATEGORIES, wanted)
