"""HDFC Bank (India) cards until 2025: ~ between columns, otherwise as today."""

from purser.banks._csv import CsvFormat
from purser.banks._signs import by_word

FORMAT = CsvFormat(
    name="hdfc_card_2025",
    bank="other",
    kind="card",
    headers=("Transaction type~Primary / Addon Customer Name~DATE~Description~AMT~Debit / Credit",),
    columns={
        "type": "Transaction type",
        "date": "DATE",
        "description": "Description",
        "amount": "AMT",
        "direction": "Debit / Credit",
    },
    dates=("%d/%m/%Y", "%d/%m/%Y %T"),
    sign=by_word(money_in=("Cr",), money_out=("", "Dr")),
    currency="INR",
    separator="~",
    quotes="none",
    above=30,
    ragged=True,
    skip={r"^(Reward|Opening Bal|GST|Past Dues|Loan)|^[\d,.| -]+$": "a summary, no transaction"},
)
