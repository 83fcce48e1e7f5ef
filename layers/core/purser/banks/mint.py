"""Mint, a budgeting service until 2024: unsigned amounts with a word for the direction, many accounts in one file."""

from purser.banks._csv import CsvFormat
from purser.banks._signs import by_word

FORMAT = CsvFormat(
    name="mint",
    bank="other",
    kind="other",
    headers=("Date,Description,Original Description,Amount,Transaction Type,Category,Account Name,Labels,Notes",),
    columns={
        "date": "Date",
        "description": "Description",
        "original": "Original Description",
        "amount": "Amount",
        "direction": "Transaction Type",
        "category": "Category",
        "account": "Account Name",
        "memo": "Notes",
    },
    dates=("%m/%d/%Y", "%m/%d/%y"),
    sign=by_word(money_in=("credit",), money_out=("debit",)),
    entities=True,
)
