"""ING Bank Śląski (Poland): a dozen lines above, booked rows and blocked amounts in columns of their own, a notice below."""

from purser.banks._csv import CsvFormat
from purser.banks._rows import Row


def _is_blocked(row: Row) -> bool:
    """An amount that is only blocked has no day of booking and stands in the second column of amounts."""
    return not row.text("posted")


_HEADER = (
    "Data transakcji;Data księgowania;Dane kontrahenta;Tytuł;Nr rachunku;Nazwa banku;Szczegóły;Nr transakcji;"
    "Kwota transakcji (waluta rachunku);Waluta;Kwota blokady/zwolnienie blokady;Waluta;Kwota płatności w walucie;Waluta;..."
)

FORMAT = CsvFormat(
    name="ing_pl",
    bank="other",
    kind="checking",
    headers=(_HEADER,),
    columns={
        "date": "Data transakcji",
        "posted": "Data księgowania",
        "payer": "Dane kontrahenta",
        "payee": "Dane kontrahenta",
        "description": ("Dane kontrahenta", "Tytuł"),
        "original": ("Tytuł", "Dane kontrahenta"),
        "memo": "Tytuł",
        "type": "Szczegóły",
        "reference": "Nr transakcji",
        "amount": ("Kwota transakcji (waluta rachunku)", "Kwota blokady/zwolnienie blokady"),
        "currency": ("Waluta", "Waluta 2"),
        "account": "Konto",
        "balance": "Saldo po transakcji",
    },
    dates=("%Y-%m-%d",),
    separator=";",
    decimal_mark=",",
    encoding="cp1250",
    above=40,
    trim="'",
    pending=_is_blocked,
    skip={r"^Dokument ma charakter": "a notice of the bank"},
)
