"""CODA, the coded account statement of Belgian banks (Febelfin): records of 128 characters.

Seen in php-coda-parser and Odoo's importer: 0 opens a statement, 1 is the balance before, 2 a booking in three parts, 3
information about it, 8 the balance after, 9 the end. Sides are 0 (credit) and 1 (debit), amounts imply three decimals. A
booking whose detail number is not 0000 is a part of the one above it, which has the sum.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from purser.banks._fixed import Booking, FixedFormat, day, folded, number, told, whole
from purser.banks._references import References
from purser.domain.currencies import is_currency
from purser.domain.errors import RowError
from purser.domain.statements import Balance, Entry, Ignored, Item

_DMY = "%d%m%y"
_SUM = "0000"
_STRUCTURED = re.compile(r"10[12](\d{3})(\d{4})(\d{5})")
_DETAIL = "A detail of the booking above, which has the sum."


class _Statements:
    def __init__(self, currency: str) -> None:
        self.currency, self.account = currency, ""
        self.references = References()

    def take(self, booking: Booking) -> Iterator[Item]:
        """Read a balance or a booking."""
        record = booking.records[0]
        if record[:1] == "1":
            self.references.clear()
            self._identify(record[1:2], record[5:42])
            yield from told(lambda: self._opening(record))
        elif record[:2] == "21" and record[6:10].strip() not in {_SUM, ""}:
            yield Ignored(booking.line, booking.text, _DETAIL)
        elif record[:2] == "21":
            yield self._entry(booking)
        elif record[:1] == "8":
            yield from told(lambda: self._closing(record))

    def _identify(self, structure: str, text: str) -> None:
        """Take account and currency: the currency of a Belgian number follows it at once, that of others ends the field."""
        belgian = structure == "0"
        code = text[13:16] if belgian else text[34:37]
        self.account = (text[:12] if belgian else text[:34]).strip()
        self.currency = code if is_currency(code) else self.currency

    def _opening(self, record: str) -> Balance:
        whole(record, 64)
        return Balance(self.account, "opening", _signed(record[42:58]), self.currency, day(record[58:64], _DMY))

    def _closing(self, record: str) -> Balance:
        whole(record, 63)
        return Balance(self.account, "closing", _signed(record[41:57]), self.currency, day(record[57:63], _DMY))

    def _entry(self, booking: Booking) -> Entry:
        record = booking.records[0]
        whole(record, 121)
        amount, date = _signed(record[31:47]), day(record[115:121], _DMY)
        name, message, customer = _words(booking.records)
        structured = _STRUCTURED.match(record[62:115]) if record[61:62] == "1" else None
        if structured:
            message = f"+++{structured[1]}/{structured[2]}/{structured[3]}+++"
        words = folded(name, message) or folded(customer, record[10:31]) or f"CODA {record[53:61]}"
        return Entry(
            line=booking.line,
            text=booking.text,
            date=date,
            amount=amount,
            currency=self.currency,
            description=words,
            original_description=words,
            account=self.account,
            provider_id=self.references.first(record[10:31].strip(), date, amount),
            bank_type=record[53:61].strip() or None,
            reference=folded(customer) or None,
            memo=folded(message) or None,
        )


def _words(records: list[str]) -> tuple[str, str, str]:
    """Return the other party's name, the message and the customer's reference; information counts where no message does."""
    parts = {record[:2]: record for record in reversed(records)}
    second, third = parts.get("22", ""), parts.get("23", "")
    message = records[0][62:115] + second[10:63] + third[82:125]
    if not message.strip():
        message = " ".join(record[40:113] if record[:2] == "31" else record[10:115] for record in records if record[:1] == "3")
    return third[47:82].strip(), message, second[63:98].strip()


def _signed(text: str) -> Decimal:
    if text[:1] not in {"0", "1"}:
        raise RowError(f"Side {text[:1]!r} is neither 0 (credit) nor 1 (debit), so the sign is unknown.", code="BAD_AMOUNT")
    amount = number(text[1:16], 3)
    cents = amount.quantize(Decimal("0.01")) if amount == amount.quantize(Decimal("0.01")) else amount
    return -cents if text[0] == "1" else cents


FORMAT = FixedFormat(
    name="coda",
    width=128,
    begins=r"0{5}\d{6}.{3}05[D ]",
    explains=lambda record: record[:2] in {"22", "23", "31", "32", "33"},
    statements=_Statements,
)
