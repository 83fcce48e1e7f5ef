"""American credit unions on another online bank: the day of posting, columns for money out and in, a status."""

from purser.banks._csv import CsvFormat
from purser.banks._signs import credit_minus_any_debit

FORMAT = CsvFormat(
    name="credit_union_posted",
    bank="other",
    kind="other",
    headers=("Account Number,Post Date,Check,Description,Debit,Credit,...",),
    columns={
        "account": "Account Number",
        "date": "Post Date",
        "reference": "Check",
        "description": "Description",
        "debit": "Debit",
        "credit": "Credit",
        "status": "Status",
        "balance": "Balance",
        "category": ("Classification", "Category"),
    },
    dates=("%m/%d/%Y", "%d/%m/%Y", "%Y-%m-%d"),
    usual_order=True,
    sign=credit_minus_any_debit,
    currency="USD",
    pending=("Pending",),
)
