"""Copilot Money, an app: charges are positive; each account has a name and the end of its number."""

from purser.banks._csv import CsvFormat
from purser.banks._signs import flip

FORMAT = CsvFormat(
    name="copilot",
    bank="other",
    kind="other",
    headers=("date,name,amount,status,category,parent category,excluded,tags,type,account,...",),
    columns={
        "date": "date",
        "description": "name",
        "amount": "amount",
        "status": "status",
        "category": "category",
        "type": "type",
        "account": "account",
        "memo": "note",
    },
    dates=("%Y-%m-%d",),
    sign=flip,
    pending=("pending",),
)
