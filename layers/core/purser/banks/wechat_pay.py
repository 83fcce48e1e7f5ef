"""WeChat Pay: many lines above, a word for the direction, a stroke for movements between the user's own accounts."""

from purser.banks._csv import CsvFormat
from purser.banks._rows import Row
from purser.banks._signs import by_word


def _own(row: Row) -> str:
    """Name what WeChat itself counts neither as money in nor as money out."""
    return "between the user's own accounts" if row.text("direction") in {"", "中性交易"} else ""


FORMAT = CsvFormat(
    name="wechat_pay",
    bank="other",
    kind="checking",
    headers=("交易时间,交易类型,交易对方,商品,收/支,金额(元),支付方式,当前状态,...",),
    columns={
        "date": "交易时间",
        "type": "交易类型",
        "direction": "收/支",
        "amount": "金额(元)",
        "status": "当前状态",
        "description": ("交易对方", "商品", "交易类型"),
        "memo": "商品",
        "id": "交易单号",
        "reference": "商户单号",
    },
    dates=("%Y-%m-%d %T", "%Y/%m/%d %T"),
    sign=by_word(money_in=("收入",), money_out=("支出",)),
    currency="CNY",
    encoding="gb18030",
    above=40,
    trim="\t/",
    ignore=_own,
    ragged=True,
)
