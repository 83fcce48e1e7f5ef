"""Coverage: which days of an account its statements tell, which none does, and which several do."""

import datetime as dt
from typing import Literal
from uuid import UUID

from purser.access.permissions import READ_TRANSACTIONS
from purser.runtime.edge.declare import needs, resource
from purser.runtime.edge.parameters import Signed
from purser.runtime.ledger import ledger
from purser.usecases.show_coverage import coverage
from pydantic import BaseModel, Field

from api.shapes import Money

router = resource()


class Days(BaseModel):
    """From a first day until before a last."""

    from_: dt.date = Field(serialization_alias="from", validation_alias="from")
    to: dt.date


class CoveringStatement(Days):
    """A file: the days it declares to cover, else from its first transaction of this account to its last.

    The balances are those it declares before the first day and after the last; null where it does not.
    """

    import_id: UUID
    filename: str
    opening_balance: Money | None
    closing_balance: Money | None


class Gap(Days):
    """Days that no statement tells.

    `empty`: the balances before and after it are equal. `missing`: they differ, by `difference`. `unknown`: there are none.
    """

    days: int
    verdict: Literal["empty", "missing", "unknown"]
    difference: Money | None


class Overlap(Days):
    """Days that several statements tell."""

    import_ids: list[UUID]


class Coverage(BaseModel):
    """All of an account's statements, and what lies between them."""

    account_id: UUID
    from_: dt.date | None = Field(serialization_alias="from", validation_alias="from")
    to: dt.date | None
    statements: list[CoveringStatement]
    gaps: list[Gap]
    overlaps: list[Overlap]


@router.get(
    "/api/accounts/<account_id>/coverage", summary="Show what statements cover", tags=["accounts"], **needs(READ_TRANSACTIONS)
)
def show_coverage(account_id: UUID, caller: Signed) -> Coverage:
    """A statement covers the days it declares. One that declares none covers its first transaction to its last, and no more."""
    with ledger(caller) as tx:
        return Coverage.model_validate(coverage(tx, account_id))
