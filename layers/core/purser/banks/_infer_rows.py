"""The rows of a table by role, and what all of them say that has to be decided for the whole file."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import islice

from purser.banks._cells import Day, Number
from purser.banks._infer_columns import Column
from purser.banks._infer_dates import readings
from purser.banks._infer_lexicon import is_balance_row
from purser.banks._infer_mapping import AMOUNTS
from purser.banks._infer_money import Marks, number, written
from purser.banks._infer_order import Dates
from purser.banks._infer_roles import Roles
from purser.banks._infer_table import Table, clean

_SEQUENCE = 5_000
"""Rows whose order is looked at."""
_MOST_DATES = 50_000
_FEWEST_ALIKE = 2
_FEWEST_SAID = 3
"""Different descriptions from which on the rows are not of one thing that recurs."""
_MOST_SAID = 50
_DIGITS = re.compile("[0-9]+")


@dataclass(frozen=True, slots=True)
class Cells:
    """One row of the sample that has a date and an amount."""

    line: int
    fields: Sequence[str]
    roles: Roles

    def text(self, role: str) -> str:
        """Return the first cell of the role that is filled."""
        return next((text for place in self.roles.places.get(role, ()) if (text := self.at(place))), "")

    def at(self, place: int) -> str:
        """Return a column's cell."""
        return self.fields[place] if place < len(self.fields) else ""

    def number(self, role: str, mark: str) -> Decimal | None:
        """Return the role's number as written."""
        text = self.text(role)
        return Decimal(text) if type(text) is Number else number(text, mark)


@dataclass(slots=True)
class Survey:
    """What every row of the file says: the texts of its dates, the marks in its numbers."""

    marks: Marks = field(default_factory=Marks)
    other_marks: Marks = field(default_factory=Marks)
    texts: dict[str, None] = field(default_factory=dict)
    rows: list[list[str]] = field(default_factory=list)
    line: int | None = None
    count: int = 0
    said: dict[str, set[str]] = field(default_factory=dict)

    def dates(self) -> Dates:
        """Return the texts of the dates."""
        varied = len(self.said) >= _FEWEST_SAID and all(len(days) == 1 for days in self.said.values())
        return Dates(list(self.texts), self.rows, self.line, self.marks.settled() or "", varied)


def survey(table: Table, columns: Sequence[Column], roles: Roles) -> Survey:
    """Look at every row of the file once; memory stays bounded."""
    found = Survey()
    dates = tuple(dict.fromkeys((*roles.places.get("date", ()), *roles.places.get("posted", ()))))
    money = {place for role in (*AMOUNTS, "balance", "fee") for place in roles.places.get(role, ())}
    others = [column.place for column in columns if column.place not in money and column.says("original", "rate", "amount")]
    found.rows = [[] for _ in dates]
    described = roles.places.get("description", ())
    skip = len(table.before) + (table.header is not None)
    for record in islice(table.records(), skip, None):
        cells = [clean(field) for field in record.fields]
        texts = [cells[place] if place < len(cells) else "" for place in dates]
        if any(readings(text) for text in texts):
            _see_dates(found, texts, record.line)
            said = _DIGITS.sub("", next((cells[place] for place in described if place < len(cells)), ""))
            if said in found.said or len(found.said) < _MOST_SAID:
                found.said.setdefault(said, set()).add(texts[0])
            late = "" if record.complete else cells.pop()
            found.marks.see(cells[place] for place in money if place < len(cells) and type(cells[place]) is str)
            found.other_marks.see(cells[place] for place in others if place < len(cells) and type(cells[place]) is str)
            if late and len(cells) in money and not found.marks.settled() and not found.marks.doubtful():
                found.marks.see([late])  # the file may end inside it, so it counts only where nothing else does
    if table.header is None:
        _forget_odd_first(found)
    return found


def _forget_odd_first(found: Survey) -> None:
    """Where no header parts the rows from what is above, a first date in a form that no other has is of no row."""
    first, *others = next((texts for texts in found.rows if len(texts) > _FEWEST_ALIKE), [""])
    if first and _shape(first) not in map(_shape, others) and len(set(map(_shape, others))) == 1:
        found.texts.pop(first, None)


def _shape(text: str) -> str:
    return re.sub("[0-9]", "9", text)


def _see_dates(found: Survey, texts: Sequence[str], line: int) -> None:
    found.count += 1
    found.line = found.line or line
    for sequence, text in zip(found.rows, texts, strict=True):
        typed = type(text) is Day
        if text and not typed and len(found.texts) < _MOST_DATES and readings(text):
            found.texts[text] = None
        if len(sequence) < _SEQUENCE:
            sequence.append("" if typed or not readings(text) else text)


def rows_of(table: Table, roles: Roles) -> list[Cells]:
    """Return the rows of the sample that have a date and an amount and are no balances."""
    return list(_rows(table, roles))


def _rows(table: Table, roles: Roles) -> Iterator[Cells]:
    for record in table.sample:
        cells = Cells(record.line, [clean(field) for field in record.fields], roles)
        dated = any(readings(cells.at(place)) for place in roles.places.get("date", ()))
        moved = any(written(cells.text(role)) for role in (*AMOUNTS, "fee"))
        if dated and moved and not is_balance_row(cells.text("description")):
            yield cells
