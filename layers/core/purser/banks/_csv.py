"""A CSV layout as a declaration: which columns play which role, and how the file is recognised by its header."""

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from typing import Literal

from purser.banks._facts import Fact, Says, compiled, fact
from purser.banks._header import MORE, Found, Header, find_header, first_records, header_of, normal, plain_text
from purser.banks._items import Items, Switch, amounts_of, dates_of
from purser.banks._records import Quotes, Record
from purser.banks._rows import Layout, Row
from purser.banks._shape import Column, Shape, column_name, columns_of, find_shape
from purser.banks._signs import Sign, as_is
from purser.banks._text import Document
from purser.domain.currencies import currency_named
from purser.domain.dates import order_is_open, settle_order
from purser.domain.money import settle_decimal_mark
from purser.domain.statements import UNKNOWN_CURRENCY, Heading, Reading

Role = Literal[
    "date", "posted", "description", "original", "payer", "payee", "amount", "credit", "debit", "direction", "fee", "balance",
    "before", "currency", "currency_in", "currency_out", "account", "category", "type", "status", "reference", "memo", "id",
    "original_amount", "original_currency", "rate",
]  # fmt: skip
_REQUIRED: set[Role] = {"date", "description"}
NEXT = "+1"
"""The column after the last named one."""
_TAB = "\t"
_ROWS_ASKED = 50
_ABOVE_IN_SHEETS = 20
"""Rows that a spreadsheet may have over its header, whatever the CSV has: titles and notes."""
_FEWEST_TELLING = 2
_ANYBODYS = re.compile(
    "date|description|amount|balance|type|category|currency|memo|debit|credit|status|notes?|account|name|details|payee|time"
    "|reference|id|transaction|value|data|datum"
)
"""Names of columns that are those of no bank in particular."""
_SPACES = " \t\r\n\u00a0"


