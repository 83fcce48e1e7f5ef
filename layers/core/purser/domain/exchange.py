"""Money of one currency told in another: dated, exact, and the same whenever it is asked.

A rate is units of a currency for one euro, as the European Central Bank tells them; between two others it is their quotient. The
rate of a day counts, or the last one before it that is not older than `OLDEST_DAYS`: central banks rest on weekends and
holidays. Each transaction is rounded once, half to even, to its target's smallest unit, so that parts add up to their whole.
"""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from purser.domain.currencies import minor_units

BASE = "EUR"
OLDEST_DAYS = 7
ROUNDING = "half to even, each transaction, to the smallest unit of ISO 4217"


@dataclass(frozen=True, slots=True)
class Rate:
    """Units of a currency for one euro on a day."""

    currency: str
    date: dt.date
    rate: Decimal


def convert(amount: Decimal, rate_from: Decimal, rate_to: Decimal, currency: str) -> Decimal:
    """Return the amount in `currency`, whose rate is `rate_to`, rounded half to even to its smallest unit."""
    digits = minor_units(currency)
    exact = Fraction(amount) * Fraction(rate_to) / Fraction(rate_from)
    return Decimal(f"{round(exact * 10**digits)}e-{digits}")
