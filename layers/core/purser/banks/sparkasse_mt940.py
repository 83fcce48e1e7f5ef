"""Sparkasse (Germany), "CSV-MT940": as CSV-CAMT, with account number and bank code of the other side."""

from purser.banks._csv import CsvFormat

FORMAT = CsvFormat(
    name="sparkasse_mt940",
    bank="other",
    kind="checking",
    headers=(
        "Auftragskonto;Buchungstag;Buchungstext;Verwendungszweck;Beguenstigter/Zahlungspflichtiger;Kontonummer;BLZ;Betrag;Waehrung;...",
        "Auftragskonto;Buchungstag;Buchungstext;Verwendungszweck;Begünstigter/Zahlungspflichtiger;Kontonummer;BLZ;Betrag;Währung;...",
    ),
    columns={
        "account": "Auftragskonto",
        "date": "Buchungstag",
        "description": (
            *("Beguenstigter/Zahlungspflichtiger", "Begünstigter/Zahlungspflichtiger"),
            *("Verwendungszweck", "Buchungstext"),
        ),
        "original": ("Verwendungszweck", "Buchungstext"),
        "memo": "Verwendungszweck",
        "amount": "Betrag",
        "currency": ("Waehrung", "Währung"),
        "type": "Buchungstext",
        "status": "Info",
    },
    dates=("%d.%m.%y", "%d.%m.%Y"),
    separator=";",
    decimal_mark=",",
    pending=("Umsatz vorgemerkt",),
)
