"""Canadian Tire and Triangle cards: charges are positive, payments negative; the card above the rows."""

from purser.banks._csv import CsvFormat
from purser.banks._signs import flip

FORMAT = CsvFormat(
    name="canadian_tire",
    bank="other",
    kind="card",
    headers=("REF,TRANSACTION DATE,POSTED DATE,TYPE,DESCRIPTION,Category,AMOUNT",),
    columns={
        "date": "TRANSACTION DATE",
        "posted": "POSTED DATE",
        "type": "TYPE",
        "description": "DESCRIPTION",
        "category": "Category",
        "amount": "AMOUNT",
    },
    dates=("%Y-%m-%d",),
    sign=flip,
    currency="CAD",
    above=6,
)
