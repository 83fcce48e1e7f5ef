"""Permanent TSB (Ireland): unsigned columns for money in and out, which name the euro."""

from purser.banks._csv import CsvFormat
from purser.banks._signs import credit_minus_any_debit

FORMAT = CsvFormat(
    name="permanent_tsb",
    bank="other",
    kind="checking",
    headers=("Date,Description,Money In (€),Money Out (€),Balance (€)",),
    columns={
        "date": "Date",
        "description": "Description",
        "credit": "Money In (€)",
        "debit": "Money Out (€)",
        "balance": "Balance (€)",
    },
    dates=("%d/%m/%Y", "%m/%d/%Y", "%Y-%m-%d"),
    usual_order=True,
    sign=credit_minus_any_debit,
    currency="EUR",
)
