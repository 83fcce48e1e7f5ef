"""Westpac (New Zealand): signed amounts behind the date, the other party before the words."""

from purser.banks._csv import CsvFormat

FORMAT = CsvFormat(
    name="westpac_nz",
    bank="other",
    kind="checking",
    headers=("Date,Amount,Other Party,Description,Reference,Particulars,Analysis Code",),
    columns={
        "date": "Date",
        "amount": "Amount",
        "description": ("Other Party", "Description"),
        "type": "Description",
        "reference": "Reference",
        "memo": "Particulars",
    },
    dates=("%d/%m/%Y", "%m/%d/%Y", "%Y-%m-%d"),
    usual_order=True,
    currency="NZD",
)
