"""What each column of a table holds, judged by its rows: dates, amounts, words, codes, nothing."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from purser.banks._cells import Number
from purser.banks._infer_headers import concepts
from purser.banks._infer_lexicon import directions, failed, pending, plain_word, settled
from purser.banks._infer_money import written
from purser.banks._infer_table import Table, clean, is_date
from purser.banks._infer_words import fold
from purser.domain.currencies import is_currency

MOST_VALUES = 400
_MOST_STATES = 5
_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9 ]{8,34}")
_LETTER = re.compile(r"[^\W\d_]")
_DECIMALS = re.compile(r"[.,][0-9]{2}$")


@dataclass(slots=True)
class Column:
    """One column. Counts are of the rows of the sample that have a date somewhere; `known` are the concepts of its name."""

    place: int
    name: str
    known: dict[str, float]
    rows: int = 0
    filled: int = 0
    dates: int = 0
    amounts: int = 0
    decimals: int = 0
    minus: int = 0
    plus: int = 0
    zeros: int = 0
    symbols: Counter[str] = field(default_factory=Counter)
    words: Counter[str] = field(default_factory=Counter)
    values: Counter[str] = field(default_factory=Counter)
    letters: int = 0
    characters: int = 0
    codes: int = 0
    ibans: int = 0

    def see(self, cell: str) -> None:
        """Take one row's cell."""
        self.rows += 1
        if not cell:
            return
        self.filled += 1
        self.characters += len(cell)
        if len(self.values) < MOST_VALUES or cell in self.values:
            self.values[cell] += 1
        self.letters += bool(_LETTER.search(cell))
        self.codes += is_currency(cell.upper())
        self.ibans += bool(_IBAN.fullmatch(cell))
        self.dates += is_date(cell)
        self._see_amount(cell)

    def _see_amount(self, cell: str) -> None:
        parts = written(cell)
        if parts is None:
            return
        self.amounts += 1
        self.minus += parts.sign == "-"
        self.plus += parts.sign == "+"
        self.zeros += not parts.body.strip("0.,")
        self.decimals += bool(_DECIMALS.search(parts.body)) or bool(parts.symbol) or (type(cell) is Number and "." in cell)
        self.symbols[parts.symbol] += bool(parts.symbol)
        self.words[parts.word] += 1

    def share(self, count: int) -> float:
        """Return a count's share of the rows that fill the column."""
        return count / self.filled if self.filled else 0.0

    def says(self, *wanted: str, least: float = 0.33) -> bool:
        """Whether the name holds one of the concepts, and they are more than a particle of it."""
        return any(self.known.get(concept, 0) >= least for concept in wanted)

    @property
    def is_dated(self) -> bool:
        return self.filled > 0 and self.share(self.dates) >= (0.5 if self.says("date", "value", "booking") else 0.9)

    @property
    def is_amount(self) -> bool:
        """Whether most cells are amounts and none of them dates, and, unless the name says amount, they look like money."""
        if not self.filled or self.share(self.dates) > 0.1:  # noqa: PLR2004 - a share
            return False
        return self.share(self.amounts) >= 0.5 if self.says(*MONEY) else self.is_money  # noqa: PLR2004 - a share

    @property
    def is_money(self) -> bool:
        """Whether the cells are amounts by their looks alone: two decimals or a currency's sign."""
        if self.share(self.amounts) < 0.9 or self.share(self.dates) > 0.1:  # noqa: PLR2004 - shares
            return False
        return self.decimals > 0 and self.decimals >= 0.3 * (self.filled - self.zeros)

    @property
    def is_currency(self) -> bool:
        return self.filled > 0 and self.share(self.codes) >= 0.9  # noqa: PLR2004 - a share

    @property
    def is_text(self) -> bool:
        return self.share(self.letters) >= 0.5 and not self.is_dated and not self.is_currency and not self.is_amount  # noqa: PLR2004

    @property
    def is_constant(self) -> bool:
        return len(self.values) == 1 and self.filled > 1

    @property
    def directs(self) -> bool:
        """Whether the column says which way money moved: under a name that tells, or with words for both ways."""
        words = self.directions() if self.is_text or set(self.values) <= NEUTRAL | {"+", "-", "−"} else None
        if words is None or self.says("direction"):
            return words is not None
        if 0 < self.filled < self.rows and set(map(fold, self.values)) in ({"cr"}, {"dr"}):
            return True
        if self.says("name", "counter", "description"):
            return False
        out, into = words
        return bool(out and into) and (all(len(word) > 1 for word in out | into) or set(out | into) in _CLEAR_LETTERS)

    @property
    def goes_both_ways(self) -> bool:
        """Whether words behind the amounts say that some are money out and some money in."""
        words = {word.casefold() for word in self.words if word}
        found = read_directions(words) if len(words) > 1 else None
        return found is not None and all(found)

    @property
    def states(self) -> bool:
        """Whether the column says of each row whether it is booked, and of some that they are not yet."""
        words = set(self.values)
        if not self.is_text or len(words) > _MOST_STATES or self.says("description", "name", "counter", "category"):
            return False
        return any(map(pending, words)) and all(pending(word) or settled(word) or failed(word) for word in words)

    def directions(self) -> tuple[frozenset[str], frozenset[str]] | None:
        """Return the words of the column that mean money out, and those that mean money in; None if it holds other words."""
        return read_directions({plain_word(value) for value in self.values} - NEUTRAL, fold(self.name))


MONEY = ("amount", "debit", "credit", "balance", "fee", "original", "direction", "transaction", "value")


_CLEAR_LETTERS = ({"d", "c"}, {"s", "h"}, {"d", "h"}, {"d", "k"}, {"t", "j"}, {"-", "+"}, {"χ", "π"})
NEUTRAL = frozenset({"", "/", "n a", "neutral", "不计收支", "其他"})
"""Words of a direction column for rows that are neither: they are rejected one by one."""


def read_directions(words: set[str], name: str = "") -> tuple[frozenset[str], frozenset[str]] | None:
    """Sort words into money out and money in; None unless all pairs of word lists that hold them all agree.

    Where they do not ("C" is credit, and "cargo"), those pairs decide of which a word stands in the column's folded name.
    """
    pairs = [(out, into) for out, into in directions() if words and words <= out | into]
    spoken = set(name.split())
    for possible in (pairs, [(out, into) for out, into in pairs if spoken & {word for word in out | into if len(word) > 1}]):
        found = {(frozenset(words & out), frozenset(words & into)) for out, into in possible}
        if len(found) == 1:
            return found.pop()
    return None


def columns_of(table: Table) -> list[Column]:
    """Judge every column by the rows that have a date."""
    names = table.names
    columns = [Column(place, name, concepts(name)) for place, name in enumerate((*names, *[""] * (table.width - len(names))))]
    rows = [cells for record in table.sample if any(map(is_date, cells := [clean(field) for field in record.fields]))]
    dated = _dated_place(rows) if table.header is None else None
    for cells in rows:
        if dated is None or (dated < len(cells) and is_date(cells[dated])):
            for column in columns:
                column.see(cells[column.place] if column.place < len(cells) else "")
    return columns


def _dated_place(rows: Sequence[Sequence[str]]) -> int | None:
    """Return the column that has a date in most rows: where no header says what is above the rows, a line with another is."""
    places = Counter(place for cells in rows for place, cell in enumerate(cells) if is_date(cell))
    return max(places, key=lambda place: (places[place], -place), default=None)
