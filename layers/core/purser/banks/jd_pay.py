"""JD (China), an app: many lines above, a word for the direction; repayments and savings are neither in nor out."""

from purser.banks._csv import CsvFormat
from purser.banks._rows import Row
from purser.banks._signs import by_word


def _moved_nothing(row: Row) -> str:
    """Name a payment that came to nothing, and a movement between the user's own pockets."""
    if "关闭" in row.text("status") or "失败" in row.text("status"):
        return "closed or failed: no money moved"
    return "between the user's own pockets" if row.text("direction") == "不计收支" else ""


FORMAT = CsvFormat(
    name="jd_pay",
    bank="other",
    kind="checking",
    headers=("交易时间,交易分类,商户名称,交易说明,收/支,金额,收/付款方式,交易状态,...",),
    columns={
        "date": "交易时间",
        "category": "交易分类",
        "description": ("交易说明", "商户名称"),
        "direction": "收/支",
        "amount": "金额",
        "status": "交易状态",
        "reference": "商家订单号",
    },
    dates=("%Y-%m-%d %T", "%Y/%m/%d %T"),
    sign=by_word(money_in=("收入",), money_out=("支出",)),
    currency="CNY",
    encoding="gb18030",
    above=40,
    trim="\t",
    ignore=_moved_nothing,
    ragged=True,
)
