"""Wealthsimple (Canada) credit card: charges are positive."""

from purser.banks._csv import CsvFormat
from purser.banks._signs import flip

FORMAT = CsvFormat(
    name="wealthsimple_card",
    bank="other",
    kind="card",
    headers=("transaction_date,post_date,type,details,amount,...",),
    columns={
        "date": "transaction_date",
        "posted": "post_date",
        "type": "type",
        "description": ("details", "type"),
        "amount": "amount",
        "currency": "currency",
    },
    dates=("%Y-%m-%d",),
    sign=flip,
    currency="CAD",
)
