"""Fidelity brokerage, cash management, HSA and the like: cash only; notes below, a word while a row is processed."""

from purser.banks._csv import CsvFormat
from purser.banks._rows import no_cash

FORMAT = CsvFormat(
    name="fidelity",
    bank="other",
    kind="investment",
    headers=(
        "Run Date,Action,Symbol,Amount ($),Settlement Date,...",
        "Run Date,Action,Symbol,Amount,Settlement Date,...",
    ),
    columns={
        "date": "Run Date",
        "description": "Action",
        "reference": "Symbol",
        "amount": ("Amount ($)", "Amount"),
        "account": ("Account Number", "Account"),
        "status": "Cash Balance ($)",
    },
    dates=("%m/%d/%Y",),
    currency="USD",
    above=12,
    account_in_name=r"Account_([A-Z0-9]{8,10})\b",
    pending=("Processing",),
    ignore=no_cash,
    ragged=True,
    skip={
        r'^"?(The data and|informational|recommendation|exported and|purposes)': "a note",
        r'^"?(Brokerage services|Financial Services|Fidelity Insurance)': "a note",
        r'^"?Date downloaded': "when it was made",
    },
)
