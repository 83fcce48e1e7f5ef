"""Caisse d'Epargne (France), until 2022: years of two digits, debits with a minus, the balances above and below."""

from purser.banks._csv import CsvFormat
from purser.banks._signs import credit_plus_debit

FORMAT = CsvFormat(
    name="caisse_epargne",
    bank="other",
    kind="checking",
    headers=("Date;Numéro d'opération;Libellé;Débit;Crédit;Détail",),
    columns={
        "date": "Date",
        "description": ("Libellé", "Détail"),
        "memo": "Détail",
        "reference": "Numéro d'opération",
        "debit": "Débit",
        "credit": "Crédit",
    },
    dates=("%d/%m/%y", "%d/%m/%Y"),
    sign=credit_plus_debit,
    currency="EUR",
    separator=";,",
    decimal_mark=",",
    above=8,
    says={
        "account": r"Num.ro de compte\s*:\s*(\w+)",
        "opening": r"^Solde en d.but de p.riode\|*([-+\d., ]+)",
        "closing": r"^Solde en fin de p.riode\|*([-+\d., ]+)",
    },
    skip={r"^Solde en (début|fin) de période": "a balance"},
)
