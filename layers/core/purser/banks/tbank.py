"""T-Bank, formerly Tinkoff (Russia): the payment's amount counts, not that of the operation, which may be in another currency.

Rows with the status FAILED moved nothing; identical rows with the status OK are as many payments.
"""

from purser.banks._csv import CsvFormat

FORMAT = CsvFormat(
    name="tbank",
    bank="other",
    kind="checking",
    headers=("Дата операции;Дата платежа;Номер карты;Статус;Сумма операции;Сумма платежа;Валюта платежа;Описание;...",),
    columns={
        "date": "Дата операции",
        "posted": "Дата платежа",
        "status": "Статус",
        "amount": "Сумма платежа",
        "currency": "Валюта платежа",
        "description": "Описание",
        "category": "Категория",
        "reference": "MCC",
    },
    dates=("%d.%m.%Y %T", "%d.%m.%Y"),
    separator=";,",
    decimal_mark=",",
    encoding="cp1251",
    pending=("WAITING", "PENDING", "HOLD"),
    void={"FAILED": "failed: no money moved"},
)
