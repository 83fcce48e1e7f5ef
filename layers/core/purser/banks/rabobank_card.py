"""Rabobank credit cards (Netherlands): the account that settles the card, the card, the booked amount."""

from purser.banks._csv import CsvFormat

FORMAT = CsvFormat(
    name="rabobank_card",
    bank="other",
    kind="card",
    headers=("Tegenrekening IBAN,Munt,Creditcard Nummer,Productnaam,Transactiereferentie,Datum,Bedrag,Omschrijving,...",),
    columns={
        "currency": "Munt",
        "account": "Creditcard Nummer",
        "reference": "Transactiereferentie",
        "date": "Datum",
        "amount": "Bedrag",
        "description": "Omschrijving",
    },
    dates=("%Y-%m-%d", "%d-%m-%Y"),
    separator=",;",
    decimal_mark=",",
)
