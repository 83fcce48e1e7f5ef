"""DKB (Germany) until 2022: cp1252, some lines about the account above the header, every line ending in a semicolon."""

from purser.banks._csv import CsvFormat

FORMAT = CsvFormat(
    name="dkb_2010",
    bank="other",
    kind="checking",
    headers=(
        "Buchungstag;Wertstellung;Buchungstext;Auftraggeber / Begünstigter;Verwendungszweck;Kontonummer;BLZ;Betrag (¤);...",
    ),
    columns={
        "date": "Buchungstag",
        "description": ("Auftraggeber / Begünstigter", "Verwendungszweck", "Buchungstext"),
        "memo": "Verwendungszweck",
        "amount": "Betrag (¤)",
        "type": "Buchungstext",
        "reference": "Kundenreferenz",
    },
    dates=("%d.%m.%Y",),
    separator=";",
    decimal_mark=",",
    above=10,
    says={
        "account": r"^Kontonummer:\|([A-Z0-9]+)",
        "closing": r"^Kontostand vom (?P<date>[\d.]+):\|(?P<closing>[-+\d.,]+)",
    },
)
