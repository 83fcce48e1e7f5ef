"""Discover Bank, checking and savings: dollar signs on amounts, the unused one of debit and credit is 0 or empty."""

from purser.banks._csv import CsvFormat
from purser.banks._signs import credit_minus_debit

FORMAT = CsvFormat(
    name="discover_bank",
    bank="discover",
    kind="checking",
    headers=("Transaction Date,Transaction Description,Transaction Type,Debit,Credit,Balance",),
    columns={
        "date": "Transaction Date",
        "description": "Transaction Description",
        "type": "Transaction Type",
        "debit": "Debit",
        "credit": "Credit",
        "balance": "Balance",
    },
    dates=("%m/%d/%Y",),
    sign=credit_minus_debit,
    currency="USD",
)
