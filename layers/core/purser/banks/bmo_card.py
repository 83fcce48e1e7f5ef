"""BMO (Canada) credit cards: charges are positive; a line about the data above, the card's number in apostrophes."""

from purser.banks._csv import CsvFormat
from purser.banks._signs import flip

FORMAT = CsvFormat(
    name="bmo_card",
    bank="other",
    kind="card",
    headers=("Item #,Card #,Transaction Date,Posting Date,Transaction Amount,Description",),
    columns={
        "account": "Card #",
        "date": "Transaction Date",
        "posted": "Posting Date",
        "amount": "Transaction Amount",
        "description": "Description",
    },
    dates=("%Y%m%d",),
    sign=flip,
    currency="CAD",
    above=6,
    trim="'",
)
