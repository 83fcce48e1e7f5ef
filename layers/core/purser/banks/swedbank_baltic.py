"""Swedbank in Lithuania, Latvia and Estonia: its second column tells transactions (20) from balances and turnovers.

Quotation marks inside a text are not doubled; a row ends before the columns it has no use for.
"""

from purser.banks._csv import CsvFormat
from purser.banks._signs import by_word

_AROUND = (
    r"^(?P<account>[^|]*)\|{}\|(?P<date>[^|]*)\|[^|]*\|[^|]*\|(?P<{}>[-\d.,]+)\|(?P<currency>[A-Z]{{3}})\|(?:K|C|(?P<minus>D))"
)
FORMAT = CsvFormat(
    name="swedbank_baltic",
    bank="other",
    kind="checking",
    headers=(
        "Sąskaitos Nr.,,Data,Gavėjas,Paaiškinimai,Suma,Valiuta,D/K,Įrašo Nr.,Kodas,...",
        "Account No,,Date,Beneficiary,Details,Amount,Currency,D/K,Record ID,Code,...",
        "Klienta konts,Ieraksta tips,Datums,Saņēmējs/Maksātājs,Informācija saņēmējam,Summa,Valūta,Debets/Kredīts,Arhīva kods,...",
        "Kliendi konto,Reatüüp,Kuupäev,Saaja/Maksja,Selgitus,Summa,Valuuta,Deebet/Kreedit,Arhiveerimistunnus,...",
        "Client account,Row type,Date,Beneficiary/Payer,Details,Amount,Currency,Debit/Credit,Transfer reference,...",
    ),
    columns={
        "account": ("Sąskaitos Nr.", "Account No", "Klienta konts", "Kliendi konto", "Client account"),
        "status": ("column 2", "Ieraksta tips", "Reatüüp", "Row type"),
        "date": ("Data", "Date", "Datums", "Kuupäev"),
        "description": (
            *("Gavėjas", "Beneficiary", "Saņēmējs/Maksātājs", "Saaja/Maksja", "Beneficiary/Payer"),
            *("Paaiškinimai", "Details", "Informācija saņēmējam", "Selgitus"),
        ),
        "original": ("Paaiškinimai", "Details", "Informācija saņēmējam", "Selgitus"),
        "memo": ("Paaiškinimai", "Details", "Informācija saņēmējam", "Selgitus"),
        "amount": ("Suma", "Amount", "Summa"),
        "currency": ("Valiuta", "Currency", "Valūta", "Valuuta"),
        "direction": ("D/K", "Debets/Kredīts", "Deebet/Kreedit", "Debit/Credit"),
        "id": ("Įrašo Nr.", "Record ID", "Arhīva kods", "Arhiveerimistunnus", "Transfer reference"),
        "type": ("Kodas", "Code"),
    },
    dates=("%Y-%m-%d", "%d.%m.%Y"),
    sign=by_word(money_in=("K", "C"), money_out=("D",)),
    separator=",;",
    quotes="bare",
    decimal_mark=".,",
    encoding="cp1257",
    ragged=True,
    says={"opening": _AROUND.format(10, "opening"), "closing": _AROUND.format(86, "closing")},
    void={"10": "the balance before the rows", "82": "a turnover", "86": "the balance after the rows"},
)
