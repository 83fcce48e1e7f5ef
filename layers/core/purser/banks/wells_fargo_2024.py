"""Wells Fargo since 2024: a header, a status; a pending row may lack words and amount."""

from purser.banks._csv import CsvFormat

FORMAT = CsvFormat(
    name="wells_fargo_2024",
    bank="other",
    kind="other",
    headers=("DATE,DESCRIPTION,AMOUNT,CHECK #,STATUS",),
    columns={
        "date": "DATE",
        "description": "DESCRIPTION",
        "amount": "AMOUNT",
        "reference": "CHECK #",
        "status": "STATUS",
    },
    dates=("%m/%d/%Y", "%d/%m/%Y"),
    usual_order=True,
    currency="USD",
    pending=("Pending",),
)
