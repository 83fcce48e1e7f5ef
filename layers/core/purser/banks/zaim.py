"""Zaim, a Japanese app: income and expenses in columns of their own; movements between one's own accounts in another."""

from purser.banks._csv import CsvFormat
from purser.banks._rows import Row
from purser.banks._signs import credit_minus_debit


def _between_accounts(row: Row) -> str:
    """Name a transfer, which is two movements in one row, and a corrected balance, which is none."""
    return {"transfer": "between two of one's own accounts", "balance": "a corrected balance"}.get(
        row.text("type").casefold(), ""
    )


FORMAT = CsvFormat(
    name="zaim",
    bank="other",
    kind="other",
    headers=("日付,方法,カテゴリ,カテゴリの内訳,支払元,入金先,品目,お店,通貨,収入,支出,...",),
    columns={
        "date": "日付",
        "type": "方法",
        "category": "カテゴリ",
        "description": ("お店", "品目", "カテゴリの内訳"),
        "memo": "メモ",
        "currency": "通貨",
        "credit": "収入",
        "debit": "支出",
    },
    dates=("%Y-%m-%d",),
    sign=credit_minus_debit,
    encoding="cp932",
    ignore=_between_accounts,
)
