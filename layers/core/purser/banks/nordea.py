"""Nordea in Sweden, Denmark, Norway and Finland: a word in the place of the date where a row is not booked yet."""

from purser.banks._csv import CsvFormat
from purser.banks._rows import Row

_RESERVED = {"reserverat", "reserveret", "reservert", "varaus", "reserved"}


def _is_reserved(row: Row) -> bool:
    return row.text("date").casefold() in _RESERVED


FORMAT = CsvFormat(
    name="nordea",
    bank="other",
    kind="checking",
    headers=(
        "Bokföringsdag;Belopp;Avsändare;Mottagare;Namn;Rubrik;Saldo;Valuta;...",
        "Bokföringsdag;Belopp;Avsändare;Mottagare;Namn;Rubrik;Meddelande;Egna anteckningar;Saldo;Valuta;...",
        "Bogføringsdato;Beløb;Afsender;Modtager;Navn;Beskrivelse;Saldo;Valuta;...",
        "Bokføringsdato;Beløp;Avsender;Mottaker;Navn;Tittel;Valuta;...",
        "Kirjauspäivä;Määrä;Maksaja;Maksunsaaja;Nimi;Otsikko;Saldo;Valuutta;...",
        "Kirjauspäivä;Määrä;Maksaja;Maksunsaaja;Nimi;Otsikko;Viitenumero;Valuutta;...",
    ),
    columns={
        "date": ("Bokföringsdag", "Bogføringsdato", "Bokføringsdato", "Kirjauspäivä"),
        "description": ("Rubrik", "Beskrivelse", "Tittel", "Otsikko"),
        "amount": ("Belopp", "Beløb", "Beløp", "Määrä"),
        "memo": ("Namn", "Navn", "Nimi"),
        "currency": ("Valuta", "Valuutta"),
        "balance": "Saldo",
    },
    dates=("%Y/%m/%d", "%Y-%m-%d", "%d.%m.%Y"),
    separator=";",
    decimal_mark=",",
    pending=_is_reserved,
)
