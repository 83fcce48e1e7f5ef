"""American Express cards: charges are positive, the card's last digits look like an amount (-12049).

Five columns, or eleven to fourteen with details, some over several lines. In the United States a month comes first; elsewhere,
where an address has a "Town/City" or a "Postcode" instead of a state and a ZIP code, the day.
"""

from purser.banks._csv import CsvFormat
from purser.banks._signs import flip

FORMAT = CsvFormat(
    name="amex_card",
    bank="other",
    kind="card",
    headers=(
        "Date,Description,Card Member,Account #,Amount,...",
        "Date,Description,Amount,Extended Details,Appears On Your Statement As,...",
    ),
    columns={
        "date": "Date",
        "description": "Description",
        "amount": "Amount",
        "account": "Account #",
        "category": "Category",
        "reference": "Reference",
        "memo": "Extended Details",
    },
    dates=("%m/%d/%Y", "%d/%m/%Y", "%m/%d/%y", "%d/%m/%y"),
    usual_order=True,
    sign=flip,
    currency="USD",
    proof=r"^(?!.*\|(Town/City|Postcode|Date ?Processed)\|).*\|Amount(\||$)",
)
