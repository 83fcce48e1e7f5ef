"""Lloyds, Halifax and Bank of Scotland credit cards: charges are positive."""

from purser.banks._csv import CsvFormat
from purser.banks._signs import flip

FORMAT = CsvFormat(
    name="lloyds_card",
    bank="other",
    kind="card",
    headers=("Date,Date entered,Reference,Description,Amount",),
    columns={
        "date": "Date",
        "posted": "Date entered",
        "reference": "Reference",
        "description": "Description",
        "amount": "Amount",
    },
    dates=("%d/%m/%Y",),
    sign=flip,
    currency="GBP",
)
