"""Norma 43 of the Spanish banks' association (AEB, also "Cuaderno 43", CSB 43): records of 80 characters, dated by operation.

Seen in the parsers aeb43, csb43 and norma43_parser: 11 opens an account, 22 is a booking, 23 its words, 24 its amount in another
currency, 33 closes the account, 88 the file. Sides are 1 (debit) and 2 (credit), amounts imply two decimals.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from purser.banks._fixed import Booking, FixedFormat, day, folded, number, told, whole
from purser.banks._iso_numbers import numbered
from purser.banks._rows import Converted
from purser.domain.errors import RowError
from purser.domain.statements import Balance, Entry, Item

_YMD = "%y%m%d"
_OUT, _IN = "1", "2"
_FOURTEEN, _EIGHTEEN = re.compile(r"\d{14}", re.ASCII), re.compile(r"\d{18}", re.ASCII)
_WEIGHTS = (1, 2, 4, 8, 5, 10, 9, 7, 3, 6)


class _Statements:
    def __init__(self, currency: str) -> None:
        self.currency, self.account = currency, ""

    def take(self, booking: Booking) -> Iterator[Item]:
        """Read an account's beginning or end, or a booking."""
        record = booking.records[0]
        if booking.code == "11":
            self.account = _iban(record[2:20])
            self.currency = numbered(record[47:50]) or self.currency
            yield from told(lambda: self._opening(record))
        elif booking.code == "22":
            yield self._entry(booking)
        elif booking.code == "33":
            yield from told(lambda: self._closing(record))

    def _opening(self, record: str) -> Balance:
        return Balance(self.account, "opening", _signed(record[32:47]), self.currency, day(record[20:26], _YMD))

    def _closing(self, record: str) -> Balance:
        whole(record, 73)
        return Balance(self.account, "closing", _signed(record[58:73]), self.currency)

    def _entry(self, booking: Booking) -> Entry:
        record = booking.records[0]
        whole(record, 42)
        amount = _signed(record[27:42])
        references = [text for text in map(str.strip, (record[64:80], record[52:64], record[42:52])) if text.strip("0")]
        words = folded(*(one[4:] for one in booking.records[1:] if one[:2] == "23"))
        return Entry(
            line=booking.line,
            text=booking.text,
            date=day(record[10:16], _YMD),
            amount=amount,
            currency=self.currency,
            description=words or folded(*references[:1]) or f"AEB {record[22:24]}",
            original_description=words or folded(*references) or f"AEB {record[22:24]}",
            account=self.account,
            bank_type=record[22:27].strip() or None,
            reference=folded(*references[:1]) or None,
            **_converted(booking.records[1:], amount, self.currency),
        )


def _signed(text: str) -> Decimal:
    if text[:1] not in {_OUT, _IN}:
        raise RowError(f"Side {text[:1]!r} is neither 1 (debit) nor 2 (credit), so the sign is unknown.", code="BAD_AMOUNT")
    return number(text[1:15], 2) * (-1 if text[0] == _OUT else 1)


def _converted(records: list[str], amount: Decimal, currency: str) -> Converted:
    for record in records:
        code = numbered(record[4:7]) if record[:2] == "24" else None
        if code and code != currency and _FOURTEEN.fullmatch(record[7:21]):
            original = number(record[7:21], 2).copy_sign(amount)
            return {"original_amount": original, "original_currency": code, "exchange_rate": None}
    return {}


def _iban(digits: str) -> str:
    """Write bank, branch and account as the IBAN that other exports have: with the national check digits and the IBAN's own."""
    if not _EIGHTEEN.fullmatch(digits):
        return digits.strip()
    bank, account = digits[:8], digits[8:]
    national = "".join(str(_check(part)) for part in (f"00{bank}", account))
    code = f"{bank}{national}{account}"
    return f"ES{98 - int(f'{code}142800') % 97:02}{code}"


def _check(ten: str) -> int:
    left = 11 - sum(int(digit) * weight for digit, weight in zip(ten, _WEIGHTS, strict=True)) % 11
    return {10: 1, 11: 0}.get(left, left)


FORMAT = FixedFormat(
    name="aeb43",
    width=80,
    begins=r"(?:00\d{10}[^\n]{0,68}\r?\n?)?11\d{18}\d{12}[12]\d{14}\d{3}",
    explains=lambda record: record[:2] in {"23", "24"},
    statements=_Statements,
)
