"""Santander Bank Polska: no header, but a first line about the account; day of booking first, running balances."""

from purser.banks._csv import CsvFormat

FORMAT = CsvFormat(
    name="santander_pl",
    bank="other",
    kind="checking",
    shape=("posted", "date", "description", "payer+payee:.*", r":[\d ']*", "amount", "balance", r":\d*"),
    proof=r"^\d{4}-\d\d-\d\d\|\d\d-\d\d-\d{4}\|'?[\d ]{26,34}\|[^|]*\|[A-Z]{3}\|",
    says={
        "account": r"^\d{4}-\d\d-\d\d\|[\d-]{10}\|'?([\d ]{26,34})\|",
        "currency": r"^\d{4}-\d\d-\d\d\|[\d-]{10}\|'?[\d ]{26,34}\|[^|]*\|([A-Z]{3})\|",
    },
    dates=("%d-%m-%Y",),
    decimal_mark=",",
    above=1,
    trim="'",
)
