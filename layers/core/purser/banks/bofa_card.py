"""Bank of America credit card."""

from purser.banks._csv import CsvFormat

FORMAT = CsvFormat(
    name="bofa_card",
    bank="other",
    kind="card",
    headers=("Posted Date,Reference Number,Payee,Address,Amount",),
    columns={
        "date": "Posted Date",
        "posted": "Posted Date",
        "description": "Payee",
        "amount": "Amount",
        "reference": "Reference Number",
        "memo": "Address",
    },
    dates=("%m/%d/%Y",),
    currency="USD",
    account_in_name=r"\d{4}_(\d{4})\.",
)
