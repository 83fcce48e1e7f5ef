"""Metro Bank (United Kingdom): unsigned columns for money in and out."""

from purser.banks._csv import CsvFormat
from purser.banks._signs import credit_minus_debit

FORMAT = CsvFormat(
    name="metro_bank",
    bank="other",
    kind="checking",
    headers=("Date,Details,Transaction Type,In,Out,Balance",),
    columns={
        "date": "Date",
        "description": "Details",
        "type": "Transaction Type",
        "credit": "In",
        "debit": "Out",
        "balance": "Balance",
    },
    dates=("%d/%m/%Y", "%m/%d/%Y", "%d %b %Y", "%Y-%m-%d"),
    usual_order=True,
    sign=credit_minus_debit,
    currency="GBP",
)
