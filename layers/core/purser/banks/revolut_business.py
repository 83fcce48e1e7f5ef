"""Revolut Business: an id for each row, the total with the fee in it, balances per account."""

from purser.banks._csv import CsvFormat

_NOT_DONE = "taken back, declined or failed: no money moved"
FORMAT = CsvFormat(
    name="revolut_business",
    bank="other",
    kind="checking",
    headers=(
        "Date started (UTC),Date completed (UTC),ID,Type,Description,Reference,Payment currency,Amount,Fee,Balance,Account,...",
        "Date started (UTC),Date completed (UTC),Date started (¤),Date completed (¤),ID,Type,Description,Amount,Fee,Balance,...",
    ),
    columns={
        "date": "Date started (UTC)",
        "posted": "Date completed (UTC)",
        "id": "ID",
        "type": "Type",
        "description": "Description",
        "reference": "Reference",
        "amount": ("Total amount", "Amount"),
        "currency": "Payment currency",
        "status": "State",
        "account": "Account",
        "balance": "Balance",
    },
    dates=("%Y-%m-%d", "%Y-%m-%d %T", "%d %b %Y"),
    pending=("PENDING",),
    void=dict.fromkeys(("REVERTED", "DECLINED", "FAILED", "CANCELLED"), _NOT_DONE),
)
