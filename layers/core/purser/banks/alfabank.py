"""Alfa-Bank (Russia): cp1251, semicolons, money in and money out in columns of their own, 0 in the unused one.

A card payment not yet booked has HOLD for a reference.
"""

from purser.banks._csv import CsvFormat
from purser.banks._signs import credit_minus_debit

FORMAT = CsvFormat(
    name="alfabank",
    bank="other",
    kind="checking",
    headers=("Тип счёта;Номер счета;Валюта;Дата операции;Референс проводки;Описание операции;Приход;Расход",),
    columns={
        "account": "Номер счета",
        "currency": "Валюта",
        "date": "Дата операции",
        "reference": "Референс проводки",
        "status": "Референс проводки",
        "description": "Описание операции",
        "credit": "Приход",
        "debit": "Расход",
    },
    dates=("%d.%m.%y", "%d.%m.%Y"),
    sign=credit_minus_debit,
    separator=";",
    decimal_mark=",",
    encoding="cp1251",
    pending=("HOLD",),
)
