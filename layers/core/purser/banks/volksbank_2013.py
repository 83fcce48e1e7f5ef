"""Volksbanken, Sparda and PSD banks (Germany) until 2022: cp1252, a dozen lines above, an S or H after each unsigned amount.

Below the rows stand the balances before and after them. The texts have line ends inside.
"""

from purser.banks._csv import CsvFormat
from purser.banks._signs import by_word

FORMAT = CsvFormat(
    name="volksbank_2013",
    bank="other",
    kind="checking",
    headers=("Buchungstag;Valuta;Empfänger/Zahlungspflichtiger;Vorgang/Verwendungszweck;Währung;Umsatz;...",),
    columns={
        "date": "Buchungstag",
        "description": ("Empfänger/Zahlungspflichtiger", "Vorgang/Verwendungszweck"),
        "original": "Vorgang/Verwendungszweck",
        "memo": "Vorgang/Verwendungszweck",
        "amount": "Umsatz",
        "direction": "+1",
        "currency": "Währung",
        "reference": "Kundenreferenz",
    },
    dates=("%d.%m.%Y",),
    sign=by_word(money_in=("H",), money_out=("S",)),
    separator=";",
    decimal_mark=",",
    above=20,
    says={
        "currency": r"^Betrag in ([A-Z]{3})",
        "account": r"^(?:Konto|Kontonummer|IBAN):\|\W*([A-Z0-9 ]+)",
        "opening": r"^(?P<date>[\d.]+)\|.*Anfangssaldo\|[A-Z]{3}\|(?P<opening>[\d.,]+)\|(?:H|(?P<minus>S))",
        "closing": r"^(?P<date>[\d.]+)\|.*Endsaldo\|[A-Z]{3}\|(?P<closing>[\d.,]+)\|(?:H|(?P<minus>S))",
    },
    skip={r"\|(Anfangs|End)saldo\|": "a balance"},
)
