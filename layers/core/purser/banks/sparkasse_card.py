"""Sparkasse credit cards (Germany): day of purchase, when it was booked, the booked amount beside the original one."""

from purser.banks._csv import CsvFormat

FORMAT = CsvFormat(
    name="sparkasse_card",
    bank="other",
    kind="card",
    headers=("Umsatz getätigt von;Belegdatum;Buchungsdatum;Buchungsbetrag;Buchungswährung;Transaktionsbeschreibung;...",),
    columns={
        "account": "Umsatz getätigt von",
        "date": "Belegdatum",
        "posted": "Buchungsdatum",
        "amount": "Buchungsbetrag",
        "currency": "Buchungswährung",
        "description": "Transaktionsbeschreibung",
        "memo": "Transaktionsbeschreibung Zusatz",
        "reference": "Buchungsreferenz",
    },
    dates=("%d.%m.%y", "%d.%m.%Y"),
    separator=";",
    decimal_mark=",",
)
