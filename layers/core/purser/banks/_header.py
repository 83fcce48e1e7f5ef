"""The line of a CSV file that names its columns: how a layout spells it, and where a file has it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from purser.banks._records import Quotes, Record
from purser.banks._text import Document
from purser.domain.currencies import currency_named

MORE = "..."
"""Ends a header of which only some columns are declared: these and others, in any order."""
CURRENCY = "¤"
"""Stands in a column's name for the code or symbol of a currency: "Amount (¤)" is "Amount (EUR)"."""
MOST_ABOVE = 60
"""Records of a file that are looked at to find its header."""
_HEAD_BYTES = 16_384


def normal(names: Sequence[str]) -> tuple[str, ...]:
    """Names without case, surplus space and empty columns at the end.

    The second "name" of a header is "name 2", its third column without a name is "column 3".
    """
    plain = [" ".join(name.replace("\ufeff", "").split()).casefold() for name in names]
    while plain and not plain[-1]:
        plain.pop()
    plain = [name or f"column {number}" for number, name in enumerate(plain, 1)]
    if len(set(plain)) == len(plain):
        return tuple(plain)
    counts = [plain[: place + 1].count(name) for place, name in enumerate(plain)]
    return tuple(name if count == 1 else f"{name} {count}" for name, count in zip(plain, counts, strict=True))


class Found(NamedTuple):
    """A header in a file: how many records stand above it, the place of each declared column, how many columns there are.

    `currency` is that which a column's name gives, "" for none; `above` are the texts of the records above; `rows_at` is the
    number of records before the first row; `names` are the columns as the file spells them.
    """

    above: tuple[str, ...]
    places: dict[str, int]
    width: int
    currency: str
    rows_at: int = 1
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Header:
    """One spelling of a layout's header."""

    names: tuple[str, ...]
    whole: bool = field(init=False)
    _plain: tuple[str, ...] = field(init=False)
    _literal: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "whole", self.names[-1] != MORE)
        object.__setattr__(self, "_plain", normal(self.names if self.whole else self.names[:-1]))
        object.__setattr__(self, "_literal", frozenset(name for name in self._plain if CURRENCY not in name))

    def places(self, found: tuple[str, ...], known: frozenset[str]) -> dict[str, int] | None:
        """Map each declared name to its place in a file's header, of which `known` is the set; None if that is another header."""
        if not self._literal <= known:
            return None
        if self.whole:
            return self._one_by_one(found)
        places = {name: place for name in self._plain if (place := _place(name, found)) is not None}
        return {**{name: place for place, name in enumerate(found)}, **places} if len(places) == len(self._plain) else None

    def missing(self, found: tuple[str, ...]) -> list[str]:
        """List the declared names that a file's header lacks."""
        return [name for name, plain in zip(self.names, self._plain, strict=False) if _place(plain, found) is None]

    def _one_by_one(self, found: tuple[str, ...]) -> dict[str, int] | None:
        if len(found) != len(self._plain) or not all(map(_is, self._plain, found)):
            return None
        return {name: place for place, name in enumerate(self._plain)}


def find_header(headers: Sequence[Header], lines: Sequence[Record], above: int) -> Found | None:
    """Find the first record that is one of the headers, with at most `above` records before it."""
    for at, record in enumerate(lines[: above + 1 + _hints(lines)]):
        if found := header_of(headers, record):
            return found._replace(above=tuple(map(plain_text, lines[:at])), rows_at=at + 1)
    return None


def header_of(headers: Sequence[Header], record: Record) -> Found | None:
    """Read a record as one of the headers, if it is one."""
    names, known = _read(tuple(record.fields))
    for header in headers:
        if (places := header.places(names, known)) is not None:
            spelled = tuple(map(str.strip, record.fields))
            return Found((), places, len(names), _currency(header.names, names, places), names=spelled)
    return None


def plain_text(record: Record) -> str:
    """Write a record's cells side by side, without what a dialect of CSV needs around them: "Balance|12.00"."""
    return "|".join(map(str.strip, record.fields)) if record.fields else record.text


def first_records(document: Document, encoding: str, separator: str, quotes: Quotes) -> tuple[Record, ...]:
    """Return as many records as can stand above a header, and the header."""
    dialect = ("" if document.encoding else encoding, separator, quotes) if document.table is None else ()
    if dialect not in document.memo:
        head = document if document.table is not None else Document(document.data[:_HEAD_BYTES], "", document.encoding)
        document.memo[dialect] = tuple(islice(head.records(encoding, separator, quotes), MOST_ABOVE + 2))
    return document.memo[dialect]


@lru_cache(maxsize=512)
def _read(fields: tuple[str, ...]) -> tuple[tuple[str, ...], frozenset[str]]:
    names = normal(fields)
    return names, frozenset(names)


def _hints(lines: Sequence[Record]) -> int:
    """Count the line that tells a spreadsheet which separator follows ("sep=;"), for it is no line of the statement."""
    return int(bool(lines) and lines[0].text.strip().strip('"').casefold().startswith("sep="))


def _is(declared: str, found: str) -> bool:
    if CURRENCY not in declared:
        return declared == found
    start, _, end = declared.partition(CURRENCY)
    inner = found[len(start) : len(found) - len(end)]
    return found.startswith(start) and found.endswith(end) and currency_named(inner) is not None


def _place(declared: str, found: tuple[str, ...]) -> int | None:
    return next((place for place, name in enumerate(found) if _is(declared, name)), None)


def _currency(names: Sequence[str], found: tuple[str, ...], places: dict[str, int]) -> str:
    return next(_named_in(names, found, places), "")


def _named_in(names: Sequence[str], found: tuple[str, ...], places: dict[str, int]) -> Iterator[str]:
    for declared in normal(names):
        start, sign, end = declared.partition(CURRENCY)
        if sign:
            name = found[places[declared]]
            yield currency_named(name[len(start) : len(name) - len(end)]) or ""
