"""MoneyWallet, an Android app: its own header, the amount as the phone's language writes it."""

from purser.banks._csv import CsvFormat

FORMAT = CsvFormat(
    name="moneywallet",
    bank="other",
    kind="cash",
    headers=("wallet,currency,category,datetime,money,description,...",),
    columns={
        "account": "wallet",
        "currency": "currency",
        "category": "category",
        "date": "datetime",
        "amount": "money",
        "description": ("description", "category"),
        "memo": "note",
    },
    dates=("%Y-%m-%d %T", "%Y-%m-%d"),
    decimal_mark=".,",
)
