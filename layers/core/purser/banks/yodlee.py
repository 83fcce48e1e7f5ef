"""Yodlee's own export, as Bank of America and Merrill gave it out: all accounts of all banks, signed amounts, a status."""

from purser.banks._csv import CsvFormat

FORMAT = CsvFormat(
    name="yodlee",
    bank="other",
    kind="other",
    headers=(
        "Status,Date,Original Description,Split Type,Category,Currency,Amount,User Description,Classification,Account Name,...",
    ),
    columns={
        "status": "Status",
        "date": "Date",
        "original": "Original Description",
        "description": ("User Description", "Simple Description", "Original Description"),
        "category": "Category",
        "currency": "Currency",
        "amount": "Amount",
        "memo": "Memo",
        "account": "Account Name",
    },
    dates=("%m/%d/%Y", "%d/%m/%Y", "%m/%d/%y", "%d/%m/%y"),
    usual_order=True,
    pending=("pending",),
)
