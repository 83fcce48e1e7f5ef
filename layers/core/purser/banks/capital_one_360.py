"""Capital One 360, checking and savings: amounts without sign, the type says which way; zeros at the end are dropped (664.5)."""

from purser.banks._csv import CsvFormat
from purser.banks._rows import Row
from purser.banks._signs import by_word


def _prenote(row: Row) -> str:
    """Name the zero-amount test of a new transfer link, which moves no money."""
    return "" if row.amount("amount") else "a zero-amount prenote: a test of a transfer link, no money moved"


FORMAT = CsvFormat(
    name="capital_one_360",
    bank="capital_one",
    kind="checking",
    headers=(
        "Account Number,Transaction Description,Transaction Date,Transaction Type,Transaction Amount,Balance",
        "Account Number,Transaction Date,Transaction Amount,Transaction Type,Transaction Description,Balance",
        "Account Number,Transaction Date,Transaction Amount,Transaction Type,Transaction Description",
    ),
    columns={
        "account": "Account Number",
        "description": "Transaction Description",
        "date": "Transaction Date",
        "direction": "Transaction Type",
        "type": "Transaction Type",
        "amount": "Transaction Amount",
        "balance": "Balance",
    },
    dates=("%m/%d/%y", "%m/%d/%Y"),
    sign=by_word(money_in=("Credit",), money_out=("Debit",), minus="money out"),
    currency="USD",
    ignore=_prenote,
)
