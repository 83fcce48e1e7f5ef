"""Bank of Communications (China) accounts: unsigned amounts, a word in Chinese and English for the direction."""

from purser.banks._csv import CsvFormat
from purser.banks._signs import by_word

FORMAT = CsvFormat(
    name="bocom",
    bank="other",
    kind="checking",
    headers=("交易日期,交易时间,交易类型,借贷,交易金额,余额,对方账号,对方户名,交易地点,摘要,...",),
    columns={
        "date": "交易日期",
        "type": "交易类型",
        "direction": "借贷",
        "amount": "交易金额",
        "balance": "余额",
        "description": ("对方户名", "摘要", "交易类型"),
        "memo": "摘要",
    },
    dates=("%Y-%m-%d", "%Y/%m/%d"),
    sign=by_word(money_in=("贷 Cr", "贷", "Cr"), money_out=("借 Dr", "借", "Dr")),
    currency="CNY",
    encoding="gb18030",
    above=15,
)
