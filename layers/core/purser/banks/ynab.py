"""YNAB's register: outflow and inflow, currency signs, dates and decimal mark as the budget's owner has set them."""

from purser.banks._csv import CsvFormat
from purser.banks._signs import credit_minus_debit

FORMAT = CsvFormat(
    name="ynab",
    bank="other",
    kind="other",
    headers=("Account,Flag,Date,Payee,Memo,Outflow,Inflow,Cleared,...",),
    columns={
        "account": "Account",
        "date": "Date",
        "description": ("Payee", "Memo", "Category"),
        "memo": "Memo",
        "category": ("Category Group/Category", "Category"),
        "debit": "Outflow",
        "credit": "Inflow",
        "reference": "Check Number",
    },
    dates=("%m/%d/%Y", "%d/%m/%Y", "%Y-%m-%d", "%Y/%m/%d", "%d.%m.%Y", "%d-%m-%Y", "%m-%d-%Y", "%m.%d.%Y", "%Y.%m.%d"),
    sign=credit_minus_debit,
    decimal_mark=".,",
)
