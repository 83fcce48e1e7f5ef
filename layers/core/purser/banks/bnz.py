"""BNZ (New Zealand): signed amounts behind the date, years of two digits."""

from purser.banks._csv import CsvFormat

FORMAT = CsvFormat(
    name="bnz",
    bank="other",
    kind="checking",
    headers=("Date,Amount,Payee,Particulars,Code,Reference,...",),
    columns={
        "date": "Date",
        "amount": "Amount",
        "description": ("Payee", "Particulars", "Code"),
        "memo": "Particulars",
        "reference": "Reference",
        "type": "Tran Type",
        "account": ("This Party Account", "Account number"),
    },
    dates=("%d/%m/%y", "%m/%d/%y", "%d/%m/%Y", "%m/%d/%Y"),
    usual_order=True,
    currency="NZD",
)
