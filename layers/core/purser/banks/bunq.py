"""bunq: commas between columns and in amounts, so every cell is quoted; Dutch, English, German and later English headers."""

from purser.banks._csv import CsvFormat

FORMAT = CsvFormat(
    name="bunq",
    bank="other",
    kind="checking",
    headers=(
        '"Datum","Bedrag","Rekening","Tegenrekening","Naam","Omschrijving"',
        '"Datum","Rentedatum","Bedrag","Rekening","Tegenrekening","Naam","Omschrijving"',
        '"Date","Amount","Account","Counterparty","Name","Description"',
        '"Date","Interest Date","Amount","Account","Counterparty","Name","Description"',
        '"Datum","Wertstellungsdatum","Betrag","Konto","Gegenpartei","Name","Beschreibung"',
    ),
    columns={
        "date": ("Date", "Datum"),
        "amount": ("Amount", "Bedrag", "Betrag"),
        "account": ("Account", "Rekening", "Konto"),
        "description": ("Name", "Naam", "Description", "Omschrijving", "Beschreibung"),
        "memo": ("Description", "Omschrijving", "Beschreibung"),
    },
    dates=("%Y-%m-%d",),
    currency="EUR",
    separator=",;",
    decimal_mark=".,",
)
