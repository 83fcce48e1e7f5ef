"""RBC (Canada): all accounts in one file, a column for Canadian dollars and one for American."""

from purser.banks._csv import CsvFormat
from purser.banks._rows import Row


def _dollars(row: Row) -> str:
    """Tell the currency by the column that is filled."""
    return "CAD" if row.text("credit") else "USD"


FORMAT = CsvFormat(
    name="rbc",
    bank="other",
    kind="other",
    headers=("Account Type,Account Number,Transaction Date,Cheque Number,Description 1,Description 2,CAD$,USD$",),
    columns={
        "type": "Account Type",
        "account": "Account Number",
        "date": "Transaction Date",
        "reference": "Cheque Number",
        "description": ("Description 1", "Description 2"),
        "memo": "Description 2",
        "amount": ("CAD$", "USD$"),
        "credit": "CAD$",
    },
    dates=("%m/%d/%Y",),
    currency=_dollars,
)
