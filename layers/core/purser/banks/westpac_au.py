"""Westpac (Australia): unsigned columns for money out and in, a category of the bank's own."""

from purser.banks._csv import CsvFormat
from purser.banks._signs import credit_minus_debit

FORMAT = CsvFormat(
    name="westpac_au",
    bank="other",
    kind="other",
    headers=("Bank Account,Date,Narrative,Debit Amount,Credit Amount,...",),
    columns={
        "account": "Bank Account",
        "date": "Date",
        "description": "Narrative",
        "debit": "Debit Amount",
        "credit": "Credit Amount",
        "balance": "Balance",
        "category": "Categories",
        "reference": "Serial",
    },
    dates=("%d/%m/%Y", "%m/%d/%Y", "%Y-%m-%d"),
    usual_order=True,
    sign=credit_minus_debit,
    currency="AUD",
)
