"""Viseca cards (Switzerland): charges are positive, three decimals; the amount in the original currency stands beside."""

from purser.banks._csv import CsvFormat
from purser.banks._signs import flip

FORMAT = CsvFormat(
    name="viseca",
    bank="other",
    kind="card",
    headers=(
        "TransactionId,CardId,Date,ValutaDate,Amount,Currency,OriginalAmount,OriginalCurrency,MerchantName,StateType,Details,...",
    ),
    columns={
        "id": "TransactionId",
        "account": "CardId",
        "date": "Date",
        "posted": "ValutaDate",
        "amount": "Amount",
        "currency": "Currency",
        "original_amount": "OriginalAmount",
        "original_currency": "OriginalCurrency",
        "description": ("MerchantName", "Details"),
        "memo": "Details",
        "type": "Type",
        "status": "StateType",
    },
    dates=("%Y-%m-%d %T", "%Y-%m-%dT%T", "%Y-%m-%d"),
    sign=flip,
    separator=",;",
    pending=("AUTHORIZED", "PENDING", "RESERVED"),
    void={"DECLINED": "declined: no money moved", "REJECTED": "rejected: no money moved"},
)
