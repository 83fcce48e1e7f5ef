"""Alipay, from its app: gb18030, many lines above, a word for the direction; some of what it counts as neither is money in."""

from purser.banks._csv import CsvFormat
from purser.banks._rows import Row
from purser.banks._signs import by_word


def _moved_nothing(row: Row) -> str:
    """Name a payment that came to nothing, and a movement between the user's own pockets."""
    if "关闭" in row.text("status") or "失败" in row.text("status"):
        return "closed or failed: no money moved"
    comes_in = "退款" in row.text("status") or "收益发放" in row.text("memo")
    return "" if row.text("direction") != "不计收支" or comes_in else "between the user's own pockets"


FORMAT = CsvFormat(
    name="alipay",
    bank="other",
    kind="checking",
    headers=("交易时间,交易对方,商品说明,收/支,金额,交易状态,...",),
    columns={
        "date": "交易时间",
        "direction": "收/支",
        "amount": "金额",
        "status": "交易状态",
        "description": ("交易对方", "商品说明"),
        "memo": "商品说明",
        "category": "交易分类",
        "id": "交易订单号",
        "reference": "商家订单号",
    },
    dates=("%Y-%m-%d %T", "%Y/%m/%d %T"),
    sign=by_word(money_in=("收入", "不计收支"), money_out=("支出",)),
    currency="CNY",
    encoding="gb18030",
    above=40,
    trim="\t",
    pending=("等待付款",),
    ignore=_moved_nothing,
    ragged=True,
    skip={r"^-{3,}": "a line", r"^(共|收入|支出|不计收支|已支出|待支出|导出时间)\S*[:：笔]": "a summary"},
)
