"""Wells Fargo: no header; date, amount, an asterisk, check number, description."""

from purser.banks._csv import CsvFormat

FORMAT = CsvFormat(
    name="wells_fargo",
    bank="other",
    kind="checking",
    shape=("date", "amount", r":\*", r"reference:\d*", "description"),
    dates=("%m/%d/%Y",),
    currency="USD",
)
