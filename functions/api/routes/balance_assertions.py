"""Balance assertions: what an account held at the beginning of a day, as somebody vouches, checked whenever it is read."""

import datetime as dt
from typing import Annotated, Literal
from uuid import UUID

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body, Query
from purser.access.permissions import READ_TRANSACTIONS, RECONCILE
from purser.runtime.edge.declare import needs, resource
from purser.runtime.edge.parameters import Acts, Amount, Day, Signed
from purser.runtime.ledger import ledger
from purser.usecases.assert_balances import add_assertion, checked, remove_assertion
from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints

from api.filters import AccountId
from api.routes.reconciliation import known_currency
from api.shapes import Currency, Money, Time

router = resource()
TAG = ["reconciliation"]


class NewAssertion(BaseModel):
    """The balance at the beginning of a day, before anything of it, as in beancount; the account's currency unless said."""

    model_config = ConfigDict(extra="forbid")

    account_id: UUID
    date: Day
    amount: Amount
    currency: Annotated[Currency, AfterValidator(known_currency)] | None = None
    note: Annotated[str, StringConstraints(max_length=500)] | None = None


class Assertion(BaseModel):
    """`expected` is the assertion before it and what was booked between; the `first` of an account has none before it."""

    id: UUID
    account_id: UUID
    currency: Currency
    date: dt.date
    amount: Money
    note: str | None
    status: Literal["first", "ok", "failed"]
    expected: Money | None
    difference: Money | None
    created_at: Time


class Assertions(BaseModel):
    """By account, currency and day; `failed` counts those that do not hold, whichever were asked for."""

    items: list[Assertion]
    failed: int


@router.post("/api/balance-assertions", summary="Assert a balance", tags=TAG, **needs(RECONCILE, 201, 409, 413, 415))
def assert_balance(new: Annotated[NewAssertion, Body()], caller: Signed, acting: Acts) -> Assertion:
    """Vouch for a balance; it may hold now or fail, and is kept either way."""
    with ledger(caller) as tx:
        return Assertion.model_validate(add_assertion(tx, new.model_dump(), acting))


@router.get("/api/balance-assertions", summary="Check balance assertions", tags=TAG, **needs(READ_TRANSACTIONS))
def list_assertions(
    caller: Signed,
    account_id: AccountId = None,
    status: Annotated[Literal["first", "ok", "failed"] | None, Query(description="Those alone")] = None,
) -> Assertions:
    """All of them, checked now."""
    with ledger(caller) as tx:
        found = [Assertion.model_validate(one) for one in checked(tx, account_id)]
    failed = sum(one.status == "failed" for one in found)
    return Assertions(items=[one for one in found if status in {None, one.status}], failed=failed)


@router.delete("/api/balance-assertions/<assertion_id>", summary="Withdraw an assertion", tags=TAG, **needs(RECONCILE, 204, 409))
def withdraw(assertion_id: UUID, caller: Signed, acting: Acts) -> Response[None]:
    """Vouch for it no longer."""
    with ledger(caller) as tx:
        remove_assertion(tx, assertion_id, acting)
    return Response(204)
