"""KBC Mastercard (Belgium): the amount in the account's currency stands beside the one at the merchant."""

from purser.banks._csv import CsvFormat

FORMAT = CsvFormat(
    name="kbc_mastercard",
    bank="other",
    kind="card",
    headers=(
        "kredietkaart;kaarthouder;uitgavenstaat;datum verrichting;Datum verrekening;bedrag;munt;koers;bedrag in ¤;Handelaar;...",
    ),
    columns={
        "date": "datum verrichting",
        "posted": "Datum verrekening",
        "description": ("Handelaar", "toelichting"),
        "amount": "bedrag in ¤",
        "memo": "toelichting",
    },
    dates=("%d/%m/%Y",),
    separator=";",
    decimal_mark=",",
)
