"""Venmo: an empty first column, amounts like "- $40.00"; rows of balances, and a disclaimer of many lines at the end."""

from purser.banks._csv import CsvFormat
from purser.banks._rows import Row


def _a_balance(row: Row) -> str:
    """Name a row without an id, which only tells a balance or the disclaimer."""
    return "" if row.text("id") or row.text("amount") else "a balance or the disclaimer"


FORMAT = CsvFormat(
    name="venmo",
    bank="other",
    kind="checking",
    headers=("ID,Datetime,Type,Status,Note,From,To,Amount (total),Funding Source,Destination,...",),
    columns={
        "id": "ID",
        "date": "Datetime",
        "type": "Type",
        "status": "Status",
        "description": ("Note", "Destination", "Funding Source", "Type"),
        "payer": ("From", "To"),
        "payee": ("To", "From"),
        "amount": "Amount (total)",
        "memo": "Note",
    },
    dates=("%Y-%m-%dT%T", "%Y-%m-%d %T", "%m/%d/%Y %T", "%m/%d/%y %T"),
    currency="USD",
    above=5,
    pending=("Pending",),
    void=dict.fromkeys(("Failed", "Canceled", "Cancelled", "Declined", "Expired"), "failed or cancelled: no money moved"),
    ignore=_a_balance,
    ragged=True,
)
