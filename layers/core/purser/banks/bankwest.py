"""Bankwest (Australia) accounts and cards: columns for money out and in, with or without a minus."""

from purser.banks._csv import CsvFormat
from purser.banks._signs import credit_minus_any_debit

FORMAT = CsvFormat(
    name="bankwest",
    bank="other",
    kind="other",
    headers=("BSB Number,Account Number,Transaction Date,Narration,Debit,Credit,Balance,Transaction Type,...",),
    columns={
        "account": "Account Number",
        "date": "Transaction Date",
        "description": "Narration",
        "reference": ("Cheque", "Cheque Number"),
        "debit": "Debit",
        "credit": "Credit",
        "balance": "Balance",
        "type": "Transaction Type",
    },
    dates=("%d/%m/%Y", "%m/%d/%Y", "%Y-%m-%d"),
    usual_order=True,
    sign=credit_minus_any_debit,
    currency="AUD",
)
