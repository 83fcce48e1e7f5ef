"""UBS credit cards (Switzerland): the amount in francs stands in two columns that are empty until it is booked."""

from purser.banks._csv import CsvFormat
from purser.banks._rows import Row
from purser.banks._signs import credit_minus_debit

_CARRIED = {"saldovortrag", "balance brought forward", "report du solde", "report de solde", "solde reporté", "riporto saldo"}


def _is_open(row: Row) -> bool:
    return not row.text("debit") and not row.text("credit")


def _is_balance(row: Row) -> str:
    return "the balance brought forward" if row.text("description").casefold() in _CARRIED else ""


FORMAT = CsvFormat(
    name="ubs_card",
    bank="other",
    kind="card",
    headers=(
        "Kontonummer;Kartennummer;Konto-/Karteninhaber;Einkaufsdatum;Buchungstext;Branche;Betrag;Originalwährung;Kurs;Währung;...",
        "Account number;Card number;Account/Cardholder;Purchase date;Booking text;Sector;Amount;Original currency;Rate;...",
        "Numéro de compte;Numéro de carte;Titulaire de compte/carte;Date d'achat;Texte comptable;Secteur;Montant;...",
    ),
    columns={
        "account": ("Kontonummer", "Account number", "Numéro de compte"),
        "date": ("Einkaufsdatum", "Purchase date", "Date d'achat"),
        "posted": ("Buchung", "Booked", "Ecriture"),
        "description": ("Buchungstext", "Booking text", "Texte comptable"),
        "category": ("Branche", "Sector", "Secteur"),
        "original_amount": ("Betrag", "Amount", "Montant"),
        "original_currency": ("Originalwährung", "Original currency", "Monnaie originale"),
        "rate": ("Kurs", "Rate", "Cours"),
        "currency": ("Währung", "Currency", "Monnaie"),
        "debit": ("Belastung", "Debit", "Débit"),
        "credit": ("Gutschrift", "Credit", "Crédit"),
    },
    dates=("%d.%m.%Y",),
    sign=credit_minus_debit,
    separator=";",
    above=1,
    pending=_is_open,
    ignore=_is_balance,
    skip={r"^\|\|\|\|Total": "a total"},
)
