"""comdirect (Germany): a section for each account, each with a header of its own; rows not booked are dated "offen".

A section is called by its kind of account; the number is only in the file's name.
"""

from purser.banks._csv import CsvFormat

FORMAT = CsvFormat(
    name="comdirect",
    bank="other",
    kind="checking",
    headers=(
        '"Buchungstag";"Wertstellung (Valuta)";"Vorgang";"Buchungstext";"Umsatz in ¤"',
        '"Buchungstag";"Umsatztag";"Vorgang";"Referenz";"Buchungstext";"Umsatz in ¤"',
    ),
    columns={
        "date": ("Umsatztag", "Buchungstag"),
        "status": "Buchungstag",
        "description": "Buchungstext",
        "type": "Vorgang",
        "reference": "Referenz",
        "amount": "Umsatz in ¤",
    },
    dates=("%d.%m.%Y",),
    separator=";",
    decimal_mark=",",
    above=8,
    sections=True,
    says={
        "account": r"^Ums.{1,2}tze ([^|]+)",
        "closing": r"^Neuer Kontostand\|([-+\d.,]+)",
        "opening": r"^Alter Kontostand\|([-+\d.,]+)",
    },
    pending=("offen",),
    skip={
        r"^Ums.{1,2}tze ": "the heading of a section",
        r"^(Neuer|Alter) Kontostand": "a balance",
        r"^Keine Ums.{1,2}tze": "a section without rows",
    },
)
