"""NatWest, Royal Bank of Scotland and Ulster Bank: an empty line above the header, apostrophes before texts."""

from purser.banks._csv import CsvFormat

FORMAT = CsvFormat(
    name="natwest",
    bank="other",
    kind="checking",
    headers=("Date, Type, Description, Value, Balance, Account Name, Account Number",),
    columns={
        "date": "Date",
        "type": "Type",
        "description": ("Description", "Type"),
        "amount": "Value",
        "balance": "Balance",
        "account": "Account Number",
    },
    dates=("%d/%m/%Y", "%d %b %Y"),
    currency="GBP",
    above=3,
    trim="'",
    ragged=True,
)
