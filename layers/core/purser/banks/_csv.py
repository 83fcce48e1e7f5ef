"""A CSV layout as a declaration: which columns play which role, and how the file is recognised by its header."""

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from typing import Literal

from purser.banks._items import Items, dates_of
from purser.banks._records import Record, read_records
from purser.banks._rows import Layout, Row
from purser.banks._signs import Sign, as_is
from purser.banks._text import Document
from purser.domain.dates import order_is_open, settle_order
from purser.domain.statements import UNKNOWN_CURRENCY, Reading

Role = Literal[
    "date", "posted", "description", "amount", "credit", "debit", "direction", "balance",
    "currency", "account", "category", "type", "reference", "memo", "id",
]  # fmt: skip
_REQUIRED: set[Role] = {"date", "description"}


@dataclass(frozen=True, kw_only=True)
class CsvFormat:
    """One bank's CSV layout.

    `headers`: the header line of each variant, pasted from a file. `columns`: the column of each role; one that a variant lacks
    is empty there. `dates`: the forms in use; two that differ only in order are settled by all dates of a file. `sign`: the way
    to money out being negative. `currency`: what every amount is in, where no column says. `encoding`: of files that are not
    Unicode. `pending_until`: rows above the first that fills this role are pending, if any row fills it (newest first, then).
    `ignore`: why a row is no transaction, "" for those that are. `account_in_name`: a pattern whose group is the account's
    number in a file's name.
    """

    name: str
    bank: str
    kind: str
    headers: tuple[str, ...]
    columns: Mapping[Role, str]
    dates: tuple[str, ...]
    sign: Sign = as_is
    currency: str = ""
    separator: str = ","
    decimal_mark: str = "."
    encoding: str = "cp1252"
    pending_until: Role | None = None
    ignore: Callable[[Row], str] | None = None
    account_in_name: str = ""
    _variants: tuple[tuple[str, ...], ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        variants = tuple(_normal(fields) for fields in csv.reader(self.headers, delimiter=self.separator))
        object.__setattr__(self, "_variants", variants)
        known = set(chain.from_iterable(variants))
        if strangers := [column for column in self.columns.values() if _normal([column])[0] not in known]:
            raise ValueError(f"{self.name}: no header has the columns {strangers}")
        if missing := _REQUIRED - self.columns.keys():
            raise ValueError(f"{self.name}: no column is said to be {sorted(missing)}")

    def claims(self, document: Document) -> bool:
        """Whether the file's first line is one of the headers."""
        return self._header(document) in self._variants

    def resembles(self, document: Document) -> str:
        """Say what keeps a similar file from being this layout; "" if it is not even similar."""
        found = self._header(document)
        for variant in self._variants:
            missing = [f'"{name}"' for name in variant if name not in found]
            if 2 * len(missing) < len(variant):
                return f"{', '.join(missing)} is missing" if missing else "the columns are in another order, or there are more"
        return ""

    def read(self, document: Document, currency: str | None) -> Reading:
        """Read the rows; `currency` counts where neither row nor layout says one."""

        def records() -> Iterator[Record]:
            return islice(read_records(document.lines(self.encoding), self.separator), 1, None)

        layout = self._layout(document, currency or UNKNOWN_CURRENCY)
        if order_is_open(self.dates):
            layout = replace(layout, dates=settle_order(self.dates, dates_of(records(), layout)))
        return Reading(self.name, self.bank, self.kind, Items(layout, records).read())

    def _header(self, document: Document) -> tuple[str, ...]:
        opening = io.StringIO(document.opening(self.encoding), newline="")
        return next((_normal(record.fields) for record in read_records(opening, self.separator)), ())

    def _layout(self, document: Document, currency: str) -> Layout:
        header = self._header(document)
        names = {str(role): column for role, column in self.columns.items()}
        columns = {role: _normal([column])[0] for role, column in names.items()}
        places = {role: header.index(column) for role, column in columns.items() if column in header}
        in_name = re.search(self.account_in_name, document.filename, re.IGNORECASE) if self.account_in_name else None
        return Layout(
            places=places,
            names=names,
            width=len(header),
            dates=self.dates,
            decimal_mark=self.decimal_mark,
            sign=self.sign,
            account=in_name[1] if in_name else "",
            currency=self.currency or currency,
            pending_until=self.pending_until,
            ignore=self.ignore,
        )


def _normal(fields: list[str]) -> tuple[str, ...]:
    """Names without case, surplus space and empty columns at the end, the things that differ between exports of one layout."""
    names = [" ".join(field.split()).casefold() for field in fields]
    while names and not names[-1]:
        names.pop()
    return tuple(names)
