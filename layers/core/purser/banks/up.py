"""Up (Australia): the total of each row has its fee and what was rounded up for saving in it."""

from purser.banks._csv import CsvFormat

FORMAT = CsvFormat(
    name="up",
    bank="other",
    kind="checking",
    headers=("Time,Transaction Type,Payee,Description,Category,Subtotal (AUD),Total (AUD),Payment Method,Settled Date,...",),
    columns={
        "date": "Time",
        "posted": "Settled Date",
        "account": ("BSB / Account Number", "BSB/Account Number"),
        "type": "Transaction Type",
        "description": ("Payee", "Description", "Transaction Type"),
        "category": "Category",
        "amount": "Total (AUD)",
        "original_amount": "Subtotal (Transaction Currency)",
        "original_currency": "Currency",
        "memo": "Description",
    },
    dates=("%Y-%m-%dT%T", "%Y-%m-%d"),
    currency="AUD",
)
