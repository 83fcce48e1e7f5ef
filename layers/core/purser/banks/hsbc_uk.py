"""HSBC and first direct (United Kingdom): no header, three columns; a type at the end of a text proves whose file it is."""

from purser.banks._csv import CsvFormat

FORMAT = CsvFormat(
    name="hsbc_uk",
    bank="other",
    kind="checking",
    shape=("date", "description", "amount"),
    dates=("%d/%m/%Y",),
    currency="GBP",
    proof=r"^[\d/]+\|.*\S\s{1,12}(VIS|DD|BP|OBP|ATM|TFR|SO|CHQ|CR|DR|PIM|BGC|\)\)\))\|",
)
