"""ASB (New Zealand) cards: charges are positive; lines about the card above, a blank line under the header."""

from purser.banks._csv import CsvFormat
from purser.banks._signs import flip

FORMAT = CsvFormat(
    name="asb_card",
    bank="other",
    kind="card",
    headers=("Date Processed,Date of Transaction,Unique Id,Tran Type,Reference,Description,Amount",),
    columns={
        "posted": "Date Processed",
        "date": "Date of Transaction",
        "type": "Tran Type",
        "reference": "Reference",
        "description": "Description",
        "amount": "Amount",
        "id": "Unique Id",
    },
    dates=("%Y/%m/%d",),
    sign=flip,
    currency="NZD",
    above=10,
    says={"account": r"Card Number ([0-9X*-]+)"},
)
