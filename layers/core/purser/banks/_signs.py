"""How a layout's columns become one signed amount; a rule is a property of the layout, never of a row."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from purser.banks._rows import Row

Sign = Callable[[Row], Decimal]
"""A layout's way to a signed amount: money out is negative."""
Minus = Literal["nowhere", "money out", "anywhere"]


def as_is(row: Row) -> Decimal:
    """The bank's sign is ours."""
    return row.amount("amount")


def flip(row: Row) -> Decimal:
    """Charges are positive, as on card statements."""
    return -row.amount("amount")


def signed_by_word(row: Row) -> Decimal:
    """The bank's sign is ours, and the type must not say the opposite."""
    amount, word = row.amount("amount"), row.text("type").casefold()
    if (word == "debit" and amount > 0) or (word == "credit" and amount < 0):
        raise row.wrong("type", "contradicts the sign of the amount", "BAD_AMOUNT")
    return amount


def credit_minus_debit(row: Row) -> Decimal:
    """Two unsigned columns of which one is filled; the other is empty or zero."""
    credit, debit = _two(row, row.unsigned)
    return credit - debit


def credit_plus_debit(row: Row) -> Decimal:
    """Two columns of which one is filled, each with our sign: debits are negative."""
    credit, debit = _two(row, row.amount)
    if debit > 0:
        raise row.wrong("debit", "is positive, but this layout writes debits with a minus", "BAD_AMOUNT")
    return credit + debit


def credit_minus_any_debit(row: Row) -> Decimal:
    """Two columns of which one is filled; some files write debits with a minus, some without."""
    credit, debit = _two(row, row.amount)
    return credit - abs(debit)


def flipped_columns(row: Row) -> Decimal:
    """Two columns of a card: debits are positive, credits negative already."""
    credit, debit = _two(row, row.amount)
    return -(credit + debit)


def amount_less_fee(row: Row) -> Decimal:
    """The bank's sign is ours; a fee stands beside the amount, unsigned, and is not in it."""
    return row.amount("amount") - (row.optional_amount("fee") or Decimal(0))


def amount_plus_fee(row: Row) -> Decimal:
    """The bank's sign is ours; a fee stands beside the amount with a sign of its own, and either may be empty."""
    if not row.text("amount") and not row.text("fee"):
        return row.amount("amount")
    return (row.optional_amount("amount") or Decimal(0)) + (row.optional_amount("fee") or Decimal(0))


@dataclass(frozen=True)
class ByWord:
    """An amount whose direction is a word in the `direction` column, in any case; `minus`: where it may have a minus as well."""

    money_in: tuple[str, ...]
    money_out: tuple[str, ...]
    minus: Minus = "nowhere"

    def __call__(self, row: Row) -> Decimal:
        """Sign the row's amount."""
        word = row.text("direction").casefold()
        if word in map(str.casefold, self.money_in):
            return abs(row.amount("amount")) if self.minus == "anywhere" else row.unsigned("amount")
        if word in map(str.casefold, self.money_out):
            return -(row.unsigned("amount") if self.minus == "nowhere" else abs(row.amount("amount")))
        raise row.wrong("direction", f"is none of {', '.join([*self.money_in, *self.money_out])}", "BAD_AMOUNT")


def by_word(*, money_in: tuple[str, ...], money_out: tuple[str, ...], minus: Minus = "nowhere") -> Sign:
    """Declare the words that mean money in and money out, and where the amount has a minus that says no more than they do."""
    return ByWord(money_in, money_out, minus)


def _two(row: Row, read: Callable[[str], Decimal]) -> tuple[Decimal, Decimal]:
    if not row.text("credit") and not row.text("debit"):
        raise row.wrong("debit", "is empty and so is the credit: the amount is missing", "BAD_AMOUNT")
    credit, debit = (read(role) if row.text(role) else Decimal(0) for role in ("credit", "debit"))
    if credit and debit:
        raise row.wrong("debit", "stands beside a credit, and one row cannot be both", "BAD_AMOUNT")
    return credit, debit
