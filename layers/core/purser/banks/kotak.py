"""Kotak Mahindra Bank (India): two columns of amounts; the last column is the direction of the balance."""

from purser.banks._csv import CsvFormat
from purser.banks._signs import credit_minus_debit

FORMAT = CsvFormat(
    name="kotak",
    bank="other",
    kind="savings",
    headers=(
        "Sl. No.,Transaction Date,Value Date,Description,Chq / Ref No.,Debit,Credit,Balance,Dr / Cr",
        "Sl. No.,Transaction Date,Value Date,Description,Chq / Ref No.,Debit,Credit,Balance",
    ),
    columns={
        "date": "Transaction Date",
        "posted": "Value Date",
        "description": "Description",
        "reference": "Chq / Ref No.",
        "debit": "Debit",
        "credit": "Credit",
        "balance": "Balance",
    },
    dates=("%d-%m-%Y %T", "%d-%m-%Y", "%d/%m/%Y %T", "%d/%m/%Y", "%d-%b-%Y"),
    sign=credit_minus_debit,
    currency="INR",
    above=20,
    ragged=True,
    says={"account": r"Account No\W*([\dX]+)"},
    skip={r"(?i)^\W*(opening|closing) balance|^statement generated|^this is a|^end of statement": "a footer"},
)
