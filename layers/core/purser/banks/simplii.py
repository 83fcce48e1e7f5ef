"""Simplii Financial (Canada): two unsigned columns, a space after every comma of the header."""

from purser.banks._csv import CsvFormat
from purser.banks._signs import credit_minus_debit

FORMAT = CsvFormat(
    name="simplii",
    bank="other",
    kind="checking",
    headers=("Date,Transaction Details,Funds Out,Funds In",),
    columns={
        "date": "Date",
        "description": "Transaction Details",
        "debit": "Funds Out",
        "credit": "Funds In",
    },
    dates=("%m/%d/%Y", "%d/%m/%Y", "%Y-%m-%d"),
    usual_order=True,
    sign=credit_minus_debit,
    currency="CAD",
)
