"""Accounts: what statements say of them, and the name and kind that people give them."""

import datetime as dt
from typing import Annotated, Literal
from uuid import UUID

from aws_lambda_powertools.event_handler.openapi.params import Body
from purser.access.permissions import MANAGE_ACCOUNTS, READ_TRANSACTIONS
from purser.domain.errors import NotFoundError
from purser.runtime.edge.declare import needs, resource
from purser.runtime.edge.parameters import Cursor, From, Limit, Signed
from purser.runtime.ledger import ledger
from purser.store import chart_read
from purser.store.paging import Slice
from purser.usecases.edit_account import edit_account
from pydantic import BaseModel, ConfigDict, StringConstraints

from api.shapes import Currency, Listed, Money

router = resource()

Kind = Literal["checking", "savings", "card", "cash", "investment", "loan", "other"]


class Account(BaseModel):
    """An account. `balance` is the latest that a statement told; `transactions` counts the booked ones.

    `connection` is the status of the linked bank that keeps it up to date, null if none does.
    """

    id: UUID
    name: str
    bank: str
    institution_id: UUID
    institution: str
    kind: Kind
    currency: Currency
    number_masked: str | None
    balance: Money | None
    balance_date: dt.date | None
    transactions: int
    connection: Literal["connected", "sign_in_needed", "expiring", "revoked"] | None


class AccountChanges(BaseModel):
    """What people may say of an account; what is left out stays."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)] | None = None
    kind: Kind | None = None


@router.get("/api/accounts", summary="List accounts", tags=["accounts"], **needs(READ_TRANSACTIONS))
def list_accounts(caller: Signed, limit: Limit = 50, cursor: Cursor = None) -> Listed[Account]:
    """By name."""
    with ledger(caller) as tx:
        return Listed[Account].of(chart_read.accounts_page(tx, Slice(chart_read.BY_NAME, limit, cursor)))


@router.get("/api/accounts/<account_id>", summary="Show an account", tags=["accounts"], **needs(READ_TRANSACTIONS))
def show_account(account_id: UUID, caller: Signed) -> Account:
    """One account."""
    with ledger(caller) as tx:
        found = chart_read.account(tx, account_id)
    if found is None:
        raise NotFoundError("There is no such account.")
    return Account.model_validate(found)


@router.patch(
    "/api/accounts/<account_id>", summary="Edit an account", tags=["accounts"], **needs(MANAGE_ACCOUNTS, 200, 409, 413, 415)
)
def change_account(account_id: UUID, changes: Annotated[AccountChanges, Body()], caller: Signed, origin: From) -> Account:
    """Give it another name or kind."""
    with ledger(caller) as tx:
        edited = edit_account(tx, account_id, changes.model_dump(exclude_none=True), caller.user_id, origin)
    return Account.model_validate(edited)
