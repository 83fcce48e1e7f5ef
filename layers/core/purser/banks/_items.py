"""CSV records -> entries, rejected and ignored rows, each record exactly one of them."""

import html
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import Any

from purser.banks._facts import BALANCES, BalanceKind, balances, fact
from purser.banks._header import MOST_ABOVE, plain_text
from purser.banks._records import Record
from purser.banks._references import References
from purser.banks._rows import REMEDY, Layout, Row
from purser.domain.currencies import currency_named
from purser.domain.errors import RowError
from purser.domain.statements import Entry, Ignored, Item, Rejected

_AMOUNTS = ("amount", "credit", "debit", "fee")
_TOLD = (
    ("bank_category", "category"),
    ("bank_type", "type"),
    ("memo", "memo"),
)
"""Fields of an entry that are a cell's text and nothing more."""
_CURRENCIES = {"currency", "currency_in", "currency_out"}
_CUT = "The file stops in the middle of this row. Export it again; if the row is whole, end the file with a line end."

Switch = Callable[[Record, Iterable[str]], Layout | None]
"""Reads a record, and the lines since the rows above it, as the header of another part of the file; None if it is a row."""


def dates_of(records: Iterator[Record], layout: Layout) -> Iterator[str]:
    """Yield every date text of the file, for deciding on the order of day and month."""
    for row in _rows(records, layout):
        yield from filter(None, (row.text("date"), row.text("posted")))


def amounts_of(records: Iterator[Record], layout: Layout) -> Iterator[str]:
    """Yield every text of an amount, for deciding on the decimal mark."""
    for row in _rows(records, layout):
        yield from filter(None, map(row.text, (*_AMOUNTS, "balance")))


def _rows(records: Iterator[Record], layout: Layout) -> Iterator[Row]:
    return (Row(record.fields, layout) for record in records if len(record.fields) >= layout.width)


