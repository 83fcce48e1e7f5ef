"""Volksbanken, Raiffeisenbanken, Sparda and PSD banks (Germany), since 2022: the account's IBAN and the balance in each row."""

from purser.banks._csv import CsvFormat

FORMAT = CsvFormat(
    name="volksbank",
    bank="other",
    kind="checking",
    headers=(
        "IBAN Auftragskonto;Buchungstag;Valutadatum;Name Zahlungsbeteiligter;Buchungstext;Verwendungszweck;Betrag;Waehrung;...",
        "IBAN Auftragskonto;Buchungstag;Valutadatum;Name Zahlungsbeteiligter;Buchungstext;Verwendungszweck;Betrag;Währung;...",
    ),
    columns={
        "account": "IBAN Auftragskonto",
        "date": "Buchungstag",
        "description": ("Name Zahlungsbeteiligter", "Verwendungszweck", "Buchungstext"),
        "original": "Verwendungszweck",
        "memo": "Verwendungszweck",
        "amount": "Betrag",
        "currency": ("Waehrung", "Währung"),
        "balance": "Saldo nach Buchung",
        "type": "Buchungstext",
        "category": "Kategorie",
    },
    dates=("%d.%m.%Y",),
    separator=";",
    decimal_mark=",",
)
