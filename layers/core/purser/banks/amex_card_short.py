"""American Express cards, three columns: a header that others have too, so a payment to the card has to prove whose file it is.

Charges are positive; a payment is negative and says so: "AUTOPAY PAYMENT - THANK YOU".
"""

from purser.banks._csv import CsvFormat
from purser.banks._signs import flip

FORMAT = CsvFormat(
    name="amex_card_short",
    bank="other",
    kind="card",
    headers=("Date,Description,Amount",),
    columns={"date": "Date", "description": "Description", "amount": "Amount"},
    dates=("%m/%d/%Y", "%d/%m/%Y", "%m/%d/%y", "%d/%m/%y"),
    usual_order=True,
    sign=flip,
    proof=r"^[\d/]+\|.*(PAYMENT.*THANK|AUTOPAY|THANK YOU|PAYMENT RECEIVED).*\|-[\d,.]+$",
)
