"""Hello bank! and BNP Paribas (France), the export with names of columns, written without accents."""

from purser.banks._csv import CsvFormat

FORMAT = CsvFormat(
    name="hello_bank_fr",
    bank="other",
    kind="checking",
    headers=(
        "Date operation;Categorie operation;Sous Categorie operation;Libelle operation;Montant operation;Pointage operation",
        "Date operation;Libelle court;Type operation;Libelle operation;Montant operation en euro",
        "Date operation;Libelle operation;Montant operation;...",
    ),
    columns={
        "date": "Date operation",
        "description": "Libelle operation",
        "category": "Categorie operation",
        "type": ("Type operation", "Sous Categorie operation"),
        "amount": ("Montant operation", "Montant operation en euro"),
    },
    dates=("%d-%m-%Y", "%d/%m/%Y"),
    currency="EUR",
    separator=";",
    decimal_mark=",",
    above=3,
)
