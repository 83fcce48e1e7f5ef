"""Triodos Bank (Netherlands): no header, nine columns, unsigned amounts with a word for the direction."""

from purser.banks._csv import CsvFormat
from purser.banks._signs import by_word

FORMAT = CsvFormat(
    name="triodos_nl",
    bank="other",
    kind="checking",
    shape=(
        *("date", r"account:NL\d\d ?TRIO[\d ]{10,12}", "amount", "direction:(Debet|Credit)", "description", ":.*", r"type:\w*"),
        *("description+memo", "balance"),
    ),
    dates=("%d-%m-%Y",),
    sign=by_word(money_in=("Credit",), money_out=("Debet",)),
    currency="EUR",
    decimal_mark=",",
)
