"""Discover credit card: charges are positive."""

from purser.banks._csv import CsvFormat
from purser.banks._signs import flip

FORMAT = CsvFormat(
    name="discover_card",
    bank="discover",
    kind="card",
    headers=("Trans. Date,Post Date,Description,Amount,Category",),
    columns={
        "date": "Trans. Date",
        "posted": "Post Date",
        "description": "Description",
        "amount": "Amount",
        "category": "Category",
    },
    dates=("%m/%d/%Y",),
    sign=flip,
    currency="USD",
)
