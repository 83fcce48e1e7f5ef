"""Reconciliation: a statement against the ledger, its difference explained, its rows ticked, its period locked."""

import datetime as dt
from typing import Annotated, Literal
from uuid import UUID

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body, Query
from purser.access.permissions import READ_TRANSACTIONS, RECONCILE
from purser.domain.currencies import is_currency
from purser.runtime.edge.declare import needs, resource
from purser.runtime.edge.parameters import Acts, Amount, Cursor, Day, Limit, Signed
from purser.runtime.ledger import ledger
from purser.store import reconciliation_read, reconciliations
from purser.store.paging import Slice
from purser.usecases import reconcile
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from api.filters import AccountId
from api.shapes import Currency, Listed, Money, Time

router = resource()
TAG = ["reconciliation"]
MOST_TICKS = 1000


def known_currency(code: str) -> str:
    """Return a code of ISO 4217; ValueError if it is none."""
    if not is_currency(code):
        raise ValueError("a currency is a code of ISO 4217, like USD")
    return code


class Statement(BaseModel):
    """What a statement says. `statement_to` is the day after its last. Without `opening_balance` it is found, if it can be."""

    model_config = ConfigDict(extra="forbid")

    account_id: UUID
    statement_from: Day
    statement_to: Day
    closing_balance: Amount
    opening_balance: Amount | None = None
    currency: Annotated[Currency, AfterValidator(known_currency)] | None = None


class Corrections(BaseModel):
    """Balances as they are after all; what is left out stays. `opening_balance` null has it found again."""

    model_config = ConfigDict(extra="forbid")

    opening_balance: Amount | None = None
    closing_balance: Amount = Field(default=None)  # type: ignore[assignment] # left out, which is not null


class Ticks(BaseModel):
    """Rows found on the statement, or, `ticked` false, not found after all."""

    model_config = ConfigDict(extra="forbid")

    transaction_ids: list[UUID] = Field(min_length=1, max_length=MOST_TICKS)
    ticked: bool = True


class Explanation(BaseModel):
    """What may explain the difference; `exact` if it alone explains all of it.

    `kind`: `last_day`, `duplicate`, `pending`, `deleted`, `near`, `transfer`, `extra`, `sign`, `rejected` or `gap`.
    """

    kind: str
    message: str
    exact: bool
    amount: Money | None
    transaction_ids: list[UUID]
    from_: dt.date | None = Field(serialization_alias="from", validation_alias="from")
    to: dt.date | None


class Ticked(BaseModel):
    """What the ticked rows add up to; `difference` is what is missing if the statement has these alone."""

    count: int
    total: Money
    difference: Money | None


class Reconciliation(BaseModel):
    """How it stands. opening_balance + total = expected_closing; `difference` is what the ledger lacks, signed as amounts are.

    `opening_source` says what the opening was reckoned from: a balance `given`, a `locked_period`, an `assertion`, a
    `running_balance` or a `statement_balance` known at the beginning of `opening_known_on`. `opening_needed`: none is known.
    """

    id: UUID
    account_id: UUID
    currency: Currency
    statement_from: dt.date
    statement_to: dt.date
    status: Literal["opening_needed", "different", "balanced", "locked"]
    opening_balance: Money | None
    opening_source: Literal["given", "locked_period", "assertion", "running_balance", "statement_balance"] | None
    opening_known_on: dt.date | None
    closing_balance: Money
    total: Money
    count: int
    expected_closing: Money | None
    difference: Money | None
    ticked: Ticked
    explanations: list[Explanation]
    created_by: UUID | None
    created_at: Time
    locked_by: UUID | None
    locked_at: Time | None


class Summary(BaseModel):
    """A reconciliation in a list; ask for its status to know how it stands."""

    id: UUID
    account_id: UUID
    currency: Currency
    statement_from: dt.date
    statement_to: dt.date
    opening_balance: Money | None
    closing_balance: Money
    created_at: Time
    locked_at: Time | None


class StatementRow(BaseModel):
    """A booked transaction; `day` is when the bank booked it, by which it is of the period."""

    id: UUID
    day: dt.date
    date: dt.date
    amount: Money
    description: str
    ticked: bool


