"""ANZ (New Zealand) accounts: signed amounts, the date behind them."""

from purser.banks._csv import CsvFormat

FORMAT = CsvFormat(
    name="anz_nz",
    bank="other",
    kind="checking",
    headers=("Type,Details,Particulars,Code,Reference,Amount,Date,...",),
    columns={
        "type": "Type",
        "description": ("Details", "Type"),
        "memo": "Particulars",
        "reference": "Reference",
        "amount": "Amount",
        "date": "Date",
    },
    dates=("%d/%m/%Y", "%m/%d/%Y", "%Y-%m-%d"),
    usual_order=True,
    currency="NZD",
)
