"""Nationwide (United Kingdom): cp1252, account and balance above the header, pound signs, months by name."""

from purser.banks._csv import CsvFormat
from purser.banks._signs import credit_minus_debit

FORMAT = CsvFormat(
    name="nationwide",
    bank="other",
    kind="checking",
    headers=("Date,Transaction type,Description,Paid out,Paid in,Balance",),
    columns={
        "date": "Date",
        "type": "Transaction type",
        "description": ("Description", "Transaction type"),
        "debit": "Paid out",
        "credit": "Paid in",
        "balance": "Balance",
    },
    dates=("%d %b %Y", "%d/%m/%Y", "%d %b %y"),
    sign=credit_minus_debit,
    currency="GBP",
    above=6,
    says={"account": r"^Account Name:\|.*?(\**\d{3,})$"},
)
