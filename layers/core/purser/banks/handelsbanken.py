"""Handelsbanken (Sweden): the day of booking before that of the transaction; "Prel" before the text of a row not booked yet."""

from purser.banks._csv import CsvFormat
from purser.banks._rows import Row


def _is_preliminary(row: Row) -> bool:
    return row.text("description").startswith(("Prel ", "Prel."))


FORMAT = CsvFormat(
    name="handelsbanken",
    bank="other",
    kind="checking",
    headers=("Reskontradatum;Transaktionsdatum;Text;Belopp;Saldo",),
    columns={
        "posted": "Reskontradatum",
        "date": ("Transaktionsdatum", "Reskontradatum"),
        "description": "Text",
        "amount": "Belopp",
        "balance": "Saldo",
    },
    dates=("%Y-%m-%d",),
    currency="SEK",
    separator=";",
    decimal_mark=",",
    above=10,
    pending=_is_preliminary,
)
