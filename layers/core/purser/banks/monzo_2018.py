"""Monzo until 2019: id, created, amount in pounds."""

from purser.banks._csv import CsvFormat

FORMAT = CsvFormat(
    name="monzo_2018",
    bank="other",
    kind="checking",
    headers=("id,created,amount,currency,local_amount,local_currency,category,description,notes,...",),
    columns={
        "id": "id",
        "date": "created",
        "amount": "amount",
        "currency": "currency",
        "description": ("description", "notes", "category"),
        "category": "category",
        "memo": "notes",
    },
    dates=("%Y-%m-%d %T", "%Y-%m-%dT%T", "%Y-%m-%d", "%d/%m/%Y %T", "%d/%m/%Y"),
)
