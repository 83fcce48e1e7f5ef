"""Cash App: net amounts with a dollar sign, a word for the state; a movement of Bitcoin alone moves no dollars."""

from purser.banks._csv import CsvFormat
from purser.banks._rows import Row

_NOT_DONE = ("failed", "declined", "canceled", "cancelled", "expired", "voided")


def _moves_nothing(row: Row) -> str:
    """Name a row that left the balance in dollars as it is."""
    if any(word in row.text("status").casefold() for word in _NOT_DONE):
        return "failed, declined or cancelled: no money moved"
    return "" if row.amount("amount") else "no dollars moved"


FORMAT = CsvFormat(
    name="cash_app",
    bank="other",
    kind="checking",
    headers=("Transaction ID,Date,Transaction Type,Currency,Amount,Fee,Net Amount,Asset Type,Status,...",),
    columns={
        "id": "Transaction ID",
        "date": "Date",
        "type": "Transaction Type",
        "currency": "Currency",
        "amount": "Net Amount",
        "status": "Status",
        "description": ("Name of sender/receiver", "Notes", "Transaction Type"),
        "memo": "Notes",
    },
    dates=("%Y-%m-%d %T", "%Y-%m-%d %T %*", "%Y-%m-%d"),
    pending=("Pending", "Payment pending"),
    ignore=_moves_nothing,
)
