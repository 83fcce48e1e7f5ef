"""One data row seen by role instead of by column."""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypedDict

from purser.banks._cells import EXACT_DIGITS, Day, Number
from purser.banks._facts import Says
from purser.domain.currencies import currency_named
from purser.domain.dates import describe, parse_date
from purser.domain.errors import RowError
from purser.domain.money import parse_amount
from purser.domain.statements import UNKNOWN_CURRENCY

REMEDY = "Correct the row in the file, or add it by hand."
_LONGEST_QUOTE = 60
_NUMERALS = dict.fromkeys(map(ord, "0123456789.,'-+−()$ \u00a0\u202f"))
_YEAR_FIRST = ("%Y-%m-%d",)
_BOTH = re.compile(
    r"(?P<before>[A-Z]{3}|[€£])?\s*(?P<amount>[-+\u2212]?\s?\d[\d.,' \u00a0\u2019]*?)\s*(?P<behind>[A-Z]{3}|[€£])?"
)


@dataclass(frozen=True, slots=True)
class Layout:
    """What one file's rows mean: a format's declaration, resolved against the header this file has.

    `places`: a role's index, or several of which the first that is filled counts; `names`: what its column is called; `width`:
    the number of named columns. `account` and `currency` count where a row does not say. `waiting` and `void` are words of the
    status column, in small letters: of rows that are pending (or what tells those), and of those that moved no money, with the
    reason. `skip` are
    patterns of lines that are no rows, with the reason; `says` those of facts that stand in such lines. `trim`: marks to take off
    around a cell; `entities`: descriptions are HTML; `ragged`: a row may end early; `currency_of` tells a row's
    currency.
    """

    places: Mapping[str, int | tuple[int, ...]]
    names: Mapping[str, str]
    width: int
    dates: tuple[str, ...]
    decimal_mark: str
    sign: Callable[["Row"], Decimal]
    account: str
    currency: str
    pending_until: str | None
    ignore: Callable[["Row"], str] | None
    waiting: frozenset[str] | Callable[["Row"], bool] = frozenset()
    void: Mapping[str, str] = field(default_factory=dict)
    skip: tuple[tuple[re.Pattern[str], str], ...] = ()
    says: Says = field(default_factory=dict)
    trim: str | None = None
    entities: bool = False
    ragged: bool = False
    currency_of: Callable[["Row"], str] | None = None


class Converted(TypedDict, total=False):
    """Fields of an entry that say what the bank converted."""

    original_amount: Decimal
    original_currency: str
    exchange_rate: Decimal | None


