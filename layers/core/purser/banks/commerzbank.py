"""Commerzbank (Germany): semicolons, decimal commas, the account's IBAN in each row."""

from purser.banks._csv import CsvFormat

FORMAT = CsvFormat(
    name="commerzbank",
    bank="other",
    kind="checking",
    headers=(
        "Buchungstag;Wertstellung;Umsatzart;Buchungstext;Betrag;Währung;IBAN Auftraggeberkonto;...",
        "Buchungstag;Wertstellung;Umsatzart;Buchungstext;Betrag;Währung;IBAN Kontoinhaber;...",
    ),
    columns={
        "date": "Buchungstag",
        "description": "Buchungstext",
        "amount": "Betrag",
        "currency": "Währung",
        "account": ("IBAN Auftraggeberkonto", "IBAN Kontoinhaber"),
        "type": "Umsatzart",
        "category": "Kategorie",
    },
    dates=("%d.%m.%Y",),
    separator=";,",
    decimal_mark=",",
)
