"""Chase credit card, since about 2018; a file of several cards has a leading column with the card's last four digits."""

from purser.banks._csv import CsvFormat

FORMAT = CsvFormat(
    name="chase_card",
    bank="chase",
    kind="card",
    headers=(
        "Transaction Date,Post Date,Description,Category,Type,Amount,Memo",
        "Card,Transaction Date,Post Date,Description,Category,Type,Amount,Memo",
    ),
    columns={
        "date": "Transaction Date",
        "posted": "Post Date",
        "description": "Description",
        "amount": "Amount",
        "account": "Card",
        "category": "Category",
        "type": "Type",
        "memo": "Memo",
    },
    dates=("%m/%d/%Y",),
    currency="USD",
    account_in_name=r"Chase(\d{4})_Activity",
)
