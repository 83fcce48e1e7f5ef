"""Mutual banks of Australia (Bank Australia, Qudos and others): the effective day is empty where it is the day of entry."""

from purser.banks._csv import CsvFormat

FORMAT = CsvFormat(
    name="mutual_bank_au",
    bank="other",
    kind="other",
    headers=("Effective Date,Entered Date,Transaction Description,Amount,Balance",),
    columns={
        "date": ("Effective Date", "Entered Date"),
        "posted": "Entered Date",
        "description": "Transaction Description",
        "amount": "Amount",
        "balance": "Balance",
    },
    dates=("%d/%m/%Y", "%m/%d/%Y", "%Y-%m-%d"),
    usual_order=True,
    currency="AUD",
)
