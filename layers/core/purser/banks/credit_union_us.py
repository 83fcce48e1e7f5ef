"""American credit unions on one online bank: account and period above, ids made of date, amount and number."""

from purser.banks._csv import CsvFormat
from purser.banks._signs import credit_minus_any_debit

FORMAT = CsvFormat(
    name="credit_union_us",
    bank="other",
    kind="other",
    headers=("Transaction Number,Date,Description,Memo,Amount Debit,Amount Credit,Check Number,...",),
    columns={
        "id": "Transaction Number",
        "date": "Date",
        "description": ("Description", "Memo"),
        "memo": "Memo",
        "debit": "Amount Debit",
        "credit": "Amount Credit",
        "balance": "Balance",
        "reference": "Check Number",
    },
    dates=("%m/%d/%Y", "%d/%m/%Y", "%Y-%m-%d"),
    usual_order=True,
    sign=credit_minus_any_debit,
    currency="USD",
    above=6,
    says={"account": r"Account Number : ([0-9A-Z*-]+)"},
)
