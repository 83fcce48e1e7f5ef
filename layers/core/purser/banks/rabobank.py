"""Rabobank (Netherlands), since 2018: a plus before money in, a serial number and a balance in each row; lines end CR CR LF."""

from purser.banks._csv import CsvFormat

FORMAT = CsvFormat(
    name="rabobank",
    bank="other",
    kind="checking",
    headers=("IBAN/BBAN,Munt,BIC,Volgnr,Datum,Rentedatum,Bedrag,Saldo na trn,Naam tegenpartij,Code,Omschrijving-1,...",),
    columns={
        "account": "IBAN/BBAN",
        "currency": "Munt",
        "id": "Volgnr",
        "date": "Datum",
        "amount": "Bedrag",
        "balance": "Saldo na trn",
        "description": ("Naam tegenpartij", "Omschrijving-1"),
        "memo": "Omschrijving-1",
        "type": "Code",
        "reference": ("Transactiereferentie", "Betalingskenmerk"),
    },
    dates=("%Y-%m-%d", "%d-%m-%Y"),
    separator=",;",
    decimal_mark=",",
)
