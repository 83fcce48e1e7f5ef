"""Barclays (United Kingdom): a cheque number that is mostly empty, sort code and account number in one column."""

from purser.banks._csv import CsvFormat

FORMAT = CsvFormat(
    name="barclays_uk",
    bank="other",
    kind="checking",
    headers=("Number,Date,Account,Amount,Subcategory,Memo",),
    columns={
        "reference": "Number",
        "date": "Date",
        "account": "Account",
        "amount": "Amount",
        "type": "Subcategory",
        "description": ("Memo", "Subcategory"),
    },
    dates=("%d/%m/%Y",),
    currency="GBP",
)
