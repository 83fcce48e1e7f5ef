"""Sums of transactions: what came in, what went out, on what, with whom, when."""

import datetime as dt
from typing import Annotated
from uuid import UUID

from aws_lambda_powertools.event_handler.openapi.params import Query
from purser.access.permissions import RUN_ANALYTICS
from purser.runtime.edge.declare import needs, resource
from purser.runtime.edge.parameters import Signed
from purser.runtime.ledger import ledger
from purser.store.transactions_read import Filters
from purser.usecases.analyze import analyze
from purser.usecases.convert_totals import convert_totals
from pydantic import BaseModel, Field

from api.filters import (
    AccountId,
    BankName,
    CategoryId,
    FromDay,
    Least,
    Most,
    PeriodName,
    SourceName,
    Text,
    ToDay,
    TypeName,
    period_of,
)
from api.shapes import Currency, Money, TransactionType

router = resource()


class Bounds(BaseModel):
    """First day, and the day after the last; null where there is no bound."""

    from_: dt.date | None = Field(serialization_alias="from", validation_alias="from")
    to: dt.date | None


class Flows(BaseModel):
    """Signed: expenses are negative, and net is income + expenses. Transfers between own accounts are neither."""

    income: Money
    expenses: Money
    net: Money


class MonthFlows(Flows):
    """One month, such as 2026-09."""

    month: str


class TypeTotal(BaseModel):
    """What a type adds up to."""

    type: TransactionType
    total: Money
    count: int


class CategoryTotal(BaseModel):
    """What a category adds up to; null is what has none."""

    category_id: UUID | None
    category: str | None
    total: Money
    count: int


class MerchantTotal(BaseModel):
    """What a merchant adds up to."""

    merchant: str
    total: Money
    count: int


class CurrencyTotal(BaseModel):
    """Another currency the filters let through: ask for it by `currency`."""

    currency: Currency
    total: Money
    count: int


class Averages(BaseModel):
    """To the cent: over the months that have transactions, and over the transactions."""

    income_per_month: Money
    expenses_per_month: Money
    net_per_month: Money
    per_transaction: Money


class UsedRate(BaseModel):
    """Units of the currency for one euro, published for `date`; that many transactions were converted by it."""

    currency: Currency
    date: dt.date
    rate: Money
    source: str
    transactions: int


class Unconverted(CurrencyTotal):
    """What has no rate of its day, nor of the days before it: in none of the converted totals."""

    first: dt.date
    last: dt.date


class Converted(Flows):
    """Every currency told in one: amount times rate of `currency` over rate of its own, each transaction by rates of its day."""

    currency: Currency
    total: Money
    count: int
    averages: Averages
    by_type: list[TypeTotal]
    by_category: list[CategoryTotal]
    by_month: list[MonthFlows]
    rounding: str
    oldest_rate_days: int
    rates: list[UsedRate]
    rates_left_out: int
    unconverted: list[Unconverted]


class Analysis(Flows):
    """Booked transactions of one currency. `total` is everything, transfers too: what the statements add up to."""

    period: Bounds
    currency: Currency
    total: Money
    count: int
    averages: Averages
    by_type: list[TypeTotal]
    by_category: list[CategoryTotal]
    by_merchant: list[MerchantTotal]
    by_month: list[MonthFlows]
    currencies: list[CurrencyTotal]
    converted: Converted | None = None


@router.get("/api/transactions/analyze", summary="Analyse transactions", tags=["transactions"], **needs(RUN_ANALYTICS))
def analyze_transactions(  # noqa: PLR0913 - each is a documented filter
    *,
    caller: Signed,
    from_: FromDay = None,
    to: ToDay = None,
    period: PeriodName = None,
    account_id: AccountId = None,
    bank: BankName = None,
    source: SourceName = None,
    category_id: CategoryId = None,
    type_: TypeName = None,
    min_: Least = None,
    max_: Most = None,
    q: Text = None,
    currency: Annotated[Currency | None, Query(description="By default the organisation's")] = None,
    convert_to: Annotated[
        str | None,
        Query(pattern="^(base|[A-Z]{3})$", description="Beside: all told in this currency; `base`: the organisation's"),
    ] = None,
) -> Analysis:
    """Add up what passes all the filters, in one currency: different ones are never added, but converted if asked to."""
    filters = Filters(
        period=period_of(from_, to, period),
        account_id=account_id,
        bank=bank,
        source=source,
        category_id=category_id,
        type=type_,
        least=min_,
        most=max_,
        text=q,
    )
    with ledger(caller) as tx:
        converted = convert_totals(tx, filters, convert_to) if convert_to else None
        return Analysis.model_validate({**analyze(tx, filters, currency), "converted": converted})
