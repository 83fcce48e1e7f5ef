"""DKB (Germany), since 2022: years of two digits, the status in each row, whole amounts without decimals ("1.000" is 1000)."""

from purser.banks._csv import CsvFormat

FORMAT = CsvFormat(
    name="dkb",
    bank="other",
    kind="checking",
    headers=(
        "Buchungsdatum;Wertstellung;Status;Zahlungspflichtige*r;Zahlungsempfänger*in;Verwendungszweck;Umsatztyp;Betrag (¤);...",
        "Buchungsdatum;Wertstellung;Status;Zahlungspflichtige*r;Zahlungsempfänger*in;Verwendungszweck;Umsatztyp;Betrag;...",
    ),
    columns={
        "date": "Buchungsdatum",
        "payer": "Zahlungspflichtige*r",
        "payee": "Zahlungsempfänger*in",
        "description": ("Verwendungszweck", "Umsatztyp"),
        "original": "Verwendungszweck",
        "memo": "Verwendungszweck",
        "amount": ("Betrag (¤)", "Betrag"),
        "type": "Umsatztyp",
        "status": "Status",
        "reference": "Kundenreferenz",
    },
    dates=("%d.%m.%y", "%d.%m.%Y"),
    currency="EUR",
    separator=";,",
    decimal_mark=",",
    above=10,
    says={
        "account": r"\|([A-Z]{2}\d{2}[A-Z0-9 ]{11,30})$",
        "closing": r"^Kontostand vom (?P<date>[\d.]+):?\|(?P<closing>[-+\d.,]+)",
    },
    pending=("Vorgemerkt",),
)
