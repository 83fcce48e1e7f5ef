"""Bank of Ireland: unsigned columns for money out and in; the balance only on the day's last row."""

from purser.banks._csv import CsvFormat
from purser.banks._signs import credit_minus_any_debit

FORMAT = CsvFormat(
    name="bank_of_ireland",
    bank="other",
    kind="checking",
    headers=("Date,Details,Debit,Credit,Balance",),
    columns={
        "date": "Date",
        "description": "Details",
        "debit": "Debit",
        "credit": "Credit",
        "balance": "Balance",
    },
    dates=("%d/%m/%Y", "%m/%d/%Y", "%Y-%m-%d"),
    usual_order=True,
    sign=credit_minus_any_debit,
)
