"""Bank of Communications (China) cards: amounts unsigned behind their currency, and only the first word tells the direction."""

import re
from decimal import Decimal

from purser.banks._csv import CsvFormat
from purser.banks._rows import Row
from purser.domain.currencies import currency_named
from purser.domain.money import parse_amount

_OUT = ("消费", "取现", "预借现金", "分期", "手续费", "利息", "年费", "违约金")
_IN = ("退货", "退款", "信用卡还款", "还款", "转账还款", "返现")


def _parts(row: Row) -> tuple[str, str]:
    """Part "CNY 12.00"."""
    code, _, number = row.text("amount").rpartition(" ")
    return code, number


def _by_first_word(row: Row) -> Decimal:
    """Take the direction from the description, for nothing else tells it."""
    said, number = row.text("description"), _parts(row)[1]
    if not re.fullmatch(r"[0-9,]+\.[0-9]{2}", number):
        raise row.wrong("amount", "is not an amount", "BAD_AMOUNT")
    if said.startswith(_OUT):
        return -parse_amount(number)
    if said.startswith(_IN):
        return parse_amount(number)
    raise row.wrong("description", "does not begin with a word that tells money in from money out", "BAD_AMOUNT")


def _currency(row: Row) -> str:
    """Read the code that stands before the amount."""
    if code := currency_named(_parts(row)[0]):
        return code
    raise row.wrong("amount", "does not begin with a currency code like CNY", "BAD_CURRENCY")


FORMAT = CsvFormat(
    name="bocom_card",
    bank="other",
    kind="card",
    headers=("交易日期,记账日期,交易说明,交易币种/金额,入账币种/金额",),
    columns={
        "date": "交易日期",
        "posted": "记账日期",
        "description": "交易说明",
        "amount": "入账币种/金额",
        "original_amount": "交易币种/金额",
    },
    dates=("%Y-%m-%d", "%Y/%m/%d"),
    sign=_by_first_word,
    currency=_currency,
    encoding="gb18030",
    above=15,
)
