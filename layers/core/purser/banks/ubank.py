"""ubank (Australia): the time before the day, two columns of amounts with dollar signs, one's own accounts on either side."""

from purser.banks._csv import CsvFormat
from purser.banks._signs import credit_minus_any_debit

FORMAT = CsvFormat(
    name="ubank",
    bank="other",
    kind="checking",
    headers=("Date and time,Description,Debit,Credit,From account,To account,Payment type,Receipt number,Transaction ID,...",),
    columns={
        "date": "Date and time",
        "description": ("Description", "Payment type"),
        "debit": "Debit",
        "credit": "Credit",
        "type": "Payment type",
        "category": "Category",
        "reference": "Receipt number",
        "id": "Transaction ID",
    },
    dates=("%T %d-%m-%y", "%d/%m/%Y %T", "%T %d-%m-%Y"),
    sign=credit_minus_any_debit,
    currency="AUD",
)
