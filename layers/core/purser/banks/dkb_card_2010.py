"""DKB credit card (Germany) until 2022: cp1252, whether a row is in the monthly statement stands first."""

from purser.banks._csv import CsvFormat

FORMAT = CsvFormat(
    name="dkb_card_2010",
    bank="other",
    kind="card",
    headers=(
        "Umsatz abgerechnet und nicht im Saldo enthalten;Wertstellung;Belegdatum;Beschreibung;Betrag (¤);Ursprünglicher Betrag",
        "Umsatz abgerechnet;Wertstellung;Belegdatum;Umsatzbeschreibung;Betrag (¤);Ursprünglicher Betrag",
        "Umsatz abgerechnet;Wertstellung;Belegdatum;Beschreibung;Betrag (¤);Ursprünglicher Betrag",
    ),
    columns={
        "date": "Belegdatum",
        "posted": "Wertstellung",
        "description": ("Beschreibung", "Umsatzbeschreibung"),
        "amount": "Betrag (¤)",
    },
    dates=("%d.%m.%Y",),
    separator=";",
    decimal_mark=",",
    above=10,
    says={"account": r"^Kreditkarte:\|([\d*X]+)"},
)
