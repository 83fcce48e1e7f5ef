"""Bank of America checking and savings: a summary and an empty line above the header, the first row is a balance."""

from purser.banks._csv import CsvFormat

FORMAT = CsvFormat(
    name="bofa_checking",
    bank="other",
    kind="checking",
    headers=("Date,Description,Amount,Running Bal.",),
    columns={"date": "Date", "description": "Description", "amount": "Amount", "balance": "Running Bal."},
    dates=("%m/%d/%Y",),
    currency="USD",
    above=10,
    says={
        "opening": r"^Beginning balance as of (?P<date>[\d/]+)\|\|(?P<opening>[-\d,.]+)",
        "closing": r"^Ending balance as of (?P<date>[\d/]+)\|\|(?P<closing>[-\d,.]+)",
    },
    skip={r"^[\d/]+\|Beginning balance as of [\d/]+\|\|": "the balance before the rows"},
)
