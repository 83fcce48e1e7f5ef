"""Meituan (China), an app: many lines above, a word for the direction, what was ordered beside what was paid."""

from purser.banks._csv import CsvFormat
from purser.banks._rows import Row
from purser.banks._signs import by_word


def _own(row: Row) -> str:
    """Name what Meituan itself counts neither as money in nor as money out."""
    return "neither money in nor money out" if row.text("direction") in {"不计收支", "/", ""} else ""


FORMAT = CsvFormat(
    name="meituan",
    bank="other",
    kind="checking",
    headers=("交易创建时间,交易成功时间,交易类型,订单标题,收/支,支付方式,订单金额,实付金额,交易单号,...",),
    columns={
        "date": ("交易成功时间", "交易创建时间"),
        "type": "交易类型",
        "description": ("订单标题", "交易类型"),
        "direction": "收/支",
        "amount": "实付金额",
        "id": "交易单号",
        "reference": "商家单号",
    },
    dates=("%Y-%m-%d %T", "%Y/%m/%d %T"),
    sign=by_word(money_in=("收入",), money_out=("支出",)),
    currency="CNY",
    encoding="gb18030",
    above=40,
    trim="\t",
    ignore=_own,
)
