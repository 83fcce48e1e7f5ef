"""DKB credit card (Germany), since 2022: the purchase's date first, the amount in another currency beside."""

from purser.banks._csv import CsvFormat

FORMAT = CsvFormat(
    name="dkb_card",
    bank="other",
    kind="card",
    headers=(
        "Belegdatum;Wertstellung;Status;Beschreibung;Umsatztyp;Betrag (¤);Fremdwährungsbetrag",
        "Belegdatum;Wertstellung;Status;Beschreibung;Umsatztyp;Betrag;Fremdwährungsbetrag",
    ),
    columns={
        "date": "Belegdatum",
        "posted": "Wertstellung",
        "description": "Beschreibung",
        "amount": ("Betrag (¤)", "Betrag"),
        "type": "Umsatztyp",
        "status": "Status",
    },
    dates=("%d.%m.%y", "%d.%m.%Y"),
    currency="EUR",
    separator=";,",
    decimal_mark=",",
    above=10,
    says={
        "account": r"^(?:Karte|Kreditkarte|.*Visa.*):?\|.*?([\dX*]{4,}[\d X*•.]*\d{4})$",
        "closing": r"^Saldo vom (?P<date>[\d.]+):?\|(?P<closing>[-+\d.,]+)",
    },
    pending=("Vorgemerkt",),
)
