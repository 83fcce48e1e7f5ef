"""TD Ameritrade, until 2023: cash of trades, transfers and dividends, commissions included; a last line says that it ends."""

from purser.banks._csv import CsvFormat
from purser.banks._rows import no_cash

FORMAT = CsvFormat(
    name="tdameritrade",
    bank="other",
    kind="investment",
    headers=("DATE,TRANSACTION ID,DESCRIPTION,QUANTITY,SYMBOL,PRICE,COMMISSION,AMOUNT,...",),
    columns={
        "date": "DATE",
        "id": "TRANSACTION ID",
        "description": "DESCRIPTION",
        "reference": "SYMBOL",
        "amount": "AMOUNT",
    },
    dates=("%m/%d/%Y",),
    currency="USD",
    ignore=no_cash,
    ragged=True,
    skip={r"^\*+END OF FILE": "the end of the file"},
)
