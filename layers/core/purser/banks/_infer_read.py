"""A table and its mapping -> items: cells whose meaning the mapping settles become typed, and then rows are rows as anywhere."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import islice

from purser.banks._cells import Day, Number
from purser.banks._infer_dates import read_date, readings
from purser.banks._infer_lexicon import is_balance_row, is_total_row, names_balance, plain_word, states_balance
from purser.banks._infer_mapping import AMOUNTS, Mapping
from purser.banks._infer_money import currency_of, number, written
from purser.banks._infer_states import States, Sums
from purser.banks._infer_table import Dialect, clean, trimmed
from purser.banks._infer_words import fold
from purser.banks._items import Items
from purser.banks._records import Record
from purser.banks._rows import Layout, Row
from purser.banks._text import Document
from purser.domain.errors import StatementError
from purser.domain.money import format_amount
from purser.domain.statements import UNKNOWN_CURRENCY, Item

_MOST_ABOVE = 400
_NOTHING = frozenset({"", "-", "--", "—", "–", "n/a", "N/A", "null", "NULL", "None", "nan", "NaN"})
_MOST_ENDS = 400
"""Different last cells of rows that are remembered."""
_SILENT = "The row has none of the texts that all rows above have; it may be a balance"
_SIGNED = (*AMOUNTS, "fee", "balance")


def items(document: Document, mapping: Mapping, currency: str | None) -> Iterator[Item]:
    """Read the rows; `currency` counts where neither row nor mapping says one. WRONG_MAPPING if the table is not there."""
    dialect = Dialect(mapping.separator, mapping.quotes, mapping.padded)
    start = _start(document, dialect, mapping)

    def records() -> Iterator[Record]:
        typed = _Typed(mapping)
        ahead = islice(dialect.records(document, mapping.encoding), start, None)
        held = next(ahead, None)
        while held is not None:
            following = next(ahead, None)
            yield typed.record(held, last=following is None)
            held = following

    return Items(_layout(mapping, currency or UNKNOWN_CURRENCY), records).read()


def _start(document: Document, dialect: Dialect, mapping: Mapping) -> int:
    """Count the records up to the header, that included; 0 where the table has none."""
    if not mapping.header:
        return 0
    wanted = tuple(map(fold, mapping.header))
    for place, record in enumerate(islice(dialect.records(document, mapping.encoding), _MOST_ABOVE)):
        if tuple(map(fold, trimmed(record.fields))) == wanted:
            return place + 1
    raise StatementError(
        "The file has another header than the saved mapping is for. Upload it without the mapping.", code="WRONG_MAPPING"
    )


def _layout(mapping: Mapping, currency: str) -> Layout:
    places = {role: several if len(several) > 1 else several[0] for role, several in mapping.columns.items() if several}
    own = {role: mapping.width + place for place, role in enumerate(("ignored", "direction", "currency", "status"))}
    return Layout(
        places={**places, **own},
        names={role: mapping.name(several[0]) for role, several in mapping.columns.items() if several},
        width=mapping.width + len(own),
        dates=mapping.dates,
        decimal_mark=mapping.decimal_mark or ".",
        sign=_sign(mapping),
        account="",
        currency=mapping.currency or currency,
        pending_until=None,
        ignore=lambda row: row.text("ignored"),
        waiting=frozenset({"pending"}),
        void={"failed": "its status says that no money moved"},
    )


def _sign(mapping: Mapping) -> Callable[[Row], Decimal]:
    if mapping.money_in or mapping.money_out:
        return lambda row: _by_word(row, mapping) - _fee(row)
    if mapping.columns.get("amount"):
        factor = mapping.signs.get("amount", 1)
        return lambda row: _turned(row.amount("amount"), factor) - _fee(row)
    return lambda row: _two_columns(row, mapping) - _fee(row)


def _turned(amount: Decimal, factor: int) -> Decimal:
    """Apply a sign, but leave nothing unsigned."""
    return amount if factor > 0 or not amount else -amount


def _fee(row: Row) -> Decimal:
    return abs(row.optional_amount("fee") or Decimal(0))


def _by_word(row: Row, mapping: Mapping) -> Decimal:
    word = row.text("direction")
    if word in mapping.money_in:
        return row.unsigned("amount")
    if word in mapping.money_out:
        return -row.unsigned("amount")
    raise row.wrong("direction", "says neither money in nor money out", "BAD_AMOUNT")


def _two_columns(row: Row, mapping: Mapping) -> Decimal:
    parts = {role: row.optional_amount(role) for role in ("credit", "debit")}
    filled = {role: _turned(amount, mapping.signs.get(role, 1)) for role, amount in parts.items() if amount is not None}
    moved = {role: amount for role, amount in filled.items() if amount}
    if not filled and row.text("fee"):
        return Decimal(0)
    if not filled:
        raise row.wrong("debit", "is empty and so is the credit: the amount is missing", "BAD_AMOUNT")
    if len(moved) > 1:
        raise row.wrong("debit", "stands beside a credit, and one row cannot be both", "BAD_AMOUNT")
    for role, amount in moved.items():
        if not mapping.reversals and (amount > 0) != (role == "credit"):
            raise row.wrong(role, "has a sign that the other amounts of this column do not have", "BAD_AMOUNT")
        return amount
    return Decimal(0)


class _Typed:
    """Turns the cells of records into dates and numbers, and says of records that are no rows what they are."""

    def __init__(self, mapping: Mapping) -> None:
        self._mapping = mapping
        self._width = mapping.width
        self._mark = mapping.decimal_mark or "."
        columns = mapping.columns
        self._dates = tuple(dict.fromkeys((*columns.get("date", ()), *columns.get("posted", ()))))
        self._numbers = tuple(dict.fromkeys(place for role in _SIGNED for place in columns.get(role, ())))
        self._balances = columns.get("balance", ()) if mapping.balance_sign < 0 else ()
        self._amounts = tuple(place for role in (*AMOUNTS, "fee") for place in columns.get(role, ()))
        self._lone = columns.get("amount", ())
        self._texts = [place for role in ("description", "memo", "type") for place in columns.get(role, ())]
        self._texts_last = max((*self._dates, *self._numbers)) < min(self._texts)
        self._status = columns.get("status", ())
        self._states, self._sums = States(mapping), Sums(mapping)
        self._direction = columns.get("direction", ())
        self._currency = columns.get("currency", ())
        self._header = tuple(map(fold, mapping.header))
        self._raw_width = mapping.width
        self._ends: set[str] = set()
        self._decimals = 2
        self._begun = False
        self._always: set[int] | None = None

    def record(self, record: Record, *, last: bool) -> Record:
        """Return the record with typed cells, and four more: why it is no row, its direction, currency and state."""
        if record.problem:
            return record
        cells = [clean(field) for field in record.fields]
        silent = last and self._is_silent(cells)
        if problem := self._misfit(record, cells):
            return record._replace(problem=problem[0], code=problem[1])
        cells += [""] * (self._width - len(cells))
        del cells[self._width :]
        self._states.see(cells)
        reason = self._reason(cells)
        own = [reason, self._word(cells), self._code(cells), self._states.of(cells)]
        if silent and not reason:
            return record._replace(problem=_SILENT, code="BAD_ROW")
        if not reason:
            self._type(cells)
        return record._replace(fields=[*cells, *own] if any(cells) else [""])

    def _type(self, cells: list[str]) -> None:
        for place in self._dates:
            if (day := read_date(cells[place], self._mapping.dates)) is not None:
                cells[place] = Day(day.isoformat())
        for place in self._numbers:
            if cells[place] in _NOTHING and place in self._lone:
                continue  # the row lacks what it must have, and is told so with what stands there
            cells[place] = self._number(cells[place], -1 if place in self._balances else 1)

    def _number(self, cell: str, factor: int) -> str:
        if cell in _NOTHING:
            return ""
        if type(cell) is Number:
            return Number(format_amount(factor * Decimal(cell)), exact=cell.exact)
        amount = number(cell, self._mark)
        return cell if amount is None else Number(format_amount(factor * amount))

    def _misfit(self, record: Record, cells: list[str]) -> tuple[str, str] | None:
        """Tell a record that is cut, or has other columns than the table; lines beside the table pass, they are notes."""
        totalled = any(is_total_row(cells[place]) for place in self._dates if place < len(cells))
        short = len(cells) < self._raw_width or self._cut_amount(cells) or self._cut_word(cells)
        if not record.complete and short and not totalled:
            return "cut", "TRUNCATED"
        spoken = any(map(str.strip, cells[self._width :])) and self._dated(cells) and not self._texts_last
        if spoken or (
            len(cells) < self._width and self._dated(cells) and len(cells) <= max((*self._dates[:1], min(self._amounts)))
        ):
            return f"The row has {len(cells)} columns where the table has {self._width}", "BAD_ROW"
        if not self._header and len(cells) < self._width - 1 and self._dated(cells) and not any(self._described(cells)):
            return f"The row has {len(cells)} columns of {self._width}, and no text: it may be a balance", "BAD_ROW"
        if self._dated(cells):
            self._raw_width = len(cells)
            filled = {place for place in self._texts if place < len(cells) and cells[place]}
            self._always = filled if self._always is None else self._always & filled
            if len(self._ends) < _MOST_ENDS:
                self._ends.add(cells[-1])
        return None

    def _is_silent(self, cells: list[str]) -> bool:
        """Tell a last row in which all texts are missing that every row above has: a balance often stands so."""
        always = self._always or set()
        missing = {place for place in self._texts if not (place < len(cells) and cells[place])}
        return len(always) > 1 and missing >= always and self._dated(cells)

    def _cut_amount(self, cells: list[str]) -> bool:
        """Whether the file may end inside an amount: it stands last, and has fewer decimals than the one before."""
        last = len(cells) - 1
        return last in self._numbers and bool(cells[last]) and _decimals(cells[last], self._mark) < self._decimals

    def _cut_word(self, cells: list[str]) -> bool:
        """Whether the file may end inside a word that decides: it stands last, and no row above ends so."""
        last = len(cells) - 1
        deciding = last in (*self._status, *self._direction, *self._currency) or not cells[last]
        return deciding and cells[last] not in self._ends

    def _dated(self, cells: list[str]) -> bool:
        return any(place < len(cells) and read_date(cells[place], self._mapping.dates) for place in self._dates)

    def _reason(self, cells: list[str]) -> str:
        """Say why a record is no row, "" if it is one or should be."""
        filled = [cell for cell in cells if cell not in _NOTHING]
        amounts = [cells[place] for place in self._amounts if cells[place] not in _NOTHING]
        dated = any(cells[place] for place in self._dates)
        if amounts and dated:
            self._begun = self._begun or self._dated(cells)
            self._decimals = _decimals(amounts[-1], self._mark)
        if self._header and tuple(map(fold, cells[: len(self._header)])) == self._header:
            return "the header again"
        said = self._described(cells) if amounts and self._dated(cells) else self._says(cells)
        stated = names_balance if self._header else states_balance
        if filled and (any(map(is_balance_row, said)) or any(map(stated, self._says(cells)))):
            return "a balance, no transaction"
        if amounts and dated and self._begun:
            said = (cells[place] for place in self._dates) if self._dated(cells) else self._says(cells)
            totalled = any(map(is_total_row, said)) or self._sums.see(cells, self._word(cells))
            return "a total, no transaction" if totalled else ""
        if not self._dated(cells) and any(map(is_total_row, self._says(cells))):
            return "a total, no transaction"
        return self._note(cells, filled, amounts, dated=dated)

    def _note(self, cells: list[str], filled: list[str], amounts: list[str], *, dated: bool) -> str:
        if not amounts and (not self._dated(cells) or 3 * len(filled) <= self._width):
            return "a note without " + ("an amount" if dated else "date and amount")
        other = not self._header and not self._begun and not self._dated(cells) and any(readings(cells[at]) for at in self._dates)
        if amounts and (other or not any(written(cell) for cell in amounts)) and not (dated and self._begun):
            return "a line beside the table"
        return ""

    def _described(self, cells: list[str]) -> Iterator[str]:
        return (cells[place] for place in self._mapping.columns.get("description", ()) if place < len(cells))

    def _says(self, cells: list[str]) -> Iterator[str]:
        """Yield the cells that are words."""
        return (
            cell
            for place, cell in enumerate(cells)
            if cell and place not in self._numbers and not read_date(cell, self._mapping.dates)
        )

    def _word(self, cells: list[str]) -> str:
        if self._direction:
            return next((plain_word(cells[place]) for place in self._direction if cells[place]), "")
        parts = [parts for place in self._amounts if (parts := written(cells[place]))]
        return parts[0].word.casefold() if parts else ""

    def _code(self, cells: list[str]) -> str:
        if said := next((cells[place] for place in self._currency if cells[place]), ""):
            return said
        symbols = (parts.symbol for place in self._amounts if (parts := written(cells[place])))
        return currency_of(next(symbols, ""))


def _decimals(text: str, mark: str) -> int:
    amount = number(text, mark)
    return 0 if amount is None else -int(amount.as_tuple().exponent)
