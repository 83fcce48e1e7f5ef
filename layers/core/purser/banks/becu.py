"""BECU, and Navy Federal until 2020: columns for money out and in, with a minus or without; a number of checks."""

from purser.banks._csv import CsvFormat
from purser.banks._signs import credit_minus_any_debit

FORMAT = CsvFormat(
    name="becu",
    bank="other",
    kind="checking",
    headers=("Date,No.,Description,Debit,Credit",),
    columns={
        "date": "Date",
        "reference": "No.",
        "description": "Description",
        "debit": "Debit",
        "credit": "Credit",
    },
    dates=("%m/%d/%Y", "%d/%m/%Y", "%Y-%m-%d"),
    usual_order=True,
    sign=credit_minus_any_debit,
    currency="USD",
)
