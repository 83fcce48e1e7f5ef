"""PayPal's activity: several currencies, dates and decimal mark as the account's owner has set them, net amounts.

A payment from a bank account is two rows, the payment and a deposit, which cancel. An authorisation, a hold and the end of a hold
move nothing, whatever their status; the hold stays "pending" when its end is "completed". Items of a cart repeat their payment.
"""

from purser.banks._csv import CsvFormat
from purser.banks._rows import Row

_AUTHORISED = (
    *("authorization", "authorisation", "autorisierung", "autorisation", "autorización", "autorizzazione", "autorisatie"),
    *("autoryzacja", "autorização", "general order", "shopping cart item", "artikel im warenkorb"),
)
_HELD = (" hold", "hold ", "einbehaltung", "payment release", "payment review", "suspension de compte", "inhouding", "retención")
_FUNDING = (
    "bank deposit to pp account",
    "bankgutschrift auf paypal-konto",
    "general card deposit",
    "general credit card deposit",
    "virement bancaire sur le compte paypal",
    "versamento generico con carta",
)


def _moves_nothing(row: Row) -> str:
    """Name a row that leaves the balance as it is."""
    kind, impact = row.text("type").casefold(), row.text("direction").casefold()
    if any(word in f" {kind} " for word in _HELD):
        return "a hold, set or ended: no money moved"
    if impact == "memo" or any(word in kind for word in _AUTHORISED):
        return "an authorisation or item: the balance does not change"
    return ""


def _is_pending(row: Row) -> bool:
    """Tell a pending row; the deposit that funds a payment counts at once, as the payment does."""
    return row.text("status").casefold() in _WAITING and not row.text("type").casefold().startswith(_FUNDING)


_WAITING = ("pending", "ausstehend", "offen", "in bearbeitung", "on hold", "en attente", "pendiente")
_NOT_DONE = "denied, cancelled or expired: no money moved"
FORMAT = CsvFormat(
    name="paypal",
    bank="other",
    kind="checking",
    headers=(
        "Date,Time,Type,Status,Currency,Gross,Fee,Net,...",
        "Date,Time,Type,Status,Currency,Amount,Fees,Total,...",
        "Date,Time,Name,Type,Status,Currency,Amount,Receipt ID,Balance,...",
        "Date,Time,Description,Currency,Gross,Fee,Net,Balance,Transaction ID,...",
        "Datum,Uhrzeit,Zeitzone,Status,Währung,Brutto,Netto,...",
        "Datum,Uhrzeit,Zeitzone,Beschreibung,Währung,Brutto,Netto,Transaktionscode,...",
        "Date,Heure,Fuseau horaire,Devise,Avant commission,Commission,Net,Numéro de transaction,...",
        "Fecha,Hora,Zona horaria,Divisa,Bruto,Neto,Id. de transacción,...",
        "Data,Orario,Fuso orario,Valuta,Lordo,Netto,Codice transazione,...",
        "Datum,Tijd,Tijdzone,Valuta,Bruto,Net,Transactiereferentie,...",
        "Data,Godzina,Strefa czasowa,Waluta,Brutto,Netto,Numer transakcji,...",
    ),
    columns={
        "date": ("Date", "Datum", "Fecha", "Data"),
        "description": (
            *("Name", "Nom", "Nombre", "Nome", "Naam", "Nazwa", "Item Title", "Artikelbezeichnung"),
            *("Type", "Typ", "Tipo", "Beschreibung", "Description", "Descripción", "Descrizione", "Omschrijving", "Opis"),
        ),
        "amount": ("Net", "Total", "Netto", "Neto", "Amount"),
        "currency": ("Currency", "Währung", "Devise", "Divisa", "Valuta", "Waluta"),
        "type": ("Type", "Typ", "Tipo", "Beschreibung", "Description", "Descripción", "Descrizione", "Omschrijving", "Opis"),
        "status": ("Status", "État", "Estado", "Stato"),
        "direction": ("Balance Impact", "Auswirkung auf Guthaben"),
        "id": (
            *("Transaction ID", "Transaktionscode", "Numéro de transaction", "Id. de transacción", "Codice transazione"),
            *("Transactiereferentie", "Numer transakcji"),
        ),
        "reference": ("Invoice Number", "Rechnungsnummer"),
        "memo": ("Note", "Subject", "Hinweis", "Betreff"),
    },
    dates=("%m/%d/%Y", "%d/%m/%Y", "%d.%m.%Y", "%Y-%m-%d", "%d-%m-%Y", "%m/%d/%y", "%d/%m/%y", "%Y/%m/%d"),
    order_by={
        r"\|(P|M|C|E)[DS]T\||\|America/": "%m/%d/%Y",
        r"\|(GMT|BST|UTC|WES?T|CES?T|EES?T|AE[DS]T|NZ[DS]T|IST|SGT)\||\|Europe/": "%d/%m/%Y",
    },
    decimal_mark=".,",
    pending=_is_pending,
    void=dict.fromkeys(
        (
            *("Denied", "Canceled", "Cancelled", "Failed", "Expired", "Voided", "Removed"),
            *("Abgelehnt", "Storniert", "Abgelaufen", "Refusé", "Annulé", "Expiré", "Denegado", "Cancelado", "Caducado"),
            *("Rifiutato", "Annullato", "Scaduto", "Geweigerd", "Geannuleerd", "Verlopen"),
        ),
        _NOT_DONE,
    ),
    ignore=_moves_nothing,
    ragged=True,
)
