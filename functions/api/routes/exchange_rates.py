"""Exchange rates: which count on a day, and a file of them loaded by hand."""

import datetime as dt
from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import File, Query, UploadFile
from purser.access.permissions import MANAGE_ORGANIZATION, READ_TRANSACTIONS
from purser.domain.errors import FieldProblem, InvalidInputError, TooLargeError
from purser.runtime.edge.declare import needs, resource
from purser.runtime.edge.incoming import storable
from purser.runtime.edge.parameters import Acts, Day, Signed
from purser.runtime.ledger import ledger
from purser.runtime.settings import MEGABYTE
from purser.store.rates import rates_on
from purser.usecases.load_rates import load_own
from pydantic import BaseModel

from api.shapes import Currency, Money

router = resource()
MOST_BYTES = 5 * MEGABYTE


class ExchangeRate(BaseModel):
    """Units of the currency for one euro; `date` is the day it was published for."""

    currency: Currency
    date: dt.date
    rate: Money
    source: str


class ExchangeRates(BaseModel):
    """All rates that count on a day."""

    on: dt.date
    items: list[ExchangeRate]


class LoadedRates(BaseModel):
    """What a file held; `changed` of its rates were new or corrected."""

    rates: int
    changed: int
    first: dt.date | None
    last: dt.date | None


@router.get("/api/exchange-rates", summary="List exchange rates", tags=["currencies"], **needs(READ_TRANSACTIONS))
def list_rates(caller: Signed, on: Annotated[Day | None, Query(description="By default today")] = None) -> ExchangeRates:
    """Of that day, or the last before it within a week. They count for conversions of transactions of that day."""
    day = on or dt.datetime.now(dt.UTC).date()
    with ledger(caller) as tx:
        return ExchangeRates.model_validate({"on": day, "items": rates_on(tx, day)})


@router.post(
    "/api/exchange-rates", summary="Load exchange rates", tags=["currencies"], **needs(MANAGE_ORGANIZATION, 200, 409, 413, 415)
)
def load_exchange_rates(
    file: Annotated[UploadFile, File(description="eurofxref-hist.zip, its CSV, or the daily XML of the ECB")],
    caller: Signed,
    acting: Acts,
) -> LoadedRates:
    """Take a file of the European Central Bank. It counts for this organisation; of one day, before what was fetched for all."""
    if not file.content:
        raise InvalidInputError("The file is empty.", (FieldProblem("file", "It has no bytes."),))
    if len(file.content) > MOST_BYTES:
        raise TooLargeError(f"The file is larger than {MOST_BYTES:,} bytes; all rates since 1999 fit in less.")
    with ledger(caller) as tx:
        loaded = load_own(tx, file.content, storable((file.filename or "rates")[:255], "file"), acting)
    return LoadedRates(rates=loaded.rates, changed=loaded.changed, first=loaded.first, last=loaded.last)
