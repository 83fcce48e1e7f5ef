"""Lloyds, Halifax and Bank of Scotland: debit and credit amounts, a balance, an apostrophe before the sort code."""

from purser.banks._csv import CsvFormat
from purser.banks._signs import credit_minus_debit

FORMAT = CsvFormat(
    name="lloyds",
    bank="other",
    kind="checking",
    headers=(
        "Transaction Date,Transaction Type,Sort Code,Account Number,Transaction Description,Debit Amount,Credit Amount,Balance",
    ),
    columns={
        "date": "Transaction Date",
        "type": "Transaction Type",
        "account": "Account Number",
        "description": "Transaction Description",
        "debit": "Debit Amount",
        "credit": "Credit Amount",
        "balance": "Balance",
    },
    dates=("%d/%m/%Y",),
    sign=credit_minus_debit,
    currency="GBP",
)
