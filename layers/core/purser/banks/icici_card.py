"""ICICI Bank (India) cards: unsigned amounts; an empty last column is a charge, CR a payment or refund."""

from purser.banks._csv import CsvFormat
from purser.banks._signs import by_word

FORMAT = CsvFormat(
    name="icici_card",
    bank="other",
    kind="card",
    headers=("Date,Sr.No.,Transaction Details,Reward Point Header,Intl.Amount,Amount(in Rs),BillingAmountSign",),
    columns={
        "date": "Date",
        "reference": "Sr.No.",
        "description": "Transaction Details",
        "amount": "Amount(in Rs)",
        "direction": "BillingAmountSign",
    },
    dates=("%d/%m/%Y", "%d-%b-%y", "%d-%b-%Y"),
    sign=by_word(money_in=("CR",), money_out=("", "DR")),
    currency="INR",
    above=20,
    says={"account": r"^Account ?no:?\|(\w+)"},
    skip={r"^[\dX*]{12,19}\|*$": "the number of a card"},
)
