"""PNC: plus or minus and a dollar sign, zeros at the end dropped; a pending row says so before its date."""

from purser.banks._csv import CsvFormat
from purser.banks._rows import Row


def _is_pending(row: Row) -> bool:
    return row.text("date").casefold().startswith("pending")


FORMAT = CsvFormat(
    name="pnc",
    bank="other",
    kind="checking",
    headers=("Transaction Date,Transaction Description,Amount,Category,Balance",),
    columns={
        "date": "Transaction Date",
        "description": "Transaction Description",
        "amount": "Amount",
        "category": "Category",
        "balance": "Balance",
    },
    dates=("%m/%d/%Y", "PENDING - %m/%d/%Y"),
    currency="USD",
    pending=_is_pending,
)
