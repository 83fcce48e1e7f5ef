"""International Card Services (Netherlands), the cards of ABN AMRO, de Volksbank and others: charges are positive."""

from decimal import Decimal

from purser.banks._csv import CsvFormat
from purser.banks._rows import Row
from purser.banks._signs import flip

_HEADER = (
    "Transactiedatum;Boekingsdatum;Omschrijving;Naam Card-houder;Card nummer;Debit/Credit;Bedrag;Merchant categorie;Land;"
    "Valuta;Bedrag in oorspronkelijke valuta;Type transactie;WalletProvider"
)
_WAYS = {"D": -1, "C": 1}


def _charged(row: Row) -> Decimal:
    """Charges are positive, and the word must not say the opposite."""
    amount = flip(row)
    if amount * _WAYS.get(row.text("direction"), 0) < 0:
        raise row.wrong("direction", "says the opposite of the amount's sign", "BAD_AMOUNT")
    return amount


FORMAT = CsvFormat(
    name="ics_card",
    bank="other",
    kind="card",
    headers=(_HEADER,),
    columns={
        "date": "Transactiedatum",
        "posted": "Boekingsdatum",
        "description": "Omschrijving",
        "amount": "Bedrag",
        "direction": "Debit/Credit",
        "original_amount": "Bedrag in oorspronkelijke valuta",
        "original_currency": "Valuta",
        "category": "Merchant categorie",
        "type": "Type transactie",
    },
    dates=("%d-%m-%Y",),
    sign=_charged,
    currency="EUR",
    separator=";",
    decimal_mark=",",
)