@router.post("/api/reconciliation/start", summary="Start to reconcile", tags=TAG, **needs(RECONCILE, 201, 409, 413, 415))
def start(statement: Annotated[Statement, Body()], caller: Signed, acting: Acts) -> Reconciliation:
    """Compare a statement of an account with the ledger."""
    with ledger(caller) as tx:
        return Reconciliation.model_validate(reconcile.start(tx, reconcile.Statement(**statement.model_dump()), acting))


@router.get("/api/reconciliation/status", summary="Show how a reconciliation stands", tags=TAG, **needs(READ_TRANSACTIONS))
def status(caller: Signed, id_: Annotated[UUID, Query(alias="id")]) -> Reconciliation:
    """As of now: the ledger may have changed since."""
    with ledger(caller) as tx:
        return Reconciliation.model_validate(reconcile.standing(tx, id_))


@router.get("/api/reconciliation", summary="List reconciliations", tags=TAG, **needs(READ_TRANSACTIONS))
def list_reconciliations(
    caller: Signed, account_id: AccountId = None, limit: Limit = 50, cursor: Cursor = None
) -> Listed[Summary]:
    """Most recent first."""
    with ledger(caller) as tx:
        return Listed[Summary].of(reconciliations.listed(tx, account_id, Slice(reconciliations.RECENT_FIRST, limit, cursor)))


@router.get(
    "/api/reconciliation/<reconciliation_id>/transactions", summary="List rows to tick", tags=TAG, **needs(READ_TRANSACTIONS)
)
def list_statement_rows(
    reconciliation_id: UUID, caller: Signed, limit: Limit = 50, cursor: Cursor = None
) -> Listed[StatementRow]:
    """What is booked in the period, by id, and what is ticked beyond it."""
    with ledger(caller) as tx:
        this = reconcile.found(tx, reconciliation_id)
        return Listed[StatementRow].of(reconciliation_read.rows_page(tx, this, Slice(reconciliations.BY_ID, limit, cursor)))


@router.patch(
    "/api/reconciliation/<reconciliation_id>", summary="Correct a statement", tags=TAG, **needs(RECONCILE, 200, 409, 413, 415)
)
def correct(reconciliation_id: UUID, changes: Annotated[Corrections, Body()], caller: Signed, acting: Acts) -> Reconciliation:
    """Say what its balances are after all."""
    with ledger(caller) as tx:
        found = reconcile.correct(tx, reconciliation_id, changes.model_dump(exclude_unset=True), acting)
    return Reconciliation.model_validate(found)


@router.post(
    "/api/reconciliation/<reconciliation_id>/tick", summary="Tick rows", tags=TAG, **needs(RECONCILE, 200, 409, 413, 415)
)
def tick(reconciliation_id: UUID, ticks: Annotated[Ticks, Body()], caller: Signed, acting: Acts) -> Reconciliation:
    """Note which rows the statement has."""
    with ledger(caller) as tx:
        found = reconcile.tick(tx, reconciliation_id, ticks.transaction_ids, acting, ticked=ticks.ticked)
    return Reconciliation.model_validate(found)


@router.post("/api/reconciliation/<reconciliation_id>/lock", summary="Lock a period", tags=TAG, **needs(RECONCILE, 200, 409))
def lock(reconciliation_id: UUID, caller: Signed, acting: Acts) -> Reconciliation:
    """Keep what is booked in it as it is, if the statement agrees: neither imports nor people change it from now on."""
    with ledger(caller) as tx:
        return Reconciliation.model_validate(reconcile.lock(tx, reconciliation_id, acting))


@router.post("/api/reconciliation/<reconciliation_id>/unlock", summary="Unlock a period", tags=TAG, **needs(RECONCILE, 200, 409))
def unlock(reconciliation_id: UUID, caller: Signed, acting: Acts) -> Reconciliation:
    """Let it be changed again. The trail says who did."""
    with ledger(caller) as tx:
        return Reconciliation.model_validate(reconcile.unlock(tx, reconciliation_id, acting))


@router.delete(
    "/api/reconciliation/<reconciliation_id>", summary="Discard a reconciliation", tags=TAG, **needs(RECONCILE, 204, 409)
)
def discard(reconciliation_id: UUID, caller: Signed, acting: Acts) -> Response[None]:
    """Forget it and its ticks. A locked one must be unlocked first."""
    with ledger(caller) as tx:
        reconcile.discard(tx, reconciliation_id, acting)
    return Response(204)