class Row:
    """The cells of a record by role. A cell that cannot be read is a RowError that names its column and the remedy."""

    __slots__ = ("_fields", "_layout")

    def __init__(self, fields: list[str], layout: Layout) -> None:
        self._fields = fields
        self._layout = layout

    def text(self, role: str) -> str:
        """Return the cell without surrounding space; "" where the header has no such column."""
        place = self._layout.places.get(role)
        if place.__class__ is int:
            return self._fields[place].strip(self._layout.trim)
        return "" if place is None else self._cell(role).strip(self._layout.trim)

    def amount(self, role: str) -> Decimal:
        """Return the number as written, its sign not yet interpreted."""
        cell = self._cell(role)
        if type(cell) is Number:
            return self._typed(role, cell)
        try:
            return parse_amount(cell.strip(self._layout.trim), self._layout.decimal_mark)
        except ValueError as error:
            problem = "is not an amount" if cell.strip() else "is empty, an amount is missing"
            raise self.wrong(role, problem, "BAD_AMOUNT") from error

    def unsigned(self, role: str) -> Decimal:
        """Return the number of a column that holds no signs."""
        amount = self.amount(role)
        if amount < 0:
            raise self.wrong(role, "is negative, but this layout writes amounts without a sign", "BAD_AMOUNT")
        return amount

    def optional_amount(self, role: str) -> Decimal | None:
        """Return the number, None where the cell is empty."""
        return self.amount(role) if self.text(role) else None

    def date(self, role: str) -> dt.date:
        """Return the date in the order settled for the whole file."""
        cell = self._cell(role)
        dates = self._layout.dates if type(cell) is not Day else _YEAR_FIRST
        try:
            return parse_date(cell.strip(self._layout.trim), dates)
        except ValueError as error:
            raise self.wrong(role, f"is not a date like {' or '.join(map(describe, dates))}", "BAD_DATE") from error

    def optional_date(self, role: str) -> dt.date | None:
        """Return the date, None where the cell is empty."""
        return self.date(role) if self.text(role) else None

    def currency(self, amount: Decimal) -> str:
        """Return the row's own ISO code, or the file's where the row says none."""
        if self._layout.currency_of:
            return self._layout.currency_of(self)
        said = self.text("currency") or self.text("currency_in" if amount > 0 else "currency_out") or self._layout.currency
        code = currency_named(said if said != UNKNOWN_CURRENCY else self._sign_of_currency())
        if code is None and said.upper() != UNKNOWN_CURRENCY:
            raise self.wrong("currency", "is not a currency code like USD", "BAD_CURRENCY")
        return code or UNKNOWN_CURRENCY

    def converted(self, amount: Decimal) -> Converted:
        """Return what the bank converted, where columns tell it in another currency; its sign is that of the amount.

        These columns only say more of a row that is whole without them: what cannot be read there is left out.
        """
        if "original_amount" not in self._layout.places:
            return {}
        code, original = self._original()
        if code is None or original is None or (code == self.currency(amount) and abs(original) == abs(amount)):
            return {}
        rate = self._told("rate") or None
        return {"original_amount": original.copy_sign(amount), "original_currency": code, "exchange_rate": rate}

    def waits(self) -> bool:
        """Whether the row's status says that it is pending."""
        waiting = self._layout.waiting
        return waiting(self) if callable(waiting) else bool(waiting) and self.text("status").casefold() in waiting

    def wrong(self, role: str, problem: str, code: str = "BAD_ROW") -> RowError:
        """Make the error that names the role's column and quotes its cell."""
        name, text = self._layout.names.get(role, role), self.text(role)
        quoted = text if len(text) <= _LONGEST_QUOTE else text[:_LONGEST_QUOTE] + "…"
        return RowError(f'Column "{name}": "{quoted}" {problem}. {REMEDY}', code=code)

    def _original(self) -> tuple[str | None, Decimal | None]:
        """Read currency and amount from their columns, or from one that has both: "50,00 USD"."""
        if "original_currency" in self._layout.places:
            return currency_named(self.text("original_currency")), self._told("original_amount")
        both = _BOTH.fullmatch(self.text("original_amount"))
        try:
            amount = parse_amount(both["amount"], self._layout.decimal_mark) if both else None
        except ValueError:
            return None, None
        return (currency_named(both["before"] or both["behind"] or "") if both else None), amount

    def _told(self, role: str) -> Decimal | None:
        try:
            return self.optional_amount(role)
        except RowError:
            return None

    def _sign_of_currency(self) -> str:
        """Return what stands beside the amounts, "€" of "12,00 €"; "$" is no evidence."""
        beside = "".join(self.text(role) for role in ("amount", "credit", "debit")).translate(_NUMERALS)
        return beside.strip()[:1]

    def _cell(self, role: str) -> str:
        place = self._layout.places.get(role)
        if place is None:
            return ""
        if isinstance(place, int):
            return self._fields[place]
        return next((self._fields[each] for each in place if self._fields[each].strip()), "")

    def _typed(self, role: str, cell: Number) -> Decimal:
        if not cell.exact:
            raise self.wrong(role, f"has more than the {EXACT_DIGITS} digits that a spreadsheet keeps", "BAD_AMOUNT")
        return Decimal(cell)


def no_cash(row: Row) -> str:
    """Name a row of a brokerage without an amount: shares moved, but no cash."""
    return "" if row.text("amount") else "no cash moved"
