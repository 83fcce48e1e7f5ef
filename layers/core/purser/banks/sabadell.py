"""Banco Sabadell (Spain), the text export: no header, pipes between the columns, decimal points."""

from purser.banks._csv import CsvFormat

FORMAT = CsvFormat(
    name="sabadell",
    bank="other",
    kind="checking",
    shape=("date", "description", "posted", "amount", "balance", "reference:.*", ":.*"),
    dates=("%d/%m/%Y",),
    currency="EUR",
    separator="|",
    decimal_mark=".",
)