class Items:
    """The items of one file; remembers what the rows before say about the one being read.

    `above` are the lines over the header, in which balances may stand.
    """

    def __init__(
        self,
        layout: Layout,
        records: Callable[[], Iterator[Record]],
        above: tuple[str, ...] = (),
        switch: Switch | None = None,
    ) -> None:
        self._records = records
        self._above = above
        self._switch = switch
        self._decimals, self._latest = 2, Decimal("0.00")
        self._pending = False
        self._between: deque[str] = deque(maxlen=MOST_ABOVE)
        self._references = References()
        self._use(layout, above)

    def read(self) -> Iterator[Item]:
        """Yield one item for each record, and the balances that stand around them."""
        self._pending = self._starts_pending()
        yield from self._balances(self._above, BALANCES)
        for record in self._records():
            if self._switch and (layout := self._switch(record, self._between)):
                above = tuple(self._between)
                self._between.clear()
                self._use(layout, above)
                yield from self._balances(above, BALANCES)
                continue
            item = self._item(record)
            yield item
            if self._layout.says:
                yield from self._said(record, item)

    def _use(self, layout: Layout, above: tuple[str, ...]) -> None:
        self._layout = layout
        self._below = tuple(kind for kind in BALANCES if not fact(layout.says, kind, above))
        self._width = layout.width
        self._told = [(name, role) for name, role in _TOLD if role in layout.places]
        self._checks_rows = bool(layout.void or layout.ignore)
        self._may_wait = bool(layout.waiting)
        self._has_before = "before" in layout.places
        self._currency = "" if layout.currency_of or _CURRENCIES & layout.places.keys() else currency_named(layout.currency)
        self._amounts = {layout.places[role] for role in _AMOUNTS if role in layout.places}
        self._has_ids = "id" in layout.places
        self._posts_at_once = "posted" in layout.places and layout.places["posted"] == layout.places["date"]
        self._direction = layout.places.get("direction")

    def _starts_pending(self) -> bool:
        role = self._layout.pending_until
        return role is not None and any(row.text(role) for row in _rows(self._records(), self._layout))

    def _said(self, record: Record, item: Item) -> Iterator[Item]:
        """Yield the balances that a line gives which is no row."""
        if isinstance(item, Ignored):
            text = plain_text(record)
            said = list(self._balances([text], self._below))
            self._between.extend([] if said else [text])
            yield from said
        elif self._between:
            self._between.clear()

    def _balances(self, lines: Iterable[str], kinds: tuple[BalanceKind, ...]) -> Iterator[Item]:
        for line in lines:
            yield from balances(self._layout.says, kinds, line, self._layout)

    def _item(self, record: Record) -> Item:
        try:
            return self._read(record)
        except RowError as error:
            return Rejected(record.line, record.text, error.code, error.message)

    def _read(self, record: Record) -> Item:
        if reason := self._skipped(record):
            return Ignored(record.line, record.text, reason)
        if record.problem:
            raise RowError(_CUT if record.code == "TRUNCATED" else f"{record.problem}. {REMEDY}", code=record.code)
        self._check_width(record)
        row = Row(record.fields, self._layout)
        if self._checks_rows and (reason := self._moved_nothing(row)):
            return Ignored(record.line, record.text, reason)
        try:
            entry = self._entry(record, row)
        except RowError as error:
            if row.waits():
                return Ignored(
                    record.line, record.text, f"pending, and not complete yet: {error.message.removesuffix(f' {REMEDY}')}"
                )
            raise
        self._check_end(record, entry)
        return entry

    def _skipped(self, record: Record) -> str:
        if not record.problem and not "".join(record.fields).strip():
            return "blank row"
        if not self._layout.skip:
            return ""
        text = plain_text(record)
        return next((reason for pattern, reason in self._layout.skip if pattern.search(text)), "")

    def _moved_nothing(self, row: Row) -> str:
        if self._layout.void and (reason := self._layout.void.get(row.text("status").casefold())):
            return reason
        return self._layout.ignore(row) if self._layout.ignore else ""

    def _entry(self, record: Record, row: Row) -> Entry:
        if self._pending and row.text(self._layout.pending_until or ""):
            self._pending = False
        amount = self._layout.sign(row)
        description = row.text("payer" if amount > 0 else "payee") or row.text("description")
        original = row.text("original") or description
        if self._layout.entities:
            description, original = html.unescape(description), html.unescape(original)
        before = row.optional_amount("before") if self._has_before else None
        told: dict[str, Any] = {name: row.text(role) or None for name, role in self._told}
        date, account = row.date("date"), row.text("account") or self._layout.account
        return Entry(
            line=record.line,
            text=record.text,
            date=date,
            amount=amount,
            currency=self._currency or row.currency(amount),
            description=" ".join(description.split()),
            original_description=original,
            account=account,
            posted=date if self._posts_at_once else row.optional_date("posted"),
            pending=self._pending or (self._may_wait and row.waits()),
            balance=row.optional_amount("balance") if before is None else before + amount,
            provider_id=self._references.first(row.text("id"), account, date, amount) if self._has_ids else None,
            reference=row.text("reference").strip("'") or None,
            **row.converted(amount),
            **told,
        )

    def _check_width(self, record: Record) -> None:
        count, wanted = len(record.fields), self._layout.width
        if not record.complete and count < self._width:
            raise RowError(_CUT, code="TRUNCATED")
        if count < wanted and self._layout.ragged:
            record.fields.extend([""] * (wanted - count))
        if len(record.fields) < wanted or any(map(str.strip, record.fields[wanted:])):
            raise RowError(f"The row has {count} columns where the header has {wanted}. {REMEDY}")
        self._width = count

    def _check_end(self, record: Record, entry: Entry) -> None:
        """Refuse what the end of the file may have cut: an amount of fewer decimals than any before, the word for its sign."""
        if record.complete and entry.amount.same_quantum(self._latest):
            return
        self._latest, decimals = entry.amount, -int(entry.amount.as_tuple().exponent)
        last = self._width - 1
        if not record.complete:
            text = record.fields[last].strip()
            short = last in self._amounts and text and decimals < self._decimals
            if short or (last == self._direction and not text and not record.text.endswith('"')):
                raise RowError(_CUT, code="TRUNCATED")
        self._decimals = min(decimals, self._decimals)
