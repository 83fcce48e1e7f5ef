"""Files without a header: known by what stands in each column, in every one of their first rows."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from purser.banks._header import Found, plain_text
from purser.banks._records import Record
from purser.domain.dates import parse_date
from purser.domain.money import parse_amount

_AMOUNTS = {"amount", "credit", "debit", "balance", "before", "fee"}
_DATES = {"date", "posted"}


@dataclass(frozen=True, slots=True)
class Column:
    """What a column of a shape holds: "role", "role+role", "role:pattern" or ":pattern"; "" is a column that says nothing."""

    roles: tuple[str, ...]
    pattern: re.Pattern[str] | None

    @classmethod
    def parse(cls, spelling: str) -> "Column":
        """Read the spelling of a declaration."""
        roles, _, pattern = spelling.partition(":")
        return cls(tuple(filter(None, roles.split("+"))), re.compile(pattern, re.IGNORECASE) if pattern else None)

    def fits(self, cell: str, dates: tuple[str, ...], decimal_mark: str) -> bool:
        """Whether a cell may stand in this column."""
        if self.pattern is not None:
            return self.pattern.fullmatch(cell) is not None
        try:
            if _DATES.intersection(self.roles):
                parse_date(cell, dates)
            elif _AMOUNTS.intersection(self.roles) and cell:
                parse_amount(cell, decimal_mark)
        except ValueError:
            return False
        return True


class Shape(NamedTuple):
    """What the rows of a file without a header look like, and the lines around them: how many above, which elsewhere.

    `may_be_empty`: the lines above prove whose file it is, rows or none.
    """

    columns: tuple[Column, ...]
    dates: tuple[str, ...]
    decimal_mark: str
    above: int = 0
    skip: tuple[re.Pattern[str], ...] = ()
    may_be_empty: bool = False


def find_shape(shape: Shape, records: Sequence[Record]) -> Found | None:
    """Tell whether all the records, of which the last may be cut, have the shape."""
    whole = [record for record in records if record.complete] or records[:1]
    for at in range(min(shape.above, len(whole) - (not shape.may_be_empty)) + 1):
        rows = [record for record in whole[at:] if not any(skip.search(plain_text(record)) for skip in shape.skip)]
        if not rows and not shape.may_be_empty:
            continue
        if all(_fits(shape.columns, record.fields, shape.dates, shape.decimal_mark) for record in rows):
            places = {column_name(number): number for number in range(len(shape.columns))}
            return Found(tuple(map(plain_text, whole[:at])), places, len(places), "", rows_at=at)
    return None


def columns_of(shape: Sequence[Column]) -> dict[str, tuple[str, ...]]:
    """Map each role to the names of its columns."""
    pairs = [(role, column_name(number)) for number, column in enumerate(shape) for role in column.roles]
    return {role: tuple(name for each, name in pairs if each == role) for role, _ in pairs}


def column_name(number: int) -> str:
    """Name a column that no header names."""
    return f"column {number + 1}"


def _fits(columns: Sequence[Column], fields: list[str], dates: tuple[str, ...], decimal_mark: str) -> bool:
    if len(fields) < len(columns) or any(map(str.strip, fields[len(columns) :])):
        return False
    return all(column.fits(field.strip(), dates, decimal_mark) for column, field in zip(columns, fields, strict=False))
