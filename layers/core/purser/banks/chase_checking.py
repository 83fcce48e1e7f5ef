"""Chase checking and savings: newest first, data rows end in one comma more than the header; in 2016 the header had it too.

The balance is empty while a row is pending. An empty balance alone proves nothing, so rows are pending only above the first row
with a balance, and only if there is one: in a file without any balance the column says nothing, and all rows are booked.
"""

from purser.banks._csv import CsvFormat

FORMAT = CsvFormat(
    name="chase_checking",
    bank="chase",
    kind="checking",
    headers=("Details,Posting Date,Description,Amount,Type,Balance,Check or Slip #",),
    columns={
        "date": "Posting Date",
        "posted": "Posting Date",
        "description": "Description",
        "amount": "Amount",
        "type": "Type",
        "balance": "Balance",
        "reference": "Check or Slip #",
    },
    dates=("%m/%d/%Y",),
    currency="USD",
    pending_until="balance",
    account_in_name=r"Chase(\d{4})_Activity",
)
