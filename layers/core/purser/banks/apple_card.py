"""Apple Card: charges are positive, payments and refunds negative."""

from purser.banks._csv import CsvFormat
from purser.banks._signs import flip

FORMAT = CsvFormat(
    name="apple_card",
    bank="other",
    kind="card",
    headers=("Transaction Date,Clearing Date,Description,Merchant,Category,Amount (¤),...",),
    columns={
        "date": "Transaction Date",
        "posted": "Clearing Date",
        "description": ("Merchant", "Description"),
        "original": "Description",
        "memo": "Description",
        "category": "Category",
        "type": "Type",
        "amount": "Amount (¤)",
    },
    dates=("%m/%d/%Y",),
    sign=flip,
)
