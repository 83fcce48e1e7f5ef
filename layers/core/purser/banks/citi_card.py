"""Citi cards: a charge in the debit column, a payment or refund, mostly negative already, in the credit column."""

from decimal import Decimal

from purser.banks._csv import CsvFormat
from purser.banks._rows import Row


def _charge_or_credit(row: Row) -> Decimal:
    """Take the column for the direction: a credit is money in whether it has a minus or not."""
    if row.text("debit"):
        return -row.amount("debit")
    return abs(row.amount("credit"))


FORMAT = CsvFormat(
    name="citi_card",
    bank="other",
    kind="card",
    headers=(
        "Status,Date,Description,Debit,Credit",
        "Status,Date,Description,Debit,Credit,Member Name",
    ),
    columns={
        "status": "Status",
        "date": "Date",
        "description": "Description",
        "debit": "Debit",
        "credit": "Credit",
        "memo": "Member Name",
    },
    dates=("%m/%d/%Y", "%b %d, %Y"),
    sign=_charge_or_credit,
    currency="USD",
    pending=("Pending",),
)
