"""CFONB 120, the account statement of French banks: records of 120 characters, the sign of an amount in its last digit.

Seen in the parsers python-cfonb (Akretion) and cfonb (Pennylane): 01 is the balance before, 04 a booking, 05 more words about it,
07 the balance after. The last digit is {, A to I for 0 to 9 in the account's favour, } and J to R against it.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from purser.banks._fixed import Booking, FixedFormat, day, folded, number, told, whole
from purser.banks._rows import Converted
from purser.domain.currencies import is_currency
from purser.domain.errors import RowError
from purser.domain.statements import Balance, Entry, Item

_DMY = "%d%m%y"
_MONEY, _RIB = re.compile(r"\d{15}", re.ASCII), re.compile(r"\d{10}[A-Za-z0-9]{11}", re.ASCII)
_PUNCHED = {
    letter: (sign, digit) for sign, letters in ((1, "{ABCDEFGHI"), (-1, "}JKLMNOPQR")) for digit, letter in enumerate(letters)
}
_WORDS = {"LIB", "NPY", "NBE", "LCC", "LC2", "LCS", "NPO", "NBU"}
"""Qualifiers of words: more of the label, who pays, who is paid, what for."""


class _Statements:
    def __init__(self, currency: str) -> None:
        self.currency, self.account, self.decimals = currency, "", 2

    def take(self, booking: Booking) -> Iterator[Item]:
        """Read a balance or a booking."""
        record = booking.records[0]
        if booking.code in {"01", "04", "07"}:
            self.account = _iban(record[2:7], record[11:16], record[21:32])
            self.currency = record[16:19] if is_currency(record[16:19]) else self.currency
            self.decimals = int(record[19]) if re.match("[0-9]", record[19:20]) else 2
        if booking.code == "04":
            yield self._entry(booking)
        elif booking.code in {"01", "07"}:
            yield from told(lambda: self._balance(record))

    def _balance(self, record: str) -> Balance:
        whole(record, 104)
        amount, date = _signed(record[90:104], self.decimals), day(record[34:40], _DMY)
        return Balance(self.account, "opening" if record[:2] == "01" else "closing", amount, self.currency, date)

    def _entry(self, booking: Booking) -> Entry:
        record = booking.records[0]
        whole(record, 104)
        amount = _signed(record[90:104], self.decimals)
        more = {one[45:48]: one[48:118] for one in reversed(booking.records[1:])}
        words = folded(record[48:79], *(one[48:118] for one in booking.records[1:] if one[45:48] in _WORDS))
        return Entry(
            line=booking.line,
            text=booking.text,
            date=day(record[34:40], _DMY),
            amount=amount,
            currency=self.currency,
            description=words or f"CFONB {record[32:34]}",
            original_description=words or f"CFONB {record[32:34]}",
            account=self.account,
            bank_type=record[32:34].strip() or None,
            reference=folded(more.get("RCN", "")[:35]) or folded(record[104:120]) or None,
            **_converted(more.get("MMO", ""), amount, self.currency),
        )


def _signed(text: str, decimals: int) -> Decimal:
    if text[-1:] not in _PUNCHED:
        raise RowError(f"{text[:40]!r} does not end in a letter that has the sign.", code="BAD_AMOUNT")
    sign, digit = _PUNCHED[text[-1]]
    return sign * number(f"{text[:-1]}{digit}".strip(), decimals)


def _converted(said: str, amount: Decimal, currency: str) -> Converted:
    """Return the amount before conversion: currency, its decimals, fourteen digits."""
    code, decimals, digits = said[:3], said[3:4], said[4:18]
    if not (is_currency(code) and code != currency and _MONEY.fullmatch(decimals + digits)):
        return {}
    return {"original_amount": number(digits, int(decimals)).copy_sign(amount), "original_currency": code, "exchange_rate": None}


def _iban(bank: str, branch: str, account: str) -> str:
    """Write bank, branch and account as the IBAN that other exports have, if they are whole."""
    if not _RIB.fullmatch(bank + branch + account):
        return f"{bank}{branch}{account}".strip()
    digits = "".join(str((int(sign, 36) - 10) % 9 + 1 + (sign >= "S")) if sign.isalpha() else sign for sign in account.upper())
    key = 97 - (89 * int(bank) + 15 * int(branch) + 3 * int(digits)) % 97
    code = f"{bank}{branch}{account.upper()}{key:02}"
    whole_number = int("".join(str(int(sign, 36)) for sign in f"{code}FR00"))
    return f"FR{98 - whole_number % 97:02}{code}"


FORMAT = FixedFormat(
    name="cfonb120",
    width=120,
    begins=r"0[14]\d{5}.{4}\d{5}[A-Z ]{3}[\d ].[A-Z0-9 ]{11}.{2}\d{6}",
    explains=lambda record: record[:2] == "05",
    statements=_Statements,
)
