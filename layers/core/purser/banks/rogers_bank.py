"""Rogers Bank (Canada) cards, and others of its processor: charges are positive, amounts have a dollar sign."""

from purser.banks._csv import CsvFormat
from purser.banks._signs import flip

FORMAT = CsvFormat(
    name="rogers_bank",
    bank="other",
    kind="card",
    headers=(
        "Date,Posted Date,Reference Number,Card Number,Merchant Category Description,Merchant Name,Amount,...",
        "Date,Posted Date,Reference Number,Status,Card Number,Merchant Category,Merchant Name,Amount,...",
        "Date,Posted Date,Reference Number,Status,Transaction Card Number,Merchant Category,Merchant Name,Amount,...",
    ),
    columns={
        "date": "Date",
        "posted": "Posted Date",
        "id": "Reference Number",
        "status": ("Activity Status", "Status"),
        "account": ("Card Number", "Transaction Card Number"),
        "category": ("Merchant Category Description", "Merchant Category"),
        "description": ("Merchant Name", "Activity Type"),
        "amount": "Amount",
        "memo": "Rewards",
    },
    dates=("%Y-%m-%d",),
    sign=flip,
    currency="CAD",
    trim='"',
    pending=("Pending",),
    void={"Declined": "declined: no money moved"},
)
