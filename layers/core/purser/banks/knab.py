"""Knab (Netherlands): "KNAB EXPORT" above the header, unsigned amounts with C or D, a semicolon at the end of each line."""

from purser.banks._csv import CsvFormat
from purser.banks._signs import by_word

FORMAT = CsvFormat(
    name="knab",
    bank="other",
    kind="checking",
    headers=("Rekeningnummer;Transactiedatum;Valutacode;CreditDebet;Bedrag;Tegenrekeninghouder;Betaalwijze;Omschrijving;...",),
    columns={
        "account": "Rekeningnummer",
        "date": "Transactiedatum",
        "posted": "Boekdatum",
        "currency": "Valutacode",
        "direction": "CreditDebet",
        "amount": "Bedrag",
        "description": ("Tegenrekeninghouder", "Omschrijving", "Betaalwijze"),
        "memo": "Omschrijving",
        "type": "Betaalwijze",
        "reference": "Referentie",
    },
    dates=("%d-%m-%Y", "%Y-%m-%d"),
    sign=by_word(money_in=("C",), money_out=("D",)),
    separator=";",
    decimal_mark=",",
    above=3,
    ragged=True,
)
