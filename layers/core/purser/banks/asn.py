"""ASN, SNS and RegioBank (Netherlands): no header, texts in apostrophes, the balance before each row."""

from purser.banks._csv import CsvFormat

FORMAT = CsvFormat(
    name="asn",
    bank="other",
    kind="checking",
    shape=(
        *("date", r"account:[A-Z]{2}\d{2}(ASNB|SNSB|RBRB)\w{10}", ":.*", "description", ":.*", ":.*", ":.*"),
        *(":[A-Z]{3}", "before", "currency:[A-Z]{3}", "amount", "posted", r":[\d-]+", r":\d*", r"type:\w*"),
        *(":.*", "reference", "description+memo", r":\d*"),
    ),
    dates=("%d-%m-%Y",),
    quotes="'",
)
