"""ABN AMRO (Netherlands), TAB export: no header, tabs, the balances before and after each row, decimal commas."""

from purser.banks._csv import CsvFormat

FORMAT = CsvFormat(
    name="abn_amro",
    bank="other",
    kind="checking",
    shape=(r"account:\d{9,10}", "currency:[A-Z]{3}", "date", r":-?[\d.]+,\d\d", "balance", r":\d{8}", "amount", "description"),
    dates=("%Y%m%d",),
    separator="\t",
    quotes="none",
    decimal_mark=",",
)
