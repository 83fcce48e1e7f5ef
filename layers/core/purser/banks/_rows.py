"""One data row seen by role instead of by column."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from purser.domain.currencies import is_currency
from purser.domain.dates import describe, parse_date
from purser.domain.errors import RowError
from purser.domain.money import parse_amount
from purser.domain.statements import UNKNOWN_CURRENCY

REMEDY = "Correct the row in the file, or add it by hand."
_LONGEST_QUOTE = 60


@dataclass(frozen=True, slots=True)
class Layout:
    """What one file's rows mean: a format's declaration, resolved against the header this file has.

    `places`: a role's index; `names`: what its column is called; `width`: the number of named columns. `account` and `currency`
    count where a row does not say.
    """

    places: Mapping[str, int]
    names: Mapping[str, str]
    width: int
    dates: tuple[str, ...]
    decimal_mark: str
    sign: Callable[["Row"], Decimal]
    account: str
    currency: str
    pending_until: str | None
    ignore: Callable[["Row"], str] | None


class Row:
    """The cells of a record by role. A cell that cannot be read is a RowError that names its column and the remedy."""

    __slots__ = ("_fields", "_layout")

    def __init__(self, fields: list[str], layout: Layout) -> None:
        self._fields = fields
        self._layout = layout

    def text(self, role: str) -> str:
        """Return the cell without surrounding space; "" where the header has no such column."""
        place = self._layout.places.get(role)
        return "" if place is None else self._fields[place].strip()

    def amount(self, role: str) -> Decimal:
        """Return the number as written, its sign not yet interpreted."""
        try:
            return parse_amount(text := self.text(role), self._layout.decimal_mark)
        except ValueError as error:
            raise self.wrong(role, "is not an amount" if text else "is empty, an amount is missing", "BAD_AMOUNT") from error

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
        dates = self._layout.dates
        try:
            return parse_date(self.text(role), dates)
        except ValueError as error:
            raise self.wrong(role, f"is not a date like {' or '.join(map(describe, dates))}", "BAD_DATE") from error

    def optional_date(self, role: str) -> dt.date | None:
        """Return the date, None where the cell is empty."""
        return self.date(role) if self.text(role) else None

    def currency(self) -> str:
        """Return the row's own ISO code, or the file's where the row says none."""
        code = self.text("currency").upper() or self._layout.currency
        if not is_currency(code) and code != UNKNOWN_CURRENCY:
            raise self.wrong("currency", "is not a currency code like USD", "BAD_CURRENCY")
        return code

    def wrong(self, role: str, problem: str, code: str = "BAD_ROW") -> RowError:
        """Make the error that names the role's column and quotes its cell."""
        name, text = self._layout.names.get(role, role), self.text(role)
        quoted = text if len(text) <= _LONGEST_QUOTE else text[:_LONGEST_QUOTE] + "…"
        return RowError(f'Column "{name}": "{quoted}" {problem}. {REMEDY}', code=code)