@dataclass(frozen=True, kw_only=True)
class CsvFormat:
    """One bank's CSV layout. A spreadsheet or a tab-separated file with the same columns is the same layout.

    Recognition:
    `headers`: the header line of each variant, pasted from a file; "¤" stands for a currency in a column's name, "..." at the
    end for more columns, in any order. `above`: how many lines may precede it. `shape`: of files without a header, what each
    column holds: a role or several ("memo+original"), a pattern (":[A-Z]+"), both ("status:Ok|Failed") or nothing. `proof`: a
    pattern that one of the first lines must match beside, where header or shape are others' too. `separator`: one character, or
    several of which a file uses one. `quotes`: how columns are quoted. `encoding`: of files that are not Unicode.

    Meaning:
    `columns`: the column of each role, or several of which the first that is filled counts; one that a variant lacks is empty
    there. Money in is described by its `payer`, money out by its `payee`, either by the `description` where these say nothing;
    likewise `currency_in` and `currency_out`.
    `dates`: the forms in use; two that differ only in order are settled by all dates of a file, and if those cannot, by
    `usual_order` (the first counts then) or `order_by` (a pattern in the rows, and the form it speaks for). `decimal_mark`: "."
    or ","; ".,": settled by all amounts of a file. `sign`: the way to money out being negative. `currency`: what every amount is
    in, where no column says, or what tells it of a row. `trim`: marks around the text of cells. `entities`: descriptions are
    HTML. `ragged`: a row may end before its last columns. `says`: where a fact stands in the lines around the rows.
    `account_in_name`: a pattern whose group is the account's number in a file's name. `sections`: the header may come again, for
    another account.

    Rows that are no booked transactions:
    `pending`: words of the status column that mean it, or what tells it. `pending_until`: rows above the first that fills this
    role are pending, if any row fills it (newest first, then). `void`: words of the status column that mean no money moved, and
    why. `ignore`: why a row is no transaction, "" for those that are. `skip`: patterns of lines that are no rows, and what they
    are.
    """

    name: str
    bank: str
    kind: str
    headers: tuple[str, ...] = ()
    columns: Mapping[Role, str | tuple[str, ...]] = field(default_factory=dict)
    shape: tuple[str, ...] = ()
    dates: tuple[str, ...]
    usual_order: bool = False
    order_by: Mapping[str, str] = field(default_factory=dict)
    sign: Sign = as_is
    currency: str | Callable[[Row], str] = ""
    separator: str = ","
    quotes: Quotes = '"'
    decimal_mark: str = "."
    encoding: str = "cp1252"
    above: int = 0
    proof: str = ""
    trim: str = ""
    entities: bool = False
    ragged: bool = False
    sections: bool = False
    says: Mapping[Fact, str] = field(default_factory=dict)
    account_in_name: str = ""
    pending: tuple[str, ...] | Callable[[Row], bool] = ()
    pending_until: Role | None = None
    void: Mapping[str, str] = field(default_factory=dict)
    ignore: Callable[[Row], str] | None = None
    skip: Mapping[str, str] = field(default_factory=dict)
    _headers: tuple[Header, ...] = field(init=False, repr=False)
    _shape: tuple[Column, ...] = field(init=False, repr=False)
    _says: Says = field(init=False, repr=False)
    _skip: tuple[tuple[re.Pattern[str], str], ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        headers = tuple(Header(tuple(names)) for names in csv.reader(self.headers, delimiter=self.separator[0]))
        object.__setattr__(self, "_headers", headers)
        object.__setattr__(self, "_shape", tuple(map(Column.parse, self.shape)))
        object.__setattr__(self, "_says", compiled(self.says))
        object.__setattr__(self, "_skip", tuple((re.compile(skip, re.IGNORECASE), why) for skip, why in self.skip.items()))
        if self.shape:
            object.__setattr__(self, "columns", columns_of(self._shape))
        known = {name for header in headers for name in normal(header.names)} | set(map(column_name, range(len(self.shape))))
        known.add(NEXT)
        if all(header.whole for header in headers) and (
            strangers := [name for name in chain(*map(_several, self.columns.values())) if normal([name])[0] not in known]
        ):
            raise ValueError(f"{self.name}: no header has the columns {strangers}")
        if missing := _REQUIRED - self.columns.keys():
            raise ValueError(f"{self.name}: no column is said to be {sorted(missing)}")

    def claims(self, document: Document) -> bool:
        """Whether one of the file's first lines is one of the headers."""
        return self._find(document) is not None

    def resembles(self, document: Document) -> str:
        """Say what keeps a similar file from being this layout; "" if it is not even similar."""
        for record in first_records(document, self.encoding, self.separator[0], self.quotes)[: self.above + 1]:
            found = normal(record.fields)
            for header in self._headers:
                lacking = header.missing(found)
                missing = [f'"{name.strip()}"' for name in lacking]
                if _is_telling(set(normal(header.names)) - set(normal(lacking)), len(header.names)):
                    return (
                        f"{', '.join(missing)} is missing" if missing else "the columns are in another order, or there are more"
                    )
        return ""

    def read(self, document: Document, currency: str | None) -> Reading:
        """Read the rows; `currency` counts where neither row nor layout says one."""
        separator, found = self._find(document) or (self.separator[0], Found((), {}, 0, ""))

        def records() -> Iterator[Record]:
            return islice(document.records(self.encoding, separator, self.quotes), found.rows_at, None)

        def layout_of(found: Found) -> Layout:
            return replace(self._layout(document, found, currency or UNKNOWN_CURRENCY), dates=dates, decimal_mark=decimal_mark)

        dates, decimal_mark = self._settled(self._layout(document, found, ""), records)
        switch = self._switch(layout_of) if self.sections or document.table is not None else None
        items = Items(layout_of(found), records, found.above, switch).read()
        lines = islice(document.records(self.encoding, separator, self.quotes), found.rows_at)
        heading = Heading(tuple(record.text for record in lines), separator if document.table is None else ",")
        return Reading(self.name, self.bank, self.kind, items, heading=heading)

    def _find(self, document: Document) -> tuple[str, Found] | None:
        for separator in self.separator if document.table is not None else dict.fromkeys(self.separator + _TAB):
            lines = first_records(document, self.encoding, separator, self.quotes)
            above = self.above if document.table is None or self.shape else max(self.above, _ABOVE_IN_SHEETS)
            if (found := self._found(lines, above)) and self._proven(lines):
                return separator, self._extended(found)
        return None

    def _found(self, lines: tuple[Record, ...], above: int) -> Found | None:
        if self.shape:
            skip = tuple(pattern for pattern, _ in self._skip)
            return find_shape(Shape(self._shape, self.dates, self.decimal_mark, above, skip, bool(self.proof)), lines)
        return find_header(self._headers, lines, above)

    def _extended(self, found: Found) -> Found:
        """Count the column after the last named one, where a role is in it."""
        if NEXT not in self.columns.values():
            return found
        return found._replace(places={**found.places, NEXT: found.width}, width=found.width + 1)

    def _proven(self, lines: tuple[Record, ...]) -> bool:
        return not self.proof or any(re.search(self.proof, plain_text(line), re.IGNORECASE) for line in lines)

    def _settled(self, layout: Layout, records: Callable[[], Iterator[Record]]) -> tuple[tuple[str, ...], str]:
        """Decide the order of day and month, and the decimal mark, from the whole file where the layout leaves them open."""
        dates, mark = self.dates, self.decimal_mark
        if order_is_open(dates):
            spoken_for = self._spoken_for(records)
            dates = settle_order(
                tuple(dict.fromkeys((*spoken_for, *dates))),
                dates_of(records(), layout),
                usual=self.usual_order or bool(spoken_for),
            )
        if len(mark) > 1:
            mark = settle_decimal_mark(mark, amounts_of(records(), layout))
        return dates, mark

    def _spoken_for(self, records: Callable[[], Iterator[Record]]) -> tuple[str, ...]:
        """Return the form that the first rows speak for beside their dates."""
        lines = list(map(plain_text, islice(records(), _ROWS_ASKED))) if self.order_by else []
        return next(((form,) for pattern, form in self.order_by.items() if any(re.search(pattern, line) for line in lines)), ())

    def _switch(self, layout_of: Callable[[Found], Layout]) -> Switch:
        starts = {normal(header.names[:1]) for header in self._headers if header.names[-1] != MORE}

        def switch(record: Record, above: Iterable[str]) -> Layout | None:
            likely = normal(record.fields[:1]) in starts or not starts
            found = header_of(self._headers, record) if likely else None
            return layout_of(self._extended(found._replace(above=tuple(above)))) if found else None

        return switch

    def _layout(self, document: Document, found: Found, currency: str) -> Layout:
        chosen = {
            role: [name for name in _several(names) if normal([name])[0] in found.places] for role, names in self.columns.items()
        }
        places = {str(role): tuple(found.places[normal([name])[0]] for name in names) for role, names in chosen.items() if names}
        in_name = re.search(self.account_in_name, document.filename, re.IGNORECASE) if self.account_in_name else None
        said = fact(self._says, "currency", found.above)
        return Layout(
            places={role: place if len(place) > 1 else place[0] for role, place in places.items()},
            names={role: _spelled(found, place[0]) for role, place in places.items()},
            width=found.width,
            dates=self.dates,
            decimal_mark=self.decimal_mark[0],
            sign=self.sign,
            account="".join(fact(self._says, "account", found.above).split()) or (in_name[1] if in_name else ""),
            currency=found.currency or currency_named(said) or ("" if callable(self.currency) else self.currency) or currency,
            currency_of=self.currency if callable(self.currency) else None,
            pending_until=self.pending_until,
            ignore=self.ignore,
            waiting=self.pending if callable(self.pending) else frozenset(map(str.casefold, self.pending)),
            void={word.casefold(): reason for word, reason in self.void.items()},
            skip=self._skip,
            says=self._says,
            trim=self.trim + _SPACES if self.trim else None,
            entities=self.entities,
            ragged=self.ragged or document.table is not None,
        )


def _is_telling(shared: set[str], names: int) -> bool:
    """Whether the names that a file shares with a header of so many are most of it, and more than what any list has."""
    return 3 * len(shared) >= 2 * names and sum(not _ANYBODYS.fullmatch(name) for name in shared) >= _FEWEST_TELLING


def _spelled(found: Found, place: int) -> str:
    """Call a column as the file does."""
    return found.names[place] if place < len(found.names) else column_name(place)


def _several(names: str | tuple[str, ...]) -> tuple[str, ...]:
    return (names,) if isinstance(names, str) else names
