"""PC Financial (Canada) cards: signed amounts, a time of day, the holder's name."""

from purser.banks._csv import CsvFormat

FORMAT = CsvFormat(
    name="pc_financial",
    bank="other",
    kind="card",
    headers=("Description,Type,Card Holder Name,Date,Time,Amount",),
    columns={
        "description": "Description",
        "type": "Type",
        "memo": "Card Holder Name",
        "date": "Date",
        "amount": "Amount",
    },
    dates=("%m/%d/%Y", "%d/%m/%Y", "%Y-%m-%d"),
    usual_order=True,
    currency="CAD",
)
