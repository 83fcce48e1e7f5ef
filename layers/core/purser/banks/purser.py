"""Purser's own layout: drafts in bulk, and rejected rows of files that are no tables, filled in by a person."""

from purser.banks._csv import CsvFormat

FORMAT = CsvFormat(
    name="purser",
    bank="other",
    kind="cash",
    headers=("Date,Amount,Currency,Description,Account,Category,Reference,Notes,Row as it was",),
    columns={
        "date": "Date",
        "amount": "Amount",
        "currency": "Currency",
        "description": "Description",
        "account": "Account",
        "category": "Category",
        "reference": "Reference",
        "memo": "Notes",
    },
    dates=("%Y-%m-%d",),
)
