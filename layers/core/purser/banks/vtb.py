"""VTB (Russia): period, account and balance above the header, amounts in the account's currency, spaces between thousands."""

from purser.banks._csv import CsvFormat

FORMAT = CsvFormat(
    name="vtb",
    bank="other",
    kind="checking",
    headers=("Номер карты/счета/договора;Дата операции;Сумма пересчитанная в валюту счета;Валюта счета;Основание;Статус;...",),
    columns={
        "date": "Дата операции",
        "posted": "Дата обработки",
        "amount": "Сумма пересчитанная в валюту счета",
        "currency": "Валюта счета",
        "description": "Основание",
        "status": "Статус",
    },
    dates=("%Y-%m-%d %T", "%Y-%m-%d", "%d.%m.%Y %T", "%d.%m.%Y"),
    separator=";",
    decimal_mark=",",
    encoding="cp1251",
    above=20,
    says={
        "account": r"^[^|]+\|'([\d*]{10,})$",
        "closing": r"^(?P<currency>[A-Z]{3})\|(?P<closing>-?[\d\s]+(?:,\d+)?)\|[-\d\s,]+\|[-\d\s,]+\|[-\d\s,]+$",
    },
    trim="'",
    pending=("В обработке",),
    void=dict.fromkeys(("Отказ", "Отклонено", "Отменено"), "refused or cancelled: no money moved"),
)
