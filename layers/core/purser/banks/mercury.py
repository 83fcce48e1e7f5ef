"""Mercury: day and month joined by hyphens, month first; failed and cancelled payments are listed too."""

from purser.banks._csv import CsvFormat

FORMAT = CsvFormat(
    name="mercury",
    bank="other",
    kind="checking",
    headers=("Date (UTC),Description,Amount,Status,...",),
    columns={
        "date": "Date (UTC)",
        "description": "Description",
        "original": "Bank Description",
        "amount": "Amount",
        "status": "Status",
        "account": "Source Account",
        "category": ("Category", "Mercury Category"),
        "reference": ("Reference", "Check Number"),
        "memo": "Note",
    },
    dates=("%m-%d-%Y", "%m/%d/%Y", "%Y-%m-%d"),
    currency="USD",
    pending=("Pending",),
    void={
        "Failed": "failed: no money moved",
        "Cancelled": "cancelled: no money moved",
        "Canceled": "cancelled: no money moved",
        "Blocked": "blocked: no money moved",
        "Declined": "declined: no money moved",
    },
)
