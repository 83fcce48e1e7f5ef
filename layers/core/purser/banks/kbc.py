"""KBC and CBC (Belgium): signed amount, repeated in a credit or a debit column; cells padded with spaces; Dutch or French."""

from purser.banks._csv import CsvFormat

FORMAT = CsvFormat(
    name="kbc",
    bank="other",
    kind="checking",
    headers=(
        "Rekeningnummer;Rubrieknaam;Naam;Munt;Afschriftnummer;Datum;Omschrijving;Valuta;Bedrag;Saldo;...",
        "Numéro de compte;Nom de la rubrique;Nom;Devise;Numéro de l'extrait;Date;Description;Valeur;Montant;Solde;...",
    ),
    columns={
        "date": ("Datum", "Date"),
        "description": ("Naam tegenpartij", "Nom contrepartie", "Omschrijving", "Description"),
        "original": ("Omschrijving", "Description"),
        "memo": ("Omschrijving", "Description"),
        "amount": ("Bedrag", "Montant"),
        "balance": ("Saldo", "Solde"),
        "currency": ("Munt", "Devise"),
        "account": ("Rekeningnummer", "Numéro de compte"),
        "reference": ("Afschriftnummer", "Numéro de l'extrait"),
    },
    dates=("%d/%m/%Y",),
    separator=";",
    decimal_mark=",",
)
