"""Scotiabank (Canada), English or French: a word says the direction; accounts write money out with a minus, cards without."""

from purser.banks._csv import CsvFormat
from purser.banks._signs import by_word

FORMAT = CsvFormat(
    name="scotiabank",
    bank="other",
    kind="other",
    headers=(
        "Filter,Date,Description,Sub-description,Status,Type of Transaction,Amount,...",
        "Filtre,Date,Description,Sous-description,État,Type d’opération,Montant,...",
        "Filtre,Date,Description,Sous-description,État,Type d'opération,Montant,...",
    ),
    columns={
        "date": "Date",
        "description": "Description",
        "memo": ("Sub-description", "Sous-description"),
        "status": ("Status", "État"),
        "direction": ("Type of Transaction", "Type d’opération", "Type d'opération"),
        "amount": ("Amount", "Montant"),
        "balance": ("Balance", "Solde"),
    },
    dates=("%Y-%m-%d",),
    sign=by_word(money_in=("Credit", "Crédit"), money_out=("Debit", "Débit"), minus="anywhere"),
    currency="CAD",
    pending=("pending", "en attente"),
)
