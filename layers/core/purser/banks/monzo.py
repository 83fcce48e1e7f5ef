"""Monzo, since 2019: sixteen to twenty columns, an id, the amount again as money out (negative) or in."""

from purser.banks._csv import CsvFormat

FORMAT = CsvFormat(
    name="monzo",
    bank="other",
    kind="checking",
    headers=("Transaction ID,Date,Time,Type,Name,Category,Amount,Currency,Local amount,Local currency,Description,...",),
    columns={
        "id": "Transaction ID",
        "date": "Date",
        "type": "Type",
        "description": ("Name", "Description", "Type"),
        "original": ("Description", "Name"),
        "amount": "Amount",
        "currency": "Currency",
        "original_amount": "Local amount",
        "original_currency": "Local currency",
        "category": "Category",
        "memo": "Notes and #tags",
    },
    dates=("%d/%m/%Y", "%Y-%m-%d"),
)
