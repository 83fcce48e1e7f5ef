"""Wise's balance statement: an amount that holds its fee, or a fee as a row of its own with the id of what it is for."""

from purser.banks._csv import CsvFormat

FORMAT = CsvFormat(
    name="wise",
    bank="other",
    kind="checking",
    headers=("TransferWise ID,Date,Amount,Currency,Description,...", "Wise ID,Date,Amount,Currency,Description,..."),
    columns={
        "id": ("TransferWise ID", "Wise ID"),
        "date": "Date",
        "amount": "Amount",
        "currency": "Currency",
        "payer": "Payer Name",
        "payee": ("Payee Name", "Merchant"),
        "description": "Description",
        "original": "Description",
        "memo": ("Payment Reference", "Note"),
        "balance": "Running Balance",
        "type": "Transaction Details Type",
    },
    dates=("%d-%m-%Y", "%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y %T"),
)
