"""ASB (New Zealand) accounts: lines about account and balances above, a blank line under the header, ids by day and number."""

from purser.banks._csv import CsvFormat

FORMAT = CsvFormat(
    name="asb",
    bank="other",
    kind="checking",
    headers=("Date,Unique Id,Tran Type,Cheque Number,Payee,Memo,Amount",),
    columns={
        "date": "Date",
        "id": "Unique Id",
        "type": "Tran Type",
        "reference": "Cheque Number",
        "description": ("Payee", "Memo"),
        "memo": "Memo",
        "amount": "Amount",
    },
    dates=("%Y/%m/%d", "%d/%m/%Y"),
    currency="NZD",
    above=10,
    says={"account": r"Account ([0-9]+-[0-9]+)"},
)
