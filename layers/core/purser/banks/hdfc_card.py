"""HDFC Bank (India) cards: ~|~ between columns, unsigned amounts; nothing after the amount is a charge, Cr a payment."""

from purser.banks._csv import CsvFormat
from purser.banks._signs import by_word

FORMAT = CsvFormat(
    name="hdfc_card",
    bank="other",
    kind="card",
    headers=(
        "Transaction type~|~Primary / Addon Customer Name~|~DATE~|~Description~|~AMT~|~Debit / Credit",
        "Transaction type~|~Primary / Addon Customer Name~|~DATE~|~Description~|~AMT~|~Debit /Credit~|~REWARDS",
        "Transaction type~|~Primary / Addon Customer Name~|~DATE~|~Description~|~AMT~|~Debit /Credit~|~REWARDS~|~",
    ),
    columns={
        "type": "Transaction type~",
        "date": "~DATE~",
        "description": "~Description~",
        "amount": "~AMT~",
        "direction": ("~Debit / Credit", "~Debit /Credit~"),
    },
    dates=("%d/%m/%Y %T", "%d/%m/%Y"),
    sign=by_word(money_in=("Cr",), money_out=("", "Dr")),
    currency="INR",
    separator="|",
    quotes="none",
    above=30,
    trim="~",
    ragged=True,
    skip={r"^(Reward|Opening Bal|GST|Past Dues|Loan)|^[\d,.~| -]+$": "a summary, no transaction"},
)
