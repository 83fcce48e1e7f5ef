"""Ally Bank: a space after every comma, in the header too."""

from purser.banks._csv import CsvFormat

FORMAT = CsvFormat(
    name="ally",
    bank="other",
    kind="checking",
    headers=("Date, Time, Amount, Type, Description",),
    columns={"date": "Date", "amount": "Amount", "type": "Type", "description": "Description"},
    dates=("%Y-%m-%d",),
    currency="USD",
)
