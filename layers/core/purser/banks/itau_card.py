"""Itaú (Brazil) cards: a file for each bill, three columns; charges are positive, payments and refunds negative."""

from purser.banks._csv import CsvFormat
from purser.banks._signs import flip

FORMAT = CsvFormat(
    name="itau_card",
    bank="other",
    kind="card",
    headers=("data,lançamento,valor",),
    columns={"date": "data", "description": "lançamento", "amount": "valor"},
    dates=("%Y-%m-%d", "%d/%m/%Y"),
    sign=flip,
    currency="BRL",
    separator=",;",
    decimal_mark=".,",
)
