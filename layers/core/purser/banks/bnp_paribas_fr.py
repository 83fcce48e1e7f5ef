"""BNP Paribas (France): no header; the first line names the account, its last digits and the balance of a day."""

from purser.banks._csv import CsvFormat

_ABOVE = r"^[^|]+\|[^|]*\|[*X]{2,}(\d{3,6})\|\d\d/\d\d/\d{4}\|[^|]*\|[-+\d  .]+,\d\d(?:\||$)"

FORMAT = CsvFormat(
    name="bnp_paribas_fr",
    bank="other",
    kind="checking",
    shape=("date", "category:.*", "type:.*", "description", ":", "amount"),
    proof=_ABOVE,
    says={
        "account": _ABOVE,
        "closing": r"^[^|]+\|[^|]*\|[*X]{2,}\d{3,6}\|(?P<date>\d\d/\d\d/\d{4})\|[^|]*\|(?P<closing>[-+\d  .]+,\d\d)(?:\||$)",
    },
    dates=("%d/%m/%Y",),
    currency="EUR",
    separator=";",
    decimal_mark=",",
    above=1,
)
