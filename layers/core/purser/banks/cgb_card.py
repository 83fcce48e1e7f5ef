"""China Guangfa Bank cards: charges are positive; the amount that was booked beside that of the purchase."""

from purser.banks._csv import CsvFormat
from purser.banks._signs import flip

FORMAT = CsvFormat(
    name="cgb_card",
    bank="other",
    kind="card",
    headers=("交易日期,入账日期,交易摘要,交易金额,交易货币,入账金额,入账货币",),
    columns={
        "date": "交易日期",
        "posted": "入账日期",
        "description": "交易摘要",
        "original_amount": "交易金额",
        "original_currency": "交易货币",
        "amount": "入账金额",
        "currency": "入账货币",
    },
    dates=("%Y/%m/%d", "%Y-%m-%d"),
    sign=flip,
    encoding="gb18030",
    above=15,
)
