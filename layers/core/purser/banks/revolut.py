"""Revolut, personal: a fee beside each amount and not in it, products with a balance each, rows pending or taken back."""

from purser.banks._csv import CsvFormat
from purser.banks._signs import amount_less_fee

_TAKEN_BACK = "taken back: no money moved"
_NOT_DONE = "declined or failed: no money moved"
FORMAT = CsvFormat(
    name="revolut",
    bank="other",
    kind="checking",
    headers=(
        "Type,Product,Started Date,Completed Date,Description,Amount,Fee,Currency,State,Balance,...",
        "Typ,Produkt,Datum des Beginns,Datum des Abschlusses,Beschreibung,Betrag,Gebühr,Währung,State,Kontostand,...",
        "Art,Produkt,Datum des Beginns,Datum des Abschlusses,Beschreibung,Betrag,Gebühr,Währung,State,Kontostand,...",
        "Art,Produkt,Datum des Beginns,Datum des Abschlusses,Beschreibung,Betrag,Gebühr,Währung,Status,Kontostand,...",
    ),
    columns={
        "date": ("Started Date", "Datum des Beginns"),
        "posted": ("Completed Date", "Datum des Abschlusses"),
        "description": ("Description", "Beschreibung"),
        "amount": ("Amount", "Betrag"),
        "fee": ("Fee", "Gebühr"),
        "currency": ("Currency", "Währung"),
        "account": ("Product", "Produkt"),
        "type": ("Type", "Typ", "Art"),
        "status": ("State", "Status"),
        "balance": ("Balance", "Kontostand"),
    },
    dates=("%Y-%m-%d %T", "%d/%m/%Y %T", "%Y-%m-%d", "%d/%m/%Y"),
    sign=amount_less_fee,
    separator=",;",
    decimal_mark=".,",
    pending=("PENDING", "AUSSTEHEND"),
    void={
        "REVERTED": _TAKEN_BACK,
        "RÜCKGÄNGIG GEMACHT": _TAKEN_BACK,
        "DECLINED": _NOT_DONE,
        "FAILED": _NOT_DONE,
        "ABGELEHNT": _NOT_DONE,
    },
)
