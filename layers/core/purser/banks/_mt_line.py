"""Field 61 of MT940 and MT942: one booking.

`:61:` value date, entry date (optional), mark, third letter of the currency (optional), amount, kind, the customer's
reference, `//`, the bank's reference; on the next line, supplementary details. RC takes a credit back, so money goes out; RD
takes a debit back, so money comes in. EC and ED (MT942 only) are expected, not booked.
"""

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from purser.domain.errors import RowError

_LINE = re.compile(
    r"\s*(?P<value>\d{6})(?P<entry>\d{4})?\s*(?P<mark>[RE]?[CD])(?P<letter>[A-Z])?\s*(?P<amount>[\d.,]{1,40})\s*"
    r"(?P<kind>(?!NONREF)(?:[NSF][A-Z0-9]{2}[A-Z0-9 ]|(?<=,\d\d)[A-Z][A-Z0-9]{3}))?"
    r"(?P<rest>(?(kind).*|(?:[\s/]|NONREF|$).*))",
    re.ASCII,
)
_AMOUNT = re.compile(
    r"(?P<whole>\d{1,18}|\d{1,3}(?:\.\d{3}){1,5})?,(?P<cents>\d{0,10})"  # the standard's notation, with or without thousands
    r"|(?P<plain>\d{1,18}|\d{1,3}(?:,\d{3}){1,5}(?=\.\d))(?:\.(?P<pence>\d{1,2}|\d{4,10}))?",
    re.ASCII,
)
_MONEY_OUT = {"D", "RC", "ED"}
_PLACEHOLDERS = {"NONREF", "NOREF", "NONE", "KREF", "EREF", "NOTPROVIDED", "NOT PROVIDED"}
_CENTURY = 80
_FEBRUARY, _LONGEST_FEBRUARY = 2, 30


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One booking; `amount` is signed, references are "" where the bank fills in a placeholder, `name` is the other party's."""

    date: dt.date
    entered: dt.date | None
    amount: Decimal
    expected: bool
    kind: str
    reference: str
    bank_reference: str
    name: str
    supplement: str


def statement_line(lines: list[str]) -> StatementLine:
    """Read the lines of a field 61; raise RowError when it has no date, mark or amount."""
    match, supplement = _LINE.match(lines[0]), lines[1:]
    if match is None and supplement:
        match, supplement = _LINE.match(lines[0] + lines[1]), lines[2:]
    if match is None:
        raise RowError(
            f"Field 61 {lines[0][:60]!r} has no date, C or D mark, amount and kind of booking; ask the bank for it again."
        )
    date = value_date(match["value"])
    customer, _, bank = match["rest"].partition("//")
    customer, _, more = customer.strip().partition("  ")
    return StatementLine(
        date=date,
        entered=_entry_date(match["entry"], date),
        amount=-mt_amount(match["amount"]) if match["mark"] in _MONEY_OUT else mt_amount(match["amount"]),
        expected=match["mark"].startswith("E"),
        kind=(match["kind"] or "").strip(),
        reference=unless_placeholder(customer),
        bank_reference=unless_placeholder(bank),
        name=more.strip(),
        supplement=" ".join(" ".join(supplement).split()),
    )


def mt_amount(text: str) -> Decimal:
    """Read `1213,28`, `9,`, `1.213,28`, `1,213.28` or `12.5`; `1.213` may be thousands or three decimals and is refused."""
    match = _AMOUNT.fullmatch(text)
    if match is None or text == ",":
        raise RowError(f"{text!r} is not an amount with one decimal comma; correct it and upload again.", code="BAD_AMOUNT")
    whole, cents = match["whole"] or match["plain"] or "0", match["cents"] or match["pence"] or ""
    return Decimal(f"{re.sub('[.,]', '', whole)}.{cents}")


@lru_cache(maxsize=4096)
def value_date(digits: str) -> dt.date:
    """Read YYMMDD; 29 and 30 February, which banks that reckon in months of 30 days print, are that month's last day."""
    year, month, day = year_of(digits[:2]), int(digits[2:4]), int(digits[4:])
    if month == _FEBRUARY and day <= _LONGEST_FEBRUARY:
        day = min(day, calendar.monthrange(year, month)[1])
    try:
        return dt.date(year, month, day)
    except ValueError as error:
        raise RowError(f"{digits!r} is not a date (YYMMDD).", code="BAD_DATE") from error


def year_of(two: str) -> int:
    """80 to 99 are 1980 to 1999, as the standard says."""
    return int(two) + (1900 if int(two) >= _CENTURY else 2000)


@lru_cache(maxsize=4096)
def _entry_date(digits: str | None, near: dt.date) -> dt.date | None:
    """The MMDD that lies nearest to the value date: a booking of 2 January may be valued on 31 December."""
    candidates = []
    for year in (near.year - 1, near.year, near.year + 1) if digits else ():
        try:
            candidates.append(value_date(f"{year % 100:02}{digits}"))
        except RowError:
            continue
    return min(candidates, key=lambda date: abs(date - near), default=None)


def unless_placeholder(reference: str) -> str:
    """Return the reference, or "" for the words that banks write where there is none."""
    text = reference.strip()
    return "" if text.rstrip("+").upper() in _PLACEHOLDERS or not text.strip("0") else text
