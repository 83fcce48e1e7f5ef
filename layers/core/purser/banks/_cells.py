"""Cells of a spreadsheet whose type is known: what they mean does not depend on how a bank writes its text."""

import datetime as dt
from decimal import Context, Decimal, InvalidOperation
from typing import Self

EXACT_DIGITS = 15
"""What a spreadsheet keeps of a number."""
_LARGEST = 30
"""Digits before the point, or zeros behind it, from which on a number is no amount."""
_FINEST = 4
"""Decimals up to which noise behind the fifteenth digit is known as noise: 0.30000000000000004 is 0.3."""


class Number(str):
    """A number, with a point before its decimals whatever the layout says. `exact` is False if digits were lost."""

    __slots__ = ("exact",)
    exact: bool

    def __new__(cls, text: str, *, exact: bool = True) -> Self:
        made = super().__new__(cls, text)
        made.exact = exact
        return made


class Day(str):
    """A date, year first."""

    __slots__ = ()


def cell(value: object) -> str:
    """Turn what a spreadsheet holds into the text of a cell."""
    if isinstance(value, float):
        return typed_number(repr(value))
    if isinstance(value, dt.date):
        return Day(value.isoformat()[: len("2026-01-31")])
    return " ".join(str(value).split("\n")).strip()


def typed_number(text: str) -> str:
    """Return the number that a person typed: what a spreadsheet keeps is binary, and may show noise behind its last digit."""
    try:
        number = Decimal(text).normalize()
    except InvalidOperation:
        return cell(text)
    if not number.is_finite() or abs(number.adjusted()) > _LARGEST:
        return cell(text)
    if len(number.as_tuple().digits) <= EXACT_DIGITS:
        return Number(f"{number:f}", exact=number.adjusted() < EXACT_DIGITS)
    rounded = Context(prec=EXACT_DIGITS).plus(number).normalize()
    seen = -int(rounded.as_tuple().exponent) <= _FINEST and rounded.adjusted() < EXACT_DIGITS
    return Number(f"{rounded if seen else number:f}", exact=seen)
