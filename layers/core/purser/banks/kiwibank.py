"""Kiwibank (New Zealand): both parties' references, unsigned columns for either way and a signed amount."""

from purser.banks._csv import CsvFormat

FORMAT = CsvFormat(
    name="kiwibank",
    bank="other",
    kind="checking",
    headers=("Account number,Date,Memo/Description,Source Code (payment type),TP ref,TP part,TP code,OP ref,OP part,Amount,...",),
    columns={
        "account": "Account number",
        "date": "Date",
        "description": "Memo/Description",
        "type": "Source Code (payment type)",
        "memo": "OP name",
        "amount": "Amount",
        "balance": "Balance",
    },
    dates=("%d-%m-%Y", "%m-%d-%Y", "%d/%m/%Y", "%Y-%m-%d"),
    usual_order=True,
    currency="NZD",
)
