"""NAB (Australia) since 2022: signed amounts, a column without a name; a row may end before its last columns."""

from purser.banks._csv import CsvFormat

FORMAT = CsvFormat(
    name="nab",
    bank="other",
    kind="other",
    headers=("Date,Amount,Account Number,Transaction Type,Transaction Details,...",),
    columns={
        "date": "Date",
        "amount": "Amount",
        "account": "Account Number",
        "type": "Transaction Type",
        "description": ("Transaction Details", "Merchant Name", "Transaction Type"),
        "balance": "Balance",
        "category": "Category",
    },
    dates=("%d %b %y", "%d %b %Y", "%d/%m/%Y", "%Y-%m-%d"),
    currency="AUD",
    ragged=True,
)
