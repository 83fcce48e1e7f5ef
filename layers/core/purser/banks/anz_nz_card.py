"""ANZ (New Zealand) cards: unsigned amounts, D is a charge, C a payment."""

from purser.banks._csv import CsvFormat
from purser.banks._signs import by_word

FORMAT = CsvFormat(
    name="anz_nz_card",
    bank="other",
    kind="card",
    headers=("Card,Type,Amount,Details,TransactionDate,ProcessedDate,...",),
    columns={
        "account": "Card",
        "direction": "Type",
        "amount": "Amount",
        "description": "Details",
        "date": "TransactionDate",
        "posted": "ProcessedDate",
        "memo": "ForeignCurrencyAmount",
    },
    dates=("%d/%m/%Y", "%m/%d/%Y", "%Y-%m-%d"),
    usual_order=True,
    sign=by_word(money_in=("C",), money_out=("D",)),
    currency="NZD",
)
