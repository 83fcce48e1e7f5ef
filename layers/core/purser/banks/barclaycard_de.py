"""Barclays cards in Germany (.xlsx): a dozen lines about the card above the header, amounts as text with a euro sign.

The header has "Buchungsdatum" twice, the first being the day of purchase; a row not yet booked has no second date.
"""

from purser.banks._csv import CsvFormat

FORMAT = CsvFormat(
    name="barclaycard_de",
    bank="other",
    kind="card",
    headers=(
        "Referenznummer;Buchungsdatum;Buchungsdatum;Betrag;Beschreibung;Typ;Status;Kartennummer;Originalbetrag;...",
        "Referenznummer;Transaktionsdatum;Buchungsdatum;Betrag;Beschreibung;Typ;Status;Kartennummer;Originalbetrag;...",
    ),
    columns={
        "date": ("Transaktionsdatum", "Buchungsdatum"),
        "posted": "Buchungsdatum 2",
        "description": "Beschreibung",
        "amount": "Betrag",
        "type": "Typ",
        "status": "Status",
        "reference": "Referenznummer",
        "memo": "Details",
    },
    dates=("%d.%m.%Y",),
    currency="EUR",
    separator=";",
    decimal_mark=",",
    above=20,
    says={"account": r"^IBAN\|([A-Z0-9 ]+)"},
    pending=("vorgemerkt",),
)
