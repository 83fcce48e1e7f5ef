"""Allied Irish Banks: spaces behind the commas of the header, unsigned columns for money out and in."""

from purser.banks._csv import CsvFormat
from purser.banks._signs import credit_minus_debit

_NAMES = "Posted Account, Posted Transactions Date, Description1, Description2, Description3, Debit Amount, Credit Amount,Balance"

FORMAT = CsvFormat(
    name="aib_ie",
    bank="other",
    kind="checking",
    headers=(
        f"{_NAMES},Posted Currency,Transaction Type,Local Currency Amount,Local Currency",
        f"{_NAMES},Transaction Type",
        "Posted Account, Posted Transactions Date, Description, Debit Amount, Credit Amount,Balance,...",
    ),
    columns={
        "account": "Posted Account",
        "date": "Posted Transactions Date",
        "description": ("Description1", "Description", "Description2", "Description3"),
        "memo": "Description2",
        "debit": "Debit Amount",
        "credit": "Credit Amount",
        "balance": "Balance",
        "currency": "Posted Currency",
        "type": "Transaction Type",
    },
    dates=("%d/%m/%Y", "%d/%m/%y"),
    sign=credit_minus_debit,
    currency="EUR",
)
