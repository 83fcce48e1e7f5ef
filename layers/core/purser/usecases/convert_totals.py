"""Sums in one currency, beside those in each: dated, and with the rates by which anybody can check them."""

from typing import Any

from purser.domain.currencies import is_currency, minor_units
from purser.domain.errors import FieldProblem, InvalidInputError
from purser.domain.exchange import OLDEST_DAYS, ROUNDING
from purser.store import converted_read
from purser.store.organizations_read import base_currency
from purser.store.postgres import TenantTx
from purser.store.transactions_read import Filters
from purser.usecases.analyze import summary

ORGANISATIONS_OWN = "base"
MOST_RATES = 1000
"""Shown in one answer; the rest is counted."""


def convert_totals(tx: TenantTx, filters: Filters, wanted: str) -> dict[str, Any]:
    """Return the sums of everything the filters let through, converted to `wanted`: a currency, or "base" for the organisation's.

    What has no rate is in `unconverted` and in no total.
    """
    target = base_currency(tx) if wanted == ORGANISATIONS_OWN else wanted
    if not is_currency(target):
        raise InvalidInputError(f"“{target}” is no currency.", (FieldProblem("convert_to", "base, or a code like EUR"),))
    converted_read.quote(tx, filters, target)
    used = converted_read.rates_used(tx, target)
    return {
        "currency": target,
        **summary(converted_read.converted_totals(tx, filters, target), minor_units(target)),
        "rounding": ROUNDING,
        "oldest_rate_days": OLDEST_DAYS,
        "rates": used[:MOST_RATES],
        "rates_left_out": max(0, len(used) - MOST_RATES),
        "unconverted": converted_read.unconverted(tx),
    }
