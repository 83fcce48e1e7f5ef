"""BMO (Canada) accounts: a line about the data above each section, the card's number in apostrophes, signed amounts."""

from purser.banks._csv import CsvFormat
from purser.banks._signs import signed_by_word

FORMAT = CsvFormat(
    name="bmo",
    bank="other",
    kind="checking",
    headers=("First Bank Card,Transaction Type,Date Posted,Transaction Amount,Description",),
    columns={
        "account": "First Bank Card",
        "type": "Transaction Type",
        "date": "Date Posted",
        "amount": "Transaction Amount",
        "description": "Description",
    },
    dates=("%Y%m%d",),
    sign=signed_by_word,
    currency="CAD",
    above=6,
    trim="'",
    sections=True,
    skip={r"^Following data is valid": "when it was made", r"^Transaction history": "a note"},
)
