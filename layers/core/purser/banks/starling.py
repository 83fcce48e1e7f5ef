"""Starling (United Kingdom): who the money went to or came from, a balance after each row, an opening balance as first row."""

from purser.banks._csv import CsvFormat

FORMAT = CsvFormat(
    name="starling",
    bank="other",
    kind="checking",
    headers=(
        "Date,Counter Party,Reference,Type,Amount (¤),Balance (¤),...",
        "Date,Counter Party,Reference,Type,Amount (¤),...",
    ),
    columns={
        "date": "Date",
        "description": ("Counter Party", "Reference", "Type"),
        "memo": ("Reference", "Notes"),
        "type": "Type",
        "amount": "Amount (¤)",
        "balance": "Balance (¤)",
        "category": "Spending Category",
    },
    dates=("%d/%m/%Y", "%Y-%m-%d"),
    says={"opening": r"^[^|]*\|Opening Balance\|.*?\|(?P<opening>-?[\d,]+\.\d\d)"},
    skip={r"^[^|]*\|Opening Balance\|": "the balance before the rows"},
)
