"""The categories every organisation starts with. It may rename, add and remove; these names are what rules speak of."""

from dataclasses import dataclass
from typing import Literal

TransactionType = Literal["income", "expense", "transfer"]


@dataclass(frozen=True, slots=True)
class Category:
    """A category; `parent` is the name of a category before it, None at the top."""

    name: str
    type: TransactionType
    parent: str | None = None


def _group(type_: TransactionType, parent: str, *names: str) -> tuple[Category, ...]:
    return (Category(parent, type_), *(Category(name, type_, parent) for name in names))


TAXONOMY: tuple[Category, ...] = (
    *_group("income", "Income", "Salary", "Sales", "Interest", "Dividends", "Rewards", "Other income"),
    *_group("expense", "Housing", "Rent and mortgage", "Utilities", "Phone and internet", "Home improvement"),
    *_group("expense", "Food", "Groceries", "Restaurants", "Coffee"),
    *_group("expense", "Transport", "Fuel", "Rides and transit", "Parking and tolls", "Car"),
    *_group("expense", "Travel", "Flights", "Hotels"),
    *_group("expense", "Shopping", "Clothing", "Electronics"),
    *_group("expense", "Life", "Health", "Personal care", "Education", "Entertainment", "Subscriptions", "Gifts and donations"),
    *_group("expense", "Business", "Software and cloud", "Office and shipping", "Professional services", "Advertising"),
    *_group("expense", "Money", "Fees", "Interest paid", "Insurance", "Taxes", "Cash"),
    *_group("transfer", "Transfers", "Card payment", "Between accounts", "Investments"),
)
"""Parents before their children. Names are unique."""
