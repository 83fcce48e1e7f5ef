"""Erste Bank Hungary: dates end in a point (2019.04.17.), outgoing amounts have a minus."""

from purser.banks._csv import CsvFormat

FORMAT = CsvFormat(
    name="erste_hu",
    bank="other",
    kind="checking",
    headers=(
        "Tranzakció dátuma,Partner neve,Számlaszám,Tranzakció típusa,Tranzakció összege,Tranzakció devizaneme,Bevétel/Kiadás,...",
    ),
    columns={
        "date": "Tranzakció dátuma",
        "description": ("Partner neve", "Közlemény", "Tranzakció típusa"),
        "amount": "Tranzakció összege",
        "currency": "Tranzakció devizaneme",
        "account": "Számlaszám",
        "type": "Tranzakció típusa",
        "memo": "Közlemény",
        "balance": "Egyenleg",
    },
    dates=("%Y.%m.%d.", "%Y.%m.%d"),
    encoding="cp1250",
    decimal_mark=".,",
)
