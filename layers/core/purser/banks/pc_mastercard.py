"""President's Choice Mastercard (Canada), until about 2020: charges are positive."""

from purser.banks._csv import CsvFormat
from purser.banks._signs import flip

FORMAT = CsvFormat(
    name="pc_mastercard",
    bank="other",
    kind="card",
    headers=("Merchant Name,Card Used For Transaction,Date,Time,Amount",),
    columns={
        "description": "Merchant Name",
        "account": "Card Used For Transaction",
        "date": "Date",
        "amount": "Amount",
    },
    dates=("%m/%d/%Y", "%d/%m/%Y", "%Y-%m-%d"),
    usual_order=True,
    sign=flip,
    currency="CAD",
    trim="*",
)
