"""ICBC (China): a card above the header, each amount in the currency of the purchase and in that of the account, which counts."""

from purser.banks._csv import CsvFormat
from purser.banks._signs import credit_minus_debit

FORMAT = CsvFormat(
    name="icbc",
    bank="other",
    kind="checking",
    headers=("交易日期,摘要,交易场所,记账金额(收入),记账金额(支出),记账币种,余额,对方户名,...",),
    columns={
        "date": "交易日期",
        "type": "摘要",
        "description": ("对方户名", "交易场所", "摘要"),
        "credit": "记账金额(收入)",
        "debit": "记账金额(支出)",
        "balance": "余额",
    },
    dates=("%Y-%m-%d",),
    sign=credit_minus_debit,
    currency="CNY",
    encoding="gb18030",
    above=10,
    says={"account": r"卡号[:：] ?([\d*]+)"},
    skip={"^(人民币)?合计|^总计": "a total"},
)
