"""Barclays cards, United States: bank, account and balance above a header that others have too."""

from purser.banks._csv import CsvFormat

FORMAT = CsvFormat(
    name="barclays_us",
    bank="other",
    kind="card",
    headers=("Transaction Date,Description,Category,Amount",),
    columns={"date": "Transaction Date", "description": "Description", "type": "Category", "amount": "Amount"},
    dates=("%m/%d/%Y",),
    currency="USD",
    above=8,
    says={"account": r"^Account Number:\W*([X*\d ]+)"},
    proof=r"^Barclays Bank",
)
