"""Periods of time: half-open, from the first day until before the last."""

import datetime as dt
import re
from dataclasses import dataclass

from purser.domain.errors import FieldProblem, InvalidInputError

ONE_DAY = dt.timedelta(days=1)
SPELLINGS = "2026, 2026-Q3, 2026-09, last_month or last_90_days"


@dataclass(frozen=True, slots=True)
class Period:
    """`start` is its first day, `end` the first day after it; None where it has no bound on that side."""

    start: dt.date | None = None
    end: dt.date | None = None

    @property
    def whole_months(self) -> bool:
        """Whether it consists of whole calendar months, so that monthly totals can answer for it."""
        return all(bound is None or bound.day == 1 for bound in (self.start, self.end))


def parse_period(text: str, today: dt.date) -> Period:
    """Read a period as people write it in a query (see `SPELLINGS`); InvalidInputError if it is none."""
    try:
        return _named(text, today) or _calendar(text)
    except ValueError as wrong:
        raise InvalidInputError(f"“{text[:40]}” is not a period.", (FieldProblem("period", f"Write {SPELLINGS}."),)) from wrong


def _named(text: str, today: dt.date) -> Period | None:
    this_month = today.replace(day=1)
    if text == "last_month":
        return Period((this_month - ONE_DAY).replace(day=1), this_month)
    if days := re.fullmatch(r"last_([1-9]\d{0,3})_days", text, re.ASCII):
        return Period(today - int(days[1]) * ONE_DAY + ONE_DAY, today + ONE_DAY)
    return None


def _calendar(text: str) -> Period:
    found = re.fullmatch(r"(\d{4})(?:-Q([1-4])|-(\d\d))?", text, re.ASCII)
    if found is None:
        raise ValueError(text)
    year, quarter, month = int(found[1]), found[2], found[3]
    if month:
        return _months(year, int(month), 1)
    return _months(year, 3 * int(quarter) - 2, 3) if quarter else _months(year, 1, 12)


def _months(year: int, month: int, count: int) -> Period:
    last = year * 12 + month - 1 + count
    return Period(dt.date(year, month, 1), dt.date(last // 12, last % 12 + 1, 1))
