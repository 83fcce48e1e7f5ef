"""Suspected duplicates: pairs of rows that may be one transaction, for a person to decide."""

import datetime as dt
from typing import Annotated, Literal
from uuid import UUID

from aws_lambda_powertools.event_handler.openapi.params import Query
from purser.access.permissions import EDIT_TRANSACTIONS, READ_TRANSACTIONS
from purser.runtime.edge.declare import needs, resource
from purser.runtime.edge.parameters import Cursor, From, Limit, Signed
from purser.runtime.ledger import ledger
from purser.store import duplicates
from purser.store.paging import Slice
from purser.usecases.decide_duplicate import decide_duplicate
from pydantic import BaseModel

from api.shapes import Currency, Listed, Money, Time

router = resource()

State = Literal["open", "confirmed", "rejected"]


class Suspect(BaseModel):
    """One of the two rows."""

    id: UUID
    date: dt.date
    amount: Money
    currency: Currency
    description: str
    original_description: str
    import_id: UUID | None
    deleted: bool


class Suspicion(BaseModel):
    """Two rows of one account that may be one. Both count until it is confirmed; then the later, `transaction`, is deleted."""

    id: UUID
    account_id: UUID
    reason: str
    status: State
    transaction: Suspect
    other: Suspect
    created_at: Time
    decided_at: Time | None


@router.get("/api/duplicates", summary="List suspected duplicates", tags=["transactions"], **needs(READ_TRANSACTIONS))
def list_duplicates(
    caller: Signed,
    status: Annotated[State | None, Query(description="Of this status only")] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Listed[Suspicion]:
    """Most recent first."""
    with ledger(caller) as tx:
        return Listed[Suspicion].of(duplicates.suspicions_page(tx, status, Slice(duplicates.RECENT_FIRST, limit, cursor)))


@router.post(
    "/api/duplicates/<suspicion_id>/confirm",
    summary="Confirm a duplicate",
    tags=["transactions"],
    **needs(EDIT_TRANSACTIONS, 200, 409),
)
def confirm_duplicate(suspicion_id: UUID, caller: Signed, origin: From) -> Suspicion:
    """They are one: the later row is deleted, and stays so when its file comes again."""
    with ledger(caller) as tx:
        return Suspicion.model_validate(decide_duplicate(tx, suspicion_id, "confirmed", caller.user_id, origin))


@router.post(
    "/api/duplicates/<suspicion_id>/reject",
    summary="Reject a duplicate",
    tags=["transactions"],
    **needs(EDIT_TRANSACTIONS, 200, 409),
)
def reject_duplicate(suspicion_id: UUID, caller: Signed, origin: From) -> Suspicion:
    """They are two: both count, and nobody is asked again."""
    with ledger(caller) as tx:
        return Suspicion.model_validate(decide_duplicate(tx, suspicion_id, "rejected", caller.user_id, origin))
