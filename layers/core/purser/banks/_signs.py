"""How a layout's columns become one signed amount; a rule is a property of the layout, never of a row."""

from collections.abc import Callable, Collection
from decimal import Decimal

from purser.banks._rows import Row

Sign = Callable[[Row], Decimal]
"""A layout's way to a signed amount: money out is negative."""


def as_is(row: Row) -> Decimal:
    """The bank's sign is ours."""
    return row.amount("amount")


def flip(row: Row) -> Decimal:
    """Charges are positive, as on card statements."""
    return -row.amount("amount")


def credit_minus_debit(row: Row) -> Decimal:
    """Two unsigned columns of which one is filled; the other is empty or zero."""
    if not row.text("credit") and not row.text("debit"):
        raise row.wrong("debit", "is empty and so is the credit: the amount is missing", "BAD_AMOUNT")
    credit, debit = (row.unsigned(role) if row.text(role) else Decimal(0) for role in ("credit", "debit"))
    if credit and debit:
        raise row.wrong("debit", "stands beside a credit, and one row cannot be both", "BAD_AMOUNT")
    return credit - debit


def by_word(*, money_in: Collection[str], money_out: Collection[str]) -> Sign:
    """An unsigned amount whose direction is a word in the `direction` column."""

    def signed(row: Row) -> Decimal:
        word = row.text("direction")
        if word not in money_in and word not in money_out:
            raise row.wrong("direction", f"is none of {', '.join([*money_in, *money_out])}", "BAD_AMOUNT")
        return row.unsigned("amount") if word in money_in else -row.unsigned("amount")

    return signed
