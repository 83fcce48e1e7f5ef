"""Transactions of Plaid flattened into a table: charges are positive, several accounts in one file."""

from purser.banks._csv import CsvFormat
from purser.banks._signs import flip

FORMAT = CsvFormat(
    name="plaid_csv",
    bank="plaid",
    kind="other",
    headers=("date,name,amount,pending,account_id,transaction_id,iso_currency_code,...",),
    columns={
        "date": "date",
        "posted": "date",
        "description": "name",
        "amount": "amount",
        "currency": "iso_currency_code",
        "account": "account_id",
        "id": "transaction_id",
        "status": "pending",
    },
    dates=("%Y-%m-%d",),
    sign=flip,
    pending=("true", "1"),
)
