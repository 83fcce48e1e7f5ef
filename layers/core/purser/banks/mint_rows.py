"""Mint without its header, as split exports have it: nine columns, the word for the direction in the fifth."""

from purser.banks._csv import CsvFormat
from purser.banks._signs import by_word

FORMAT = CsvFormat(
    name="mint_rows",
    bank="other",
    kind="other",
    shape=("date", "description", "original", "amount", "direction:credit|debit", "category", "account", ":.*", "memo"),
    dates=("%m/%d/%Y", "%m/%d/%y"),
    sign=by_word(money_in=("credit",), money_out=("debit",)),
    entities=True,
)
