"""Revolut until 2020: semicolons with spaces around, columns for money out and money in, the currency in their names."""

from purser.banks._csv import CsvFormat
from purser.banks._signs import credit_minus_debit

FORMAT = CsvFormat(
    name="revolut_2018",
    bank="other",
    kind="checking",
    headers=(
        "Completed Date ; Description ; Paid Out (¤) ; Paid In (¤) ; Exchange Out; Exchange In; Balance (¤); Category; Notes",
        "Completed Date ; Reference ; Paid Out (¤) ; Paid In (¤) ; Exchange Out; Exchange In; Balance (¤); Category; Notes",
        "Completed Date ; Reference ; Paid Out (¤) ; Paid In (¤) ; Exchange Out; Exchange In; Balance (¤); Category",
    ),
    columns={
        "date": "Completed Date",
        "description": ("Description", "Reference"),
        "debit": "Paid Out (¤)",
        "credit": "Paid In (¤)",
        "balance": "Balance (¤)",
        "category": "Category",
        "memo": "Notes",
    },
    dates=("%b %d, %Y", "%d %b %Y", "%d %b, %Y", "%Y %b %d"),
    sign=credit_minus_debit,
    separator=";,",
    ragged=True,
)
