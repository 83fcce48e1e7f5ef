"""Yuh (Switzerland): a currency beside each of two columns, debits with a minus or without, texts in doubled quotes."""

from decimal import Decimal

from purser.banks._csv import CsvFormat
from purser.banks._rows import Row
from purser.banks._signs import credit_minus_any_debit


def _amount(row: Row) -> Decimal:
    """Take no row with a fee: whether it is in the amount or comes on top, the file does not say."""
    if row.optional_amount("fee"):
        raise row.wrong("fee", "may be in the amount or come on top; add the row by hand", "BAD_AMOUNT")
    return credit_minus_any_debit(row)


FORMAT = CsvFormat(
    name="yuh",
    bank="other",
    kind="checking",
    headers=("DATE;ACTIVITY TYPE;ACTIVITY NAME;DEBIT;DEBIT CURRENCY;CREDIT;CREDIT CURRENCY;...",),
    columns={
        "date": "DATE",
        "description": ("ACTIVITY NAME", "ACTIVITY TYPE"),
        "type": "ACTIVITY TYPE",
        "debit": "DEBIT",
        "currency_out": "DEBIT CURRENCY",
        "credit": "CREDIT",
        "currency_in": "CREDIT CURRENCY",
        "fee": "FEES/COMMISSION",
    },
    dates=("%d/%m/%Y", "%d.%m.%Y"),
    sign=_amount,
    separator=";",
    trim='"',
)
