"""Capital One credit card: unsigned debit and credit columns, the card's last four digits in each row."""

from purser.banks._csv import CsvFormat
from purser.banks._signs import credit_minus_debit

FORMAT = CsvFormat(
    name="capital_one_card",
    bank="capital_one",
    kind="card",
    headers=("Transaction Date,Posted Date,Card No.,Description,Category,Debit,Credit",),
    columns={
        "date": "Transaction Date",
        "posted": "Posted Date",
        "account": "Card No.",
        "description": "Description",
        "category": "Category",
        "debit": "Debit",
        "credit": "Credit",
    },
    dates=("%Y-%m-%d", "%m/%d/%y", "%m/%d/%Y"),
    sign=credit_minus_debit,
    currency="USD",
)
