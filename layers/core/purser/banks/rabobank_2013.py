"""Rabobank (Netherlands) until 2018: no header, nineteen quoted columns, unsigned amounts with C or D."""

from purser.banks._csv import CsvFormat
from purser.banks._signs import by_word

FORMAT = CsvFormat(
    name="rabobank_2013",
    bank="other",
    kind="checking",
    shape=(
        *(r"account:[A-Z]{2}\d{2}RABO\d{10}", "currency:[A-Z]{3}", r":\d{8}", "direction:[CD]", "amount", ":.*", "description"),
        *("date", r"type:\w{0,3}", ":.*", "description+memo", *[":.*"] * 8),
    ),
    dates=("%Y%m%d",),
    sign=by_word(money_in=("C",), money_out=("D",)),
)
