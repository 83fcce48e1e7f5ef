"""Chase credit card as exported from 2013 on, before categories."""

from purser.banks._csv import CsvFormat

FORMAT = CsvFormat(
    name="chase_card_2013",
    bank="chase",
    kind="card",
    headers=("Type,Trans Date,Post Date,Description,Amount",),
    columns={
        "date": "Trans Date",
        "posted": "Post Date",
        "description": "Description",
        "amount": "Amount",
        "type": "Type",
    },
    dates=("%m/%d/%Y",),
    currency="USD",
    account_in_name=r"Chase(\d{4})_Activity",
)
