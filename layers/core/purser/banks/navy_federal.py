"""Navy Federal Credit Union: unsigned amounts, a word for the direction; rewards of cards at the end."""

from purser.banks._csv import CsvFormat
from purser.banks._signs import by_word

FORMAT = CsvFormat(
    name="navy_federal",
    bank="other",
    kind="other",
    headers=("Posting Date,Transaction Date,Amount,Credit Debit Indicator,type,Type Group,Reference,...",),
    columns={
        "posted": "Posting Date",
        "date": ("Transaction Date", "Posting Date"),
        "amount": "Amount",
        "direction": "Credit Debit Indicator",
        "type": "type",
        "reference": ("Check Serial Number", "Reference"),
        "description": ("Description", "type"),
        "category": "Category",
        "account": "Card Ending",
        "original_amount": "Instructed Amount",
        "original_currency": "Instructed Currency",
        "rate": "Currency Exchange Rate",
    },
    dates=("%m/%d/%Y", "%d/%m/%Y", "%Y-%m-%d"),
    usual_order=True,
    sign=by_word(money_in=("Credit",), money_out=("Debit",)),
    currency="USD",
)
