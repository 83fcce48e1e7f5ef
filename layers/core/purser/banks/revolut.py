"""Revolut, personal, in any language: a fee beside each amount and not in it, products with a balance each.

Pending rows have no day of completion; those taken back or refused have a state of their own and no balance.
"""

from purser.banks._csv import CsvFormat, Role
from purser.banks._rows import Row
from purser.banks._signs import amount_less_fee

_HEADERS = (
    "Type,Product,Started Date,Completed Date,Description,Amount,Fee,Currency,State,Balance",
    "Art,Produkt,Datum des Beginns,Datum des Abschlusses,Beschreibung,Betrag,Gebühr,Währung,Status,Kontostand",
    "Art,Produkt,Startdatum,Datum des Abschlusses,Beschreibung,Betrag,Gebühr,Währung,Status,Saldo",
    "Type,Produit,Date de début,Date de fin,Description,Montant,Frais,Devise,État,Solde",
    "Tipo,Producto,Fecha de inicio,Fecha de finalización,Descripción,Importe,Comisión,Divisa,State,Saldo",
    "Tipo,Prodotto,Data di inizio,Data di completamento,Descrizione,Importo,Costo,Valuta,State,Saldo",
    "Tipo,Prodotto,Data di inizio,Data di completamento,Descrizione,Importo,Costo,Valuta,Stato,Saldo",
    "Tipo,Produto,Data de início,Data de Conclusão,Descrição,Montante,Comissão,Moeda,Estado,Saldo",
    "Tipo,Produto,Data de início,Data de conclusão,Descrição,Montante,Taxa,Moeda,Estado,Saldo",
    "Type,Product,Startdatum,Datum voltooid,Beschrijving,Bedrag,Kosten,Valuta,Status,Saldo",
    "Rodzaj,Produkt,Data rozpoczęcia,Data zrealizowania,Opis,Kwota,Opłata,Waluta,State,Saldo",
)
_ROLES: tuple[Role, ...] = (
    *("type", "account", "date", "posted", "description"),
    *("amount", "fee", "currency", "status", "balance"),
)
_TAKEN_BACK = (
    "reverted",
    "rückgängig gemacht",
    "zurückgesetzt",
    "annulé",
    "revertido",
    "revertida",
    "annullato",
    "cofnięto",
    "teruggedraaid",
)
_REFUSED = ("declined", "failed", "abgelehnt", "refusé", "rechazado", "rifiutato", "recusado", "odrzucono", "geweigerd")


def _not_done(row: Row) -> str:
    """Name a row that moved no money."""
    state = row.text("status").casefold()
    if state in _TAKEN_BACK:
        return "taken back: no money moved"
    return "declined or failed: no money moved" if state in _REFUSED else ""


def _is_pending(row: Row) -> bool:
    return row.text("status").casefold() == "pending" or not row.text("posted")


FORMAT = CsvFormat(
    name="revolut",
    bank="other",
    kind="checking",
    headers=tuple(f"{header},..." for header in _HEADERS),
    columns={role: tuple(dict.fromkeys(header.split(",")[place] for header in _HEADERS)) for place, role in enumerate(_ROLES)},
    dates=("%Y-%m-%d %T", "%d/%m/%Y %T", "%Y-%m-%d", "%d/%m/%Y"),
    sign=amount_less_fee,
    separator=",;",
    decimal_mark=".,",
    pending=_is_pending,
    ignore=_not_done,
)
