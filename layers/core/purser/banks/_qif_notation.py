"""How one QIF file writes dates and amounts: decided once, from all its records, because the format defines neither.

Dates come as `2/14/2020`, `14.02.20`, `2/ 4'19` or `2020-02-14`; the apostrophe is Quicken's, for years from 2000 on.
"""

import calendar
import datetime as dt
import re
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from purser.domain.dates import parse_date
from purser.domain.errors import RowError, StatementError
from purser.domain.money import parse_amount

Order = Literal["day first", "month first", "year first"]
Mark = Literal[".", ","]
_ORDERS: tuple[Order, ...] = ("day first", "month first")
_STRANGE_YEARS = 5
"""Years that dates out of order have to spread over to be doubted, where written year first they are of one year or two."""
_YEAR_FIRST = re.compile(r"([0-9]{4})(?:\s*[-/. ]\s*([0-9]{1,2})\s*[-/. ]\s*([0-9]{1,2})|([0-9]{2})([0-9]{2}))")
_YEAR_LAST = re.compile(r"([0-9]{1,2})\s*([-/. ])\s*([0-9]{1,2})\s*([-/.'’ ])\s*([0-9]{1,2}|[0-9]{4})")
_TIME = re.compile(r"[ T][0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?$")
_NAMED = ("%d %b %Y", "%d-%b-%Y", "%d-%b-%y", "%d %b %y", "%d/%b/%Y", "%b %d, %Y", "%b %d %Y")
_LAST_YEAR_OF_20XX = 68  # as in purser.domain.dates
_NUMBER = re.compile(r"([0-9]*)([.,])([0-9]*)")
_GROUP = 3


@dataclass(frozen=True, slots=True)
class Notation:
    """What a file settled on; `mark` is None where nothing tells a decimal mark from a thousands separator."""

    order: Order
    mark: Mark | None
    warnings: tuple[str, ...] = ()

    def date(self, text: str) -> dt.date:
        """Read a date; RowError (BAD_DATE) if it is none."""
        if date := _date(text, self.order):
            return date
        raise RowError(
            f"{text[:40]!r} is not a date, {self.order}. Correct it in the file, or add the row by hand.", code="BAD_DATE"
        )

    def amount(self, text: str) -> Decimal:
        """Read an amount; RowError (BAD_AMOUNT) if it is none, or if its separator may be either."""
        if self.mark is None and re.search("[.,]", text):
            raise RowError(f"The separator in {text[:40]!r} may stand for decimals or for thousands.", code="BAD_AMOUNT")
        try:
            return parse_amount(text.rstrip(".,") if text[-2:-1].isdigit() else text, self.mark or ".")
        except ValueError as error:
            problem = f"{text[:40]!r} is not an amount" if text else "The amount is missing"
            raise RowError(f"{problem}. Correct it in the file, or add the row by hand.", code="BAD_AMOUNT") from error


@dataclass(slots=True)
class Evidence:
    """All that a file's records show: each date text with the line it was first seen in, and votes for a decimal mark.

    `said` is the order that an option of the file names.
    """

    dates: dict[str, int] = field(default_factory=dict)
    votes: Counter[Mark] = field(default_factory=Counter)
    doubtful: bool = False
    said: Order | None = None

    def see_amount(self, text: str) -> None:
        """Let an amount vote."""
        if proof := _proof(text):
            self.votes[proof] += 1
        elif "." in text or "," in text:
            self.doubtful = True

    def settle(self) -> Notation:
        """Decide; StatementError (AMBIGUOUS_DATES) asks what only a person knows."""
        mark: Mark | None = self.votes.most_common(1)[0][0] if self.votes else None if self.doubtful else "."
        order, warnings = _order(self.dates, self.said)
        return Notation(order, mark, warnings)


def _order(lines: dict[str, int], said: Order | None) -> tuple[Order, tuple[str, ...]]:
    if _is_year_first(list(lines)):
        return "year first", ("Read with a year of two digits first: else the dates would lie years apart, in no order.",)
    possible, doubtful = set(_ORDERS), ""
    for text, line in lines.items():
        readings = {order: date for order in _ORDERS if (date := _date(text, order))}
        if readings and not possible & readings.keys():
            raise _ambiguous(f"{text!r} contradicts the dates before: some are written day first, some month first.", line)
        possible &= readings.keys() or possible
        doubtful = doubtful or (text if len(set(readings.values())) > 1 else "")
    if len(possible) == 1 or not doubtful:
        return min(possible), ()  # if no date is doubtful, both orders read the same
    if said is not None and said in possible:
        return said, ()
    if any("'" in text or "/ " in text for text in lines):
        return "month first", ("Nothing in the file settles the order of day and month: read month first, as Quicken writes it.",)
    raise _ambiguous(_question(doubtful), lines[doubtful])


def _is_year_first(texts: list[str]) -> bool:
    """Tell 13/08/12, 13/3/4 of 2013 from dates of the 13th, of many years and in no order."""
    years = [date.year for text in texts if (date := _date(text, "year first"))]
    if len(years) < len(texts) or not years or max(years) - min(years) > 1:
        return False
    otherwise = [[date for text in texts if (date := _date(text, order))] for order in _ORDERS]
    return all(
        len(dates) < len(texts) or (dates[-1] < max(dates) > dates[0] and max(dates).year - min(dates).year >= _STRANGE_YEARS)
        for dates in otherwise
    )


def _question(text: str) -> str:
    day, month = (_date(text, order) for order in _ORDERS)
    if not day or not month:
        return ""
    return f"Is {text} {day.day} {calendar.month_name[day.month]} or {calendar.month_name[month.month]} {month.day}?"


def _ambiguous(why: str, line: int) -> StatementError:
    remedy = "Export a longer period, with a day after the 12th of a month, or choose dates written year first."
    return StatementError(f"The order of day and month is not clear. {why} {remedy}", code="AMBIGUOUS_DATES", line=line)


def _date(text: str, order: Order) -> dt.date | None:
    """The date, None if the text is none in this order; points between day, month and year put the day first everywhere."""
    text = _TIME.sub("", text)
    if match := _YEAR_FIRST.fullmatch(text):
        year, month, day = (int(part) for part in match.groups() if part)
    elif (match := _YEAR_LAST.fullmatch(text)) and order == "year first" and match[2] == match[4] and len(match[5]) <= len("31"):
        year, month, day = _year(match[1], quicken=False), int(match[3]), int(match[5])
    elif match := _YEAR_LAST.fullmatch(text):
        day, month = int(match[1]), int(match[3])
        if order == "month first" and match[2] != ".":
            day, month = month, day
        year = _year(match[5], quicken=match[4] in "'’")
    else:
        return _named(text)
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _named(text: str) -> dt.date | None:
    try:
        return parse_date(text, _NAMED)
    except ValueError:
        return None


def _year(digits: str, *, quicken: bool) -> int:
    year = int(digits)
    if len(digits) > 2:  # noqa: PLR2004 - the digits of a short year
        return year
    return year + (2000 if quicken or year <= _LAST_YEAR_OF_20XX else 1900)


def _proof(text: str) -> Mark | None:
    """What this amount proves: the last of two separators is the mark, a repeated one is not, three digits leave it open."""
    points, commas = text.count("."), text.count(",")
    if points and commas:
        return "." if text.rfind(".") > text.rfind(",") else ","
    if points > 1 or commas > 1:
        return "," if points else "."
    match = _NUMBER.search(text)
    if match is None or (len(match[3]) == _GROUP and 1 <= len(match[1]) <= _GROUP and match[1] != "0"):
        return None
    return "." if match[2] == "." else ","
