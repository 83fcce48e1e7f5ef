"""Sparkasse (Germany), "CSV-CAMT": cp1252, semicolons, decimal comma, years of two digits; not yet booked rows say so."""

from purser.banks._csv import CsvFormat

FORMAT = CsvFormat(
    name="sparkasse_camt",
    bank="other",
    kind="checking",
    headers=(
        "Auftragskonto;Buchungstag;Buchungstext;Verwendungszweck;Beguenstigter/Zahlungspflichtiger;Kontonummer/IBAN;Betrag;Waehrung;...",
    ),
    columns={
        "account": "Auftragskonto",
        "date": "Buchungstag",
        "description": ("Beguenstigter/Zahlungspflichtiger", "Verwendungszweck", "Buchungstext"),
        "original": ("Verwendungszweck", "Buchungstext"),
        "memo": "Verwendungszweck",
        "amount": "Betrag",
        "currency": "Waehrung",
        "type": "Buchungstext",
        "reference": "Kundenreferenz (End-to-End)",
        "status": "Info",
        "category": "Kategorie",
    },
    dates=("%d.%m.%y", "%d.%m.%Y"),
    separator=";",
    decimal_mark=",",
    pending=("Umsatz vorgemerkt",),
)
