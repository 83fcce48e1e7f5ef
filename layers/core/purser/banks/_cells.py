"""Cells of a spreadsheet whose type is known: what they mean does not depend on how a bank writes its text."""

import datetime as dt
from decimal import Decimal
from typing import Self

EXACT_DIGITS = 15
"""What a spreadsheet keeps of a number."""
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
    match value:
        case bool() | str():
            return " ".join(str(value).split("\n")).strip()
        case int() | float():
            return number(value)
        case dt.datetime() | dt.date():
            return Day(value.isoformat()[: len("2026-01-31")])
    return str(value)


def number(value: float) -> str:
    """Write a binary number as the decimal that a person typed, which its shortest spelling is."""
    shortest = Decimal(repr(value))
    if len(shortest.normalize().as_tuple().digits) <= EXACT_DIGITS:
        return Number(f"{shortest.normalize():f}", exact=abs(shortest) < 10**EXACT_DIGITS)
    rounded = Decimal(f"{value:.{EXACT_DIGITS}g}").normalize()
    seen = -int(rounded.as_tuple().exponent) <= _FINEST and abs(rounded) < 10**EXACT_DIGITS
    return Number(f"{rounded if seen else shortest:f}", exact=seen)
