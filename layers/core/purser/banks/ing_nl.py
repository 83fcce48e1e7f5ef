"""ING (Netherlands): unsigned amounts with Af and Bij, or Debit and Credit; commas or semicolons, Dutch or English."""

from purser.banks._csv import CsvFormat
from purser.banks._signs import by_word

FORMAT = CsvFormat(
    name="ing_nl",
    bank="other",
    kind="checking",
    headers=(
        "Datum,Naam / Omschrijving,Rekening,Tegenrekening,Code,Af Bij,Bedrag (¤),Mutatiesoort,Mededelingen,...",
        "Date,Name / Description,Account,Counterparty,Code,Debit/credit,Amount (¤),Transaction type,Notifications,...",
        "Datum,Omschrijving,Rekening,Rekening naam,Tegenrekening,Af Bij,Bedrag,Valuta,Mutatiesoort,Mededelingen,...",
    ),
    columns={
        "date": ("Datum", "Date"),
        "description": ("Naam / Omschrijving", "Name / Description", "Omschrijving"),
        "account": ("Rekening", "Account"),
        "direction": ("Af Bij", "Debit/credit"),
        "amount": ("Bedrag (¤)", "Amount (¤)", "Bedrag"),
        "currency": "Valuta",
        "type": ("Mutatiesoort", "Transaction type"),
        "memo": ("Mededelingen", "Notifications"),
        "balance": ("Saldo na mutatie", "Saldo na trn", "Resulting balance"),
    },
    dates=("%Y%m%d", "%Y-%m-%d", "%d-%m-%Y"),
    sign=by_word(money_in=("Bij", "Credit"), money_out=("Af", "Debit")),
    currency="EUR",
    separator=",;",
    decimal_mark=",",
)
