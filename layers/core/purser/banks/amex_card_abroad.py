"""American Express cards outside the United States: as there, but the day comes first, and an address has a postcode."""

from purser.banks._csv import CsvFormat
from purser.banks._signs import flip

FORMAT = CsvFormat(
    name="amex_card_abroad",
    bank="other",
    kind="card",
    headers=("Date,Description,Amount,Extended Details,Appears On Your Statement As,Town/City,Postcode,Country,Reference,...",),
    columns={
        "date": "Date",
        "description": "Description",
        "amount": "Amount",
        "account": "Account #",
        "category": "Category",
        "reference": "Reference",
        "memo": "Extended Details",
    },
    dates=("%d/%m/%Y", "%d/%m/%y"),
    sign=flip,
)
