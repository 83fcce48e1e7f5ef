"""American Express cards outside the United States: as there, but the day comes first; known by postcodes or its language."""

from purser.banks._csv import CsvFormat
from purser.banks._signs import flip

FORMAT = CsvFormat(
    name="amex_card_abroad",
    bank="other",
    kind="card",
    headers=(
        "Date,Description,Amount,Extended Details,Appears On Your Statement As,Town/City,Postcode,Country,Reference,...",
        "Date,Date Processed,Description,Amount,...",
        "Datum,Beschreibung,Karteninhaber,Konto #,Betrag,...",
    ),
    columns={
        "date": ("Date", "Datum"),
        "posted": "Date Processed",
        "description": ("Description", "Beschreibung"),
        "amount": ("Amount", "Betrag"),
        "account": ("Account #", "Konto #"),
        "category": "Category",
        "reference": ("Reference", "Betreff"),
        "memo": ("Extended Details", "Weitere Details"),
    },
    dates=("%d/%m/%Y", "%d/%m/%y", "%d %b %Y", "%d.%m.%Y"),
    decimal_mark=".,",
    sign=flip,
)
