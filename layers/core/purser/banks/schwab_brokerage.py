"""Schwab brokerage: cash of trades and dividends; a title above, a total below, rows such as splits that move no cash.

"03/12/2026 as of 03/11/2026" was booked on the first day.
"""

from purser.banks._csv import CsvFormat
from purser.banks._rows import no_cash

FORMAT = CsvFormat(
    name="schwab_brokerage",
    bank="other",
    kind="investment",
    headers=("Date,Action,Symbol,Description,Quantity,Price,Fees & Comm,Amount",),
    columns={
        "date": "Date",
        "type": "Action",
        "description": ("Description", "Action"),
        "amount": "Amount",
        "reference": "Symbol",
    },
    dates=("%m/%d/%Y", "%m/%d/%Y as of %*"),
    currency="USD",
    above=3,
    says={"account": r"for account .*?\.{3}(\w+)"},
    ignore=no_cash,
    skip={r"^Transactions Total": "the total"},
)
