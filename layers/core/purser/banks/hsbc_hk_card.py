"""HSBC Hong Kong cards: signed amounts, a tab behind their quotes, and a word that says the same."""

from purser.banks._csv import CsvFormat
from purser.banks._signs import signed_by_word

FORMAT = CsvFormat(
    name="hsbc_hk_card",
    bank="other",
    kind="card",
    headers=("Transaction date,Post date,Description,Billing amount,Billing currency,Transaction status,Merchant name,...",),
    columns={
        "date": "Transaction date",
        "posted": "Post date",
        "original": "Description",
        "description": ("Merchant name", "Description"),
        "amount": "Billing amount",
        "currency": "Billing currency",
        "status": "Transaction status",
        "type": "Credit / Debit",
    },
    dates=("%d/%m/%Y", "%m/%d/%Y", "%Y-%m-%d"),
    usual_order=True,
    sign=signed_by_word,
    trim="\t",
    pending=("PENDING",),
)
