"""USAA: description and category are rewritten later, so the original description tells a row from others."""

from purser.banks._csv import CsvFormat

FORMAT = CsvFormat(
    name="usaa",
    bank="other",
    kind="checking",
    headers=("Date,Description,Original Description,Category,Amount,Status",),
    columns={
        "date": "Date",
        "description": ("Description", "Original Description"),
        "original": "Original Description",
        "category": "Category",
        "amount": "Amount",
        "status": "Status",
    },
    dates=("%Y-%m-%d", "%m/%d/%Y"),
    currency="USD",
    pending=("Pending",),
)
