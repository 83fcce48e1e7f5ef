"""Where the table is in a file of unknown layout: its separator, its quotes, the lines before it, its header, its rows."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from purser.banks._infer_dates import readings
from purser.banks._infer_encoding import encoding_of
from purser.banks._infer_headers import concepts
from purser.banks._infer_money import written
from purser.banks._records import Quotes, Record, read_records
from purser.banks._text import OPENING_BYTES, Document

SEPARATORS = (";", ",", "\t", "|")
SAMPLE = 2_000
"""Rows that structure and signs are judged by; dates and decimal marks are judged by all."""

_LOOKED_AT = 400
_MOST_PREAMBLE = 80
_LONGEST_NAME = 120
_CODE = re.compile(r'[{}"<>=]|: ')
"""Marks of data in other notations than CSV."""
_OTHER_DIGITS = "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹０１２３４５６７８９"
_OTHER_MARKS = {"٫": ".", "٬": ",", "－": "-", "＋": "+", "．": ".", "，": ",", "／": "/", "：": ":", "￥": ""}
_NARROW = str.maketrans({digit: str(int(digit)) for digit in _OTHER_DIGITS} | _OTHER_MARKS)
_WIDE = re.compile(
    rf"[{_OTHER_DIGITS}{''.join(_OTHER_MARKS)} .,/:+-]*[{_OTHER_DIGITS}][{_OTHER_DIGITS}{''.join(_OTHER_MARKS)} .,/:+-]*"
)
"""Dates and numbers in digits of other scripts."""
_DATED = frozenset({"date", "value", "booking"})
_VALUED = frozenset({"amount", "debit", "credit", "balance"})


@dataclass(frozen=True, slots=True)
class Dialect:
    """How cells are told apart. `padded`: there are spaces around quoted cells."""

    separator: str
    quotes: Quotes = '"'
    padded: bool = False

    def records(self, document: Document, encoding: str) -> Iterator[Record]:
        """Read a file's records."""
        if self.padded and document.table is None:
            return read_records(self._unpadded(document.lines(encoding)), self.separator, self.quotes)
        return document.records(encoding, self.separator, self.quotes)

    def _unpadded(self, lines: Iterator[str]) -> Iterator[str]:
        mark = re.escape(self.separator)
        outside = re.compile(rf'(?:(?<={mark})|^)[ ]+(?=")|(?<=")[ ]+(?={mark}|\r?\n?$)')
        return (outside.sub("", line) for line in lines)


