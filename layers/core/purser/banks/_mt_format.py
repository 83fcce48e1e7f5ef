"""What mt940 and mt942 share as formats: telling one from the other, and what to warn of before the rows are read."""

import calendar
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from purser.banks._infer_encoding import encoding_of
from purser.banks._mt940 import items
from purser.banks._mt_fields import Field, fields
from purser.banks._mt_line import StatementLine, mt_amount, statement_line, year_of
from purser.banks._text import Document
from purser.domain.errors import RowError
from purser.domain.statements import UNKNOWN_CURRENCY, Reading

_INTERIM = {"34F", "90C", "90D"}
_OPENING = {"60F", "60M", "60"}
_STATEMENT = _OPENING | {"61", "62F", "62M", "62"}
_ANY_TAG = re.compile(r":(?:20|25P?|60[FM]?|61|62[FM]?|90[CD]):")
_LATE_FEBRUARY = re.compile(r"\s*:61:(\d\d)02(29|30)", re.ASCII)
_CENTRAL = re.compile(r":60[FM]?:[CD]\d{6}(?:PLN|CZK|HUF|RON|HRK|SKK)")
_TOTAL = re.compile(r"\s*(\d{1,5})([A-Z]{3})([\d.,]+)\s*", re.ASCII)


@dataclass(frozen=True)
class MtFormat:
    """MT940 (`interim` false), which declares an opening balance, or MT942, which has a floor limit or sums instead."""

    name: str
    interim: bool
    bank: str = "other"

    def claims(self, document: Document) -> bool:
        """Whether its fields are those of this message."""
        tags = _tags(document)
        if not tags & (_STATEMENT | _INTERIM):
            return False
        return self.interim == bool(tags & _INTERIM and not tags & _OPENING)

    def resembles(self, document: Document) -> str:
        """Tell a SWIFT message of another kind."""
        tags = _tags(document)
        alike = not self.interim and "20" in tags and not tags & (_STATEMENT | _INTERIM)
        return "it has neither bookings (:61:) nor balances (:60F:, :62F:)" if alike else ""

    def read(self, document: Document, currency: str | None) -> Reading:
        """Read the messages; a first pass looks for what the reader should be warned of."""
        legacy = _legacy(document)
        warnings = (*_february(document.lines(legacy)), *(_sums(document.lines(legacy)) if self.interim else ()))
        rows = items(document.lines(legacy), currency or UNKNOWN_CURRENCY)
        return Reading(self.name, self.bank, "checking", rows, warnings)


def _legacy(document: Document) -> str:
    """The encoding that its letters prove; where Western and Central European ones do alike, the currency tells."""
    likeliest = encoding_of(document)
    return "cp1250" if likeliest == "cp1252" and _CENTRAL.search(document.opening()) else likeliest


def _tags(document: Document) -> set[str]:
    opening = document.opening()
    return {one.tag for one in fields(opening.splitlines())} if _ANY_TAG.search(opening) else set()


def _february(lines: Iterable[str]) -> Iterator[str]:
    found = (match for line in lines if (match := _LATE_FEBRUARY.match(line)))
    count = sum(int(day) > calendar.monthrange(year_of(year), 2)[1] for year, day in (match.groups() for match in found))
    if count:
        yield f"Value dates such as 30 February ({count}), which banks reckoning in months of 30 days print, are its last day."


def _sums(lines: Iterable[str]) -> Iterator[str]:
    """Compare fields 90D and 90C, the number and sum of debits and credits, with the bookings of their message.

    Banks differ on whether the expected ones (ED, EC) count, so either is right.
    """
    bookings: list[StatementLine] = []
    for one in fields(lines):
        if one.tag == "20":
            bookings = []
        elif one.tag == "61":
            bookings.extend(_booking(one))
        elif one.tag in {"90C", "90D"} and (said := _TOTAL.fullmatch(one.lines[0])):
            same_side = [booking for booking in bookings if (booking.amount < 0) == (one.tag == "90D")]
            found = [_count(same_side), _count([booking for booking in same_side if not booking.expected])]
            if (int(said[1]), _declared(said[3])) not in found:
                yield f"Line {one.line}: {one.text} contradicts the message, which has {found[0][0]} of {found[0][1]} in all."


def _count(bookings: list[StatementLine]) -> tuple[int, Decimal]:
    return len(bookings), sum((abs(booking.amount) for booking in bookings), Decimal(0))


def _booking(one: Field) -> Iterator[StatementLine]:
    try:
        yield statement_line(one.lines)
    except RowError:
        return  # the row is rejected where it is read


def _declared(text: str) -> Decimal | None:
    try:
        return mt_amount(text)
    except RowError:
        return None
