"""The filters that lists and analyses of transactions share, as query parameters."""

import datetime as dt
from typing import Annotated, Literal
from uuid import UUID

from aws_lambda_powertools.event_handler.openapi.params import Query
from purser.domain.errors import FieldProblem, InvalidInputError
from purser.domain.periods import SPELLINGS, Period, parse_period
from purser.runtime.edge.parameters import Amount, Day

from api.shapes import TransactionType

FromDay = Annotated[Day | None, Query(alias="from", description="First day")]
ToDay = Annotated[Day | None, Query(alias="to", description="The day after the last")]
_SPELLING = r"^(\d{4}(-Q[1-4]|-(0[1-9]|1[0-2]))?|last_month|last_[1-9]\d{0,3}_days)$"
PeriodName = Annotated[
    str | None,
    Query(max_length=20, description=f"Instead of from and to: {SPELLINGS}", json_schema_extra={"pattern": _SPELLING}),
]
AccountId = Annotated[UUID | None, Query(description="Of this account")]
BankName = Annotated[str | None, Query(pattern="^[a-z_]{1,40}$", description="Of this bank, such as `chase`")]
SourceName = Annotated[Literal["bank", "draft", "plaid"] | None, Query(description="A bank's file, typed in by hand, or Plaid")]
CategoryId = Annotated[UUID | None, Query(description="Of this category")]
TypeName = Annotated[TransactionType | None, Query(alias="type")]
Least = Annotated[Amount | None, Query(alias="min", description="Smallest amount, signed: money out is negative")]
Most = Annotated[Amount | None, Query(alias="max", description="Largest amount, signed")]
Text = Annotated[str | None, Query(max_length=200, description="Found in descriptions, merchant or notes")]


def period_of(start: dt.date | None, end: dt.date | None, name: str | None) -> Period:
    """Return the period meant; InvalidInputError when it is said twice."""
    if name is None:
        return Period(start, end)
    if start or end:
        raise InvalidInputError("Say the period once.", (FieldProblem("period", "Leave it out, or leave out from and to."),))
    return parse_period(name, dt.datetime.now(dt.UTC).date())
