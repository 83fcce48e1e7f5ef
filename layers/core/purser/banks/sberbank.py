"""Sberbank (Russia), card operations: semicolons, decimal comma, no zero before it (-,01); amounts in the account's currency."""

from purser.banks._csv import CsvFormat

FORMAT = CsvFormat(
    name="sberbank",
    bank="other",
    kind="card",
    headers=("Тип карты;Номер карты;Дата совершения операции;Дата обработки операции;Описание;Сумма в валюте счета;...",),
    columns={
        "account": "Номер карты",
        "date": "Дата совершения операции",
        "posted": "Дата обработки операции",
        "description": "Описание",
        "amount": "Сумма в валюте счета",
        "type": "Тип операции",
        "reference": "Код авторизации",
    },
    dates=("%d.%m.%Y",),
    currency="RUB",
    separator=";",
    decimal_mark=",",
    encoding="cp1251",
)
