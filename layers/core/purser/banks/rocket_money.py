"""Rocket Money, an app: charges are positive; each account of each bank by name."""

from purser.banks._csv import CsvFormat
from purser.banks._signs import flip

FORMAT = CsvFormat(
    name="rocket_money",
    bank="other",
    kind="other",
    headers=(
        "Date,Original Date,Account Type,Account Name,Institution Name,Name,Custom Name,Amount,Description,Category,Note,...",
    ),
    columns={
        "date": "Date",
        "account": "Account Name",
        "original": "Description",
        "description": ("Custom Name", "Name", "Description"),
        "amount": "Amount",
        "category": "Category",
        "memo": "Note",
    },
    dates=("%Y-%m-%d",),
    sign=flip,
    currency="USD",
)
