"""MBNA (Canada) cards: signed amounts, the town in a column of its own."""

from purser.banks._csv import CsvFormat

FORMAT = CsvFormat(
    name="mbna_canada",
    bank="other",
    kind="card",
    headers=("Posted Date,Payee,Address,Amount",),
    columns={
        "date": "Posted Date",
        "description": "Payee",
        "memo": "Address",
        "amount": "Amount",
    },
    dates=("%m/%d/%Y", "%d/%m/%Y", "%Y-%m-%d"),
    usual_order=True,
)
