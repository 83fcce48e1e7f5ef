"""Cornèr cards (Switzerland): charges are positive, the card's last digits behind two asterisks."""

from purser.banks._csv import CsvFormat
from purser.banks._signs import flip

FORMAT = CsvFormat(
    name="cornercard",
    bank="other",
    kind="card",
    headers=(
        "Date;Description;Card;Currency;Amount;Status",
        "Data;Descrizione;Carta;Valuta;Importo;Stato",
        "Datum;Beschreibung;Karte;Währung;Betrag;Status",
        "Date;Description;Carte;Monnaie;Montant;Statut",
    ),
    columns={
        "date": ("Date", "Data", "Datum"),
        "description": ("Description", "Descrizione", "Beschreibung"),
        "account": ("Card", "Carta", "Karte", "Carte"),
        "currency": ("Currency", "Valuta", "Währung", "Monnaie"),
        "amount": ("Amount", "Importo", "Betrag", "Montant"),
        "status": ("Status", "Stato", "Statut"),
    },
    dates=("%d/%m/%Y", "%d.%m.%Y"),
    sign=flip,
    separator=";,",
    proof=r"^[\d/.]{10}\|[^|]*\|\*\*\d{4}\|[A-Z]{3}\|",
    pending=("In sospeso", "Pending", "Ausstehend", "Offen", "En attente", "En suspens"),
)
