"""Huntington Bank: signed amounts, the payee's name and a category."""

from purser.banks._csv import CsvFormat

FORMAT = CsvFormat(
    name="huntington",
    bank="other",
    kind="checking",
    headers=("Date,Reference Number,Payee Name,Memo,Amount,Category Name",),
    columns={
        "date": "Date",
        "reference": "Reference Number",
        "description": ("Payee Name", "Memo"),
        "memo": "Memo",
        "amount": "Amount",
        "category": "Category Name",
    },
    dates=("%m/%d/%Y", "%d/%m/%Y", "%Y-%m-%d"),
    usual_order=True,
    currency="USD",
)
