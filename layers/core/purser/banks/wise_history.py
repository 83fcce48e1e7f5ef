"""Wise's list of all transfers: direction as a word, the amount that left or came, the fee that Wise kept beside it."""

from decimal import Decimal

from purser.banks._csv import CsvFormat
from purser.banks._rows import Row


def _moved(row: Row) -> Decimal:
    """Add the fee to what left; what came has its fee taken off already."""
    word = row.text("direction").casefold()
    if word == "out":
        return -(row.unsigned("debit") + (row.optional_amount("fee") or Decimal(0)))
    if word == "in":
        return row.unsigned("credit")
    raise row.wrong("direction", "is none of IN, OUT", "BAD_AMOUNT")


def _between_balances(row: Row) -> str:
    """Name a conversion between balances, which is two movements in one row; the balance statements have both."""
    return "between two of one's own balances: import the balance statements" if row.text("direction") == "NEUTRAL" else ""


FORMAT = CsvFormat(
    name="wise_history",
    bank="other",
    kind="checking",
    headers=("ID,Status,Direction,Created on,Source amount (after fees),Source currency,Target amount (after fees),...",),
    columns={
        "id": "ID",
        "status": "Status",
        "direction": "Direction",
        "date": "Created on",
        "posted": "Finished on",
        "fee": "Source fee amount",
        "debit": "Source amount (after fees)",
        "credit": "Target amount (after fees)",
        "currency_out": "Source currency",
        "currency_in": "Target currency",
        "payer": "Source name",
        "payee": "Target name",
        "description": ("Reference", "ID"),
        "memo": ("Reference", "Note"),
        "category": "Category",
    },
    dates=("%Y-%m-%d %T", "%Y-%m-%d"),
    sign=_moved,
    pending=("PENDING", "PROCESSING"),
    void=dict.fromkeys(("CANCELLED", "REFUNDED", "FAILED", "BOUNCED_BACK"), "cancelled or given back: no money moved"),
    ignore=_between_balances,
)
