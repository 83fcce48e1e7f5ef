"""Wealthsimple Cash (Canada): lower-case header, every cell quoted, a balance after each row."""

from purser.banks._csv import CsvFormat

FORMAT = CsvFormat(
    name="wealthsimple",
    bank="other",
    kind="checking",
    headers=("date,transaction,description,amount,balance", "date,transaction,description,amount,balance,currency"),
    columns={
        "date": "date",
        "type": "transaction",
        "description": ("description", "transaction"),
        "amount": "amount",
        "balance": "balance",
        "currency": "currency",
    },
    dates=("%Y-%m-%d",),
    currency="CAD",
)
