"""Austrian banks that name their columns IBAN to Saldo: a notice of the bank is a row without account and amount."""

from purser.banks._csv import CsvFormat

FORMAT = CsvFormat(
    name="at_umsatzliste",
    bank="other",
    kind="checking",
    headers=(
        "IBAN;Auszugsnummer;Buchungsdatum;Valutadatum;Umsatzzeit;Zahlungsreferenz;Waehrung;Betrag;Buchungstext;Umsatztext;Saldo",
        "IBAN;Auszugsnummer;Buchungsdatum;Valutadatum;Umsatzzeit;Zahlungsreferenz;Waehrung;Betrag;Buchungstext;Umsatztext",
    ),
    columns={
        "account": "IBAN",
        "date": "Buchungsdatum",
        "description": ("Umsatztext", "Buchungstext"),
        "amount": "Betrag",
        "currency": "Waehrung",
        "balance": "Saldo",
        "type": "Buchungstext",
        "reference": "Zahlungsreferenz",
    },
    dates=("%Y-%m-%d", "%d.%m.%Y"),
    currency="EUR",
    separator=";",
    decimal_mark=",",
    skip={r"^\|\|[^|]+\|\|\|\|\|\|\|[^|]+\|?$": "a notice of the bank, without account or amount"},
)
