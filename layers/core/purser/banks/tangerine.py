"""Tangerine (Canada), English or French: signed amounts with a word beside them, which must agree; month first in both."""

from purser.banks._csv import CsvFormat
from purser.banks._signs import signed_by_word

FORMAT = CsvFormat(
    name="tangerine",
    bank="other",
    kind="other",
    headers=("Transaction date,Transaction,Name,Memo,Amount", "Date,Transaction,Nom,Description,Montant"),
    columns={
        "date": ("Transaction date", "Date"),
        "type": "Transaction",
        "description": ("Name", "Nom", "Memo", "Description"),
        "memo": ("Memo", "Description"),
        "amount": ("Amount", "Montant"),
    },
    dates=("%m/%d/%Y", "%d/%m/%Y", "%Y-%m-%d"),
    usual_order=True,
    sign=signed_by_word,
    currency="CAD",
)