@dataclass(frozen=True, slots=True)
class Table:
    """A table found. `header` is () where the file has none; `names` are its cells as written; `before` is what stands above."""

    document: Document
    encoding: str
    dialect: Dialect
    before: tuple[Record, ...]
    header: Record | None
    sample: tuple[Record, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The columns' names without those that are empty at the end; () where there is no header."""
        return trimmed(self.header.fields) if self.header else ()

    @property
    def width(self) -> int:
        """How many columns there are: as many as have a name, or are there without one and filled."""
        widest = max((len(trimmed(record.fields)) for record in self.sample), default=0)
        return max(len(self.names), min(len(self.header.fields), widest)) if self.header else widest

    def records(self) -> Iterator[Record]:
        """Read the file from its beginning."""
        return self.dialect.records(self.document, self.encoding)


def trimmed(fields: list[str]) -> tuple[str, ...]:
    """Return the cells without surrounding space and without those that are empty at the end."""
    names = [clean(field) for field in fields]
    while names and not names[-1]:
        names.pop()
    return tuple(names)


def clean(cell: str) -> str:
    """Strip space of all kinds, and what makes a spreadsheet take it for text (="0012", '0012); typed cells stay as they are."""
    if type(cell) is not str:
        return cell
    text = cell.strip().strip("\ufeff").strip()
    if text and not text.isascii() and _WIDE.fullmatch(text):
        text = text.translate(_NARROW)
    if text.startswith('="') and text.endswith('"'):
        return text[2:-1].strip()
    return text[1:] if text.startswith("'") and text[1:2].isdecimal() and text.count("'") == 1 else text


def is_date(cell: str) -> bool:
    """Whether a cell can be a date and is more than six digits in a row."""
    return bool(readings(cell)) and not (cell.isdigit() and len(cell) < 8)  # noqa: PLR2004 - YYYYMMDD


def locate(document: Document) -> Table | None:
    """Find the table; None where nothing in the file looks like rows with a date and an amount, or like their header."""
    encoding = encoding_of(document)
    head = document if document.table is not None else replace(document, data=document.data[:OPENING_BYTES])
    best: tuple[tuple[int, ...], Table] | None = None
    for dialect in _dialects(document.opening(encoding)) if document.table is None else (Dialect(","),):
        first = list(islice(dialect.records(head, encoding), _LOOKED_AT))
        rows = [place for place, record in enumerate(first) if is_row(record)]
        header = _header(first, rows)
        broken = sum(1 for record in first[:-1] if record.problem)
        known = _recognised(first[header]) if header is not None else 0
        worth = (len(rows), known, _fitting(first, rows, header), -broken, len(first[rows[0]].fields) if rows else 0)
        if (rows or header is not None) and (best is None or worth > best[0]):
            best = (worth, _table(document, encoding, dialect, header))
    return best[1] if best else None


def _fitting(first: list[Record], rows: list[int], header: int | None) -> int:
    """Count the rows that have as many columns as there are names, or as most of the rows have."""
    widths = Counter(len(trimmed(first[place].fields)) for place in rows)
    named = len(first[header].fields) if header is not None else 0
    return sum(count for width, count in widths.items() if width <= named) if named else max(widths.values(), default=0)


def is_row(record: Record) -> bool:
    """Whether a record has a date in one cell and an amount in another."""
    cells = [clean(field) for field in record.fields]
    dates = {place for place, cell in enumerate(cells) if is_date(cell)}
    return bool(dates) and any(place not in dates and written(cell) for place, cell in enumerate(cells))


def _dialects(opening: str) -> Iterator[Dialect]:
    for separator in SEPARATORS:
        if separator in opening:
            mark = re.escape(separator)
            padded = re.search(rf'{mark}[ ]+"|"[ ]+(?:{mark}|\r?\n|$)', opening) is not None
            yield Dialect(separator, padded=padded)
            if '"' in opening:
                yield Dialect(separator, quotes="bare")
            if opening.count(f"'{separator}") > opening.count(f'"{separator}') and re.search(rf"^'|{mark}'", opening):
                yield Dialect(separator, quotes="'")


def _table(document: Document, encoding: str, dialect: Dialect, header: int | None) -> Table:
    records = dialect.records(document, encoding)
    before = tuple(islice(records, header)) if header else ()
    named = next(records) if header is not None else None
    return Table(document, encoding, dialect, before, named, _whole(list(islice(records, SAMPLE)), named))


def _whole(rows: list[Record], header: Record | None) -> tuple[Record, ...]:
    """Leave out a last row that the end of the file cuts: what it holds is no evidence."""
    if rows and not rows[-1].complete:
        *above, last = rows
        wanted = above[-1] if above else header
        if wanted is None or len(last.fields) < len(trimmed(wanted.fields)):
            return tuple(above)
    return tuple(rows)


def _header(first: list[Record], rows: list[int]) -> int | None:
    """Find the line that names the columns: by what it says, else by standing right above the rows and being unlike them."""
    said = {place: _recognised(record) for place, record in enumerate(first[:_MOST_PREAMBLE])}
    best = max(said, key=lambda place: (said[place], -place), default=None)
    if best is not None and said[best]:
        return best
    if not rows:
        return None
    dated = next(
        place for place, record in enumerate(first) if place == rows[0] or any(is_date(clean(cell)) for cell in record.fields)
    )
    return dated - 1 if dated and _unlike_rows(first[dated - 1], first[rows[0]]) else None


def _recognised(record: Record) -> int:
    """Count the columns whose names are known; 0 unless some name a date and an amount, and no cell is a date or a number."""
    names = [name for name in trimmed(record.fields) if len(name) <= _LONGEST_NAME]
    if len(names) < 2 or any(is_date(name) or written(name) or _CODE.search(name) for name in names):  # noqa: PLR2004 - a date and an amount
        return 0
    known = [concepts(name) for name in names]
    dated = any(one.keys() & _DATED for one in known)
    valued = any(one.keys() & _VALUED or one.keys() == {"value"} for one in known)
    return sum(1 for one in known if one) if dated and valued else 0


def _unlike_rows(header: Record, row: Record) -> bool:
    names, cells = trimmed(header.fields), trimmed(row.fields)
    filled = [name for name in names if name]
    return (
        len(names) >= len(cells) - 1
        and 2 * len(filled) > len(names)
        and len(set(filled)) == len(filled)
        and not any(is_date(name) or written(name) for name in filled)
    )
