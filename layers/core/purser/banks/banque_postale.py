"""La Banque Postale (France): account and balance above; a column of francs beside the euros, which counts for nothing."""

from purser.banks._csv import CsvFormat

FORMAT = CsvFormat(
    name="banque_postale",
    bank="other",
    kind="checking",
    headers=("Date;Libellé;Montant(EUROS);Montant(FRANCS)", "Date;Libellé;Montant(EUROS)"),
    columns={"date": "Date", "description": "Libellé", "amount": "Montant(EUROS)"},
    dates=("%d/%m/%Y",),
    currency="EUR",
    separator=";",
    decimal_mark=",",
    above=10,
    says={
        "account": r"^Num.ro (?:de )?Compte\s*:?\|?\s*([A-Z0-9]+)",
        "closing": r"^Solde \(EUROS\)\s*\|\s*([-+\d., ]+)",
    },
)
