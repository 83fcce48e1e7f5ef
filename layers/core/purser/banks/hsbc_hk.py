"""HSBC Hong Kong accounts: quoted amounts with a tab behind the quote, several currencies in a file."""

from purser.banks._csv import CsvFormat

FORMAT = CsvFormat(
    name="hsbc_hk",
    bank="other",
    kind="checking",
    headers=("Date,Description,Billing amount,Billing currency,Balance,Balance currency",),
    columns={
        "date": "Date",
        "description": "Description",
        "amount": "Billing amount",
        "currency": "Billing currency",
        "balance": "Balance",
    },
    dates=("%d/%m/%Y", "%m/%d/%Y", "%Y-%m-%d"),
    usual_order=True,
    trim="\t",
)
