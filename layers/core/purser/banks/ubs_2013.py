"""UBS (Switzerland) until 2022: 21 columns, the order's parts below an order, running balances at the end of each day."""

from purser.banks._csv import CsvFormat
from purser.banks._rows import Row
from purser.banks._signs import credit_minus_debit


def _is_part(row: Row) -> str:
    return "" if row.text("debit") or row.text("credit") else "a part of the order above, or a note on it"


FORMAT = CsvFormat(
    name="ubs_2013",
    bank="other",
    kind="checking",
    headers=(
        "Bewertungsdatum;Bankbeziehung;IBAN;Whrg.;Buchungsdatum;Beschreibung 1;Transaktions-Nr.;Belastung;Gutschrift;Saldo;...",
        "Valuation date;Banking relationship;IBAN;Ccy.;Booking date;Description 1;Transaction no.;Debit;Credit;Balance;...",
        "Date d'évaluation;Relation bancaire;IBAN;Monn.;Date de comptabilisation;N° de transaction;Débit;Crédit;Solde;...",
    ),
    columns={
        "account": "IBAN",
        "currency": ("Whrg.", "Ccy.", "Monn."),
        "date": (
            *("Abschluss", "Abschlussdatum", "Trade date", "Date de transaction"),
            *("Buchungsdatum", "Booking date", "Date de comptabilisation"),
        ),
        "posted": ("Buchungsdatum", "Booking date", "Date de comptabilisation"),
        "description": (
            *("Beschreibung 2", "Description 2", "Beschreibung 1", "Description 1"),
            *("Beschreibung 3", "Description 3"),
        ),
        "memo": ("Beschreibung 3", "Description 3"),
        "type": ("Beschreibung 1", "Description 1"),
        "reference": ("Transaktions-Nr.", "Transaction no.", "N° de transaction"),
        "debit": ("Belastung", "Debit", "Débit"),
        "credit": ("Gutschrift", "Credit", "Crédit"),
        "balance": ("Saldo", "Balance", "Solde"),
    },
    dates=("%d.%m.%Y", "%d.%m.%y"),
    sign=credit_minus_debit,
    separator=";",
    ignore=_is_part,
    skip={
        r"^(Schlusssaldo|Closing balance|Solde final)\|": "the names of the balances below",
        r"^-?\d+\.\d+\|-?\d+\.\d+\|*$": "the balances before and after",
    },
)
