"""LCL (France): no header, the balance of a day in a shorter row at either end, the text in one of two columns."""

from purser.banks._csv import CsvFormat

FORMAT = CsvFormat(
    name="lcl",
    bank="other",
    kind="checking",
    shape=("date", "amount", r"type:[^\d]*", "reference", "description", "description", ":0?", r"category:[^\d]*"),
    dates=("%d/%m/%Y",),
    currency="EUR",
    separator=";",
    decimal_mark=",",
    skip={r"^\d\d/\d\d/\d{4}\|[-+]?[\d  ]+(,\d+)?\|\|[^|]*\d[^|]*\|*$": "a balance"},
)
