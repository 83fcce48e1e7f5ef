"""CSV records -> entries, rejected and ignored rows, each record exactly one of them."""

from collections.abc import Callable, Iterator

from purser.banks._records import Record
from purser.banks._rows import REMEDY, Layout, Row
from purser.domain.errors import RowError
from purser.domain.statements import Entry, Ignored, Item, Rejected

_AMOUNTS = ("amount", "credit", "debit")
_CUT = "The file stops in the middle of this row. Export it again; if the row is whole, end the file with a line end."


def dates_of(records: Iterator[Record], layout: Layout) -> Iterator[str]:
    """Yield every date text of the file, for deciding on the order of day and month."""
    for record in records:
        if len(record.fields) >= layout.width:
            row = Row(record.fields, layout)
            yield from filter(None, (row.text("date"), row.text("posted")))


class Items:
    """The items of one file; remembers what the rows before say about the one being read."""

    def __init__(self, layout: Layout, records: Callable[[], Iterator[Record]]) -> None:
        self._layout = layout
        self._records = records
        self._width = layout.width
        self._decimals = 2
        self._pending = False
        self._ends_in_amount = layout.width - 1 in {layout.places.get(role) for role in _AMOUNTS}

    def read(self) -> Iterator[Item]:
        """Yield one item for each record."""
        self._pending = self._starts_pending()
        for record in self._records():
            try:
                yield self._item(record)
            except RowError as error:
                yield Rejected(record.line, record.text, error.code, error.message)

    def _starts_pending(self) -> bool:
        role = self._layout.pending_until
        if role is None:
            return False
        rows = (Row(r.fields, self._layout) for r in self._records() if len(r.fields) >= self._layout.width)
        return any(row.text(role) for row in rows)

    def _item(self, record: Record) -> Item:
        if record.problem:
            raise RowError(_CUT if record.code == "TRUNCATED" else f"{record.problem}. {REMEDY}", code=record.code)
        if not "".join(record.fields).strip():
            return Ignored(record.line, record.text, "blank row")
        self._check_width(record)
        row = Row(record.fields, self._layout)
        if self._layout.ignore and (reason := self._layout.ignore(row)):
            return Ignored(record.line, record.text, reason)
        entry = self._entry(record, row)
        self._check_amount(record, entry)
        return entry

    def _entry(self, record: Record, row: Row) -> Entry:
        description = row.text("description")
        self._pending = self._pending and not row.text(self._layout.pending_until or "")
        return Entry(
            line=record.line,
            text=record.text,
            date=row.date("date"),
            amount=self._layout.sign(row),
            currency=row.currency(),
            description=" ".join(description.split()),
            original_description=description,
            account=row.text("account") or self._layout.account,
            posted=row.optional_date("posted"),
            pending=self._pending,
            provider_id=row.text("id") or None,
            balance=row.optional_amount("balance"),
            bank_category=row.text("category") or None,
            bank_type=row.text("type") or None,
            reference=row.text("reference") or None,
            memo=row.text("memo") or None,
        )

    def _check_width(self, record: Record) -> None:
        count, wanted = len(record.fields), self._layout.width
        if not record.complete and count < self._width:
            raise RowError(_CUT, code="TRUNCATED")
        if count < wanted or any(map(str.strip, record.fields[wanted:])):
            raise RowError(f"The row has {count} columns where the header has {wanted}. {REMEDY}")
        self._width = count

    def _check_amount(self, record: Record, entry: Entry) -> None:
        """Refuse an amount that the end of the file may have cut: it stands last, and has fewer decimals than those before."""
        decimals = -int(entry.amount.as_tuple().exponent)
        if not record.complete and self._ends_in_amount and record.fields[-1].strip() and decimals < self._decimals:
            raise RowError(_CUT, code="TRUNCATED")
        self._decimals = decimals
