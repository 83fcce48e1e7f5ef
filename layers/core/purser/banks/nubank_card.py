"""Nubank (Brazil) cards: a file for each bill; charges are positive, payments and refunds negative."""

from purser.banks._csv import CsvFormat
from purser.banks._signs import flip

FORMAT = CsvFormat(
    name="nubank_card",
    bank="other",
    kind="card",
    headers=("date,title,amount", "date,category,title,amount"),
    columns={"date": "date", "category": "category", "description": "title", "amount": "amount"},
    dates=("%Y-%m-%d",),
    sign=flip,
    currency="BRL",
    decimal_mark=".,",
)
