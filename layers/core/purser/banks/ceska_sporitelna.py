"""Česká spořitelna (Czech Republic): semicolons, the currency in the name of the amount's column."""

from purser.banks._csv import CsvFormat

FORMAT = CsvFormat(
    name="ceska_sporitelna",
    bank="other",
    kind="checking",
    headers=(
        "Item;Posting date;Amount ¤;Bank account details;Execution date;Counteraccount name;Transaction reference number;...",
    ),
    columns={
        "date": "Posting date",
        "description": ("Counteraccount name", "Item"),
        "amount": "Amount ¤",
        "type": "Item",
        "memo": ("Message for payee", "Message for me"),
        "reference": "Transaction reference number",
    },
    dates=("%Y/%m/%d", "%d.%m.%Y"),
    separator=";",
    decimal_mark=",",
    encoding="cp1250",
)
