"""Money Forward, a Japanese app: accounts of many banks; expenses have a minus."""

from purser.banks._csv import CsvFormat

FORMAT = CsvFormat(
    name="moneyforward",
    bank="other",
    kind="other",
    headers=("計算対象,日付,内容,金額（円）,保有金融機関,大項目,中項目,メモ,振替,ID",),
    columns={
        "date": "日付",
        "description": ("内容", "中項目"),
        "amount": "金額（円）",
        "account": "保有金融機関",
        "category": "大項目",
        "memo": "メモ",
        "id": "ID",
    },
    dates=("%Y/%m/%d", "%Y-%m-%d"),
    currency="JPY",
    encoding="cp932",
)
