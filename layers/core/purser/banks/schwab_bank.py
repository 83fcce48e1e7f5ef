"""Schwab Bank checking and savings: dollar signs, a balance after each posted row; pending rows may lack date and amount."""

from purser.banks._csv import CsvFormat
from purser.banks._rows import Row
from purser.banks._signs import credit_minus_debit


def _waits(row: Row) -> bool:
    """Tell a pending row: older exports have no status, and give neither type nor balance before it is posted."""
    return row.text("status") == "Pending" or not (row.text("status") or row.text("type") or row.text("balance"))


def _no_interest(row: Row) -> str:
    """Name a posted row without any amount, such as interest of nothing."""
    if row.waits() or row.text("debit") or row.text("credit"):
        return ""
    return "neither a withdrawal nor a deposit: no money moved"


FORMAT = CsvFormat(
    name="schwab_bank",
    bank="other",
    kind="checking",
    headers=(
        "Date,Status,Type,CheckNumber,Description,Withdrawal,Deposit,RunningBalance",
        "Date,Type,CheckNumber,Description,Withdrawal,Deposit,RunningBalance",
        "Date,Type,Check #,Description,Withdrawal (-),Deposit (+),RunningBalance",
    ),
    columns={
        "date": "Date",
        "status": "Status",
        "type": "Type",
        "reference": ("CheckNumber", "Check #"),
        "description": "Description",
        "debit": ("Withdrawal", "Withdrawal (-)"),
        "credit": ("Deposit", "Deposit (+)"),
        "balance": "RunningBalance",
    },
    dates=("%m/%d/%Y",),
    sign=credit_minus_debit,
    currency="USD",
    above=4,
    pending=_waits,
    ignore=_no_interest,
    skip={r"^(Pending|Posted|Total) Transactions?\b": "a heading", r"^Total Pending": "a total"},
)
