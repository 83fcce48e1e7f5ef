"""U.S. Bank and cards of Elan (Fidelity Visa): signed amounts with a word beside them, which must agree; ISO dates of late."""

from purser.banks._csv import CsvFormat
from purser.banks._signs import signed_by_word

FORMAT = CsvFormat(
    name="us_bank",
    bank="other",
    kind="other",
    headers=("Date,Transaction,Name,Memo,Amount",),
    columns={
        "date": "Date",
        "type": "Transaction",
        "description": ("Name", "Memo"),
        "memo": "Memo",
        "amount": "Amount",
    },
    dates=("%m/%d/%Y", "%d/%m/%Y", "%Y-%m-%d"),
    usual_order=True,
    sign=signed_by_word,
)
