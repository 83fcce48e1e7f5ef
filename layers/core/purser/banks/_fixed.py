"""Statements in records of fixed width: a record is a line, known by its first characters; further ones explain a booking."""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Protocol

from purser.banks._infer_encoding import encoding_of
from purser.banks._records import MOST_CHARACTERS, MOST_LINES
from purser.banks._text import Document
from purser.domain.dates import parse_date
from purser.domain.errors import RowError
from purser.domain.statements import UNKNOWN_CURRENCY, Balance, Item, Reading, Rejected

_CUT = "The file stops inside this record. Download the statement again."
_DIGITS = re.compile(r"\d{1,18}", re.ASCII)


@dataclass(slots=True)
class Booking:
    """A record and those that explain it; `line` is the 1-based line of the first."""

    line: int
    records: list[str]

    @property
    def text(self) -> str:
        """The records as they stand, without the blanks at their ends."""
        return "\n".join(record.rstrip() for record in self.records)

    @property
    def code(self) -> str:
        """The first two characters, which tell what a record is in most of these formats."""
        return self.records[0][:2]


class Statements(Protocol):
    """What a file says, as far as it has been read."""

    def take(self, booking: Booking) -> Iterator[Item]:
        """Read a record with those that explain it; a RowError rejects it."""


@dataclass(frozen=True)
class FixedFormat:
    """A format of fixed width.

    `begins` tells it by its first record, `explains` the records that belong to the one before. Where a file has no line ends,
    each `width` characters are a record; 0 is a width that differs. `encoding` is that of files that are not Unicode, unless
    their letters speak for another one; `only` says that there is no other.
    """

    name: str
    width: int
    begins: str
    explains: Callable[[str], bool]
    statements: Callable[[str], Statements]
    encoding: str = "cp1252"
    only: bool = False
    bank: str = "other"
    _begins: re.Pattern[str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_begins", re.compile(self.begins, re.ASCII))

    def claims(self, document: Document) -> bool:
        """Whether the first line is this format's."""
        return document.table is None and self._begins.match(document.opening("latin-1").lstrip("\ufeff\r\n\x1a ")) is not None

    def resembles(self, _document: Document) -> str:
        """Resemble nothing: the first record is there or not."""
        return ""

    def read(self, document: Document, currency: str | None) -> Reading:
        """Read the records, lazily."""
        return Reading(self.name, self.bank, "checking", self._items(document, currency or UNKNOWN_CURRENCY))

    def _items(self, document: Document, currency: str) -> Iterator[Item]:
        statements = self.statements(currency)
        for booking in self._bookings(document):
            try:
                yield from statements.take(booking)
            except RowError as error:
                yield Rejected(booking.line, booking.text[:MOST_CHARACTERS], error.code, error.message)

    def _bookings(self, document: Document) -> Iterator[Booking]:
        booking: Booking | None = None
        for line, record in self._records(document):
            if booking and self.explains(record) and len(booking.records) < MOST_LINES:
                booking.records.append(record)
                continue
            if booking:
                yield booking
            booking = Booking(line, [record])
        if booking:
            yield booking

    def _records(self, document: Document) -> Iterator[tuple[int, str]]:
        likeliest = self.encoding if self.only else encoding_of(document)
        legacy = self.encoding if likeliest == "cp1252" else likeliest
        for line, raw in enumerate(document.lines(legacy), 1):
            text = raw.strip("\r\n\x1a\ufeff")
            for record in self._parted(text):
                if record.strip():
                    yield line, record[:MOST_CHARACTERS]

    def _parted(self, text: str) -> Iterator[str]:
        """Part a line of several records."""
        if self.width and len(text) >= 2 * self.width:
            yield from (text[at : at + self.width] for at in range(0, len(text), self.width))
        else:
            yield text


def number(text: str, decimals: int) -> Decimal:
    """Read digits that imply decimals. RowError where they are none, or where the file stops."""
    if not _DIGITS.fullmatch(text):
        code = "BAD_AMOUNT" if text.strip() else "TRUNCATED"
        raise RowError(_CUT if code == "TRUNCATED" else f"{text[:40]!r} is not an amount of digits.", code=code)
    return Decimal(text).scaleb(-decimals)


def day(text: str, form: str) -> dt.date:
    """Read six digits as `form` says, such as "%d%m%y"."""
    try:
        spaced, wanted = f"{text[:2]} {text[2:4]} {text[4:6]}", f"{form[:2]} {form[2:4]} {form[4:]}"
        return parse_date(spaced, (wanted,))
    except ValueError as error:
        raise RowError(f"{text[:20]!r} is not a date of six digits.", code="BAD_DATE") from error


def whole(record: str, width: int) -> None:
    """Refuse a record that the end of the file cut before `width`."""
    if len(record) < width:
        raise RowError(_CUT, code="TRUNCATED")


def told(read: Callable[[], Balance]) -> Iterator[Balance]:
    """Yield a balance, or nothing where it cannot be read: there is nothing to check then, and no row is lost."""
    try:
        yield read()
    except RowError:
        return


def folded(*texts: str) -> str:
    """Join what says something, spaces folded."""
    return " ".join(" ".join(texts).split())
