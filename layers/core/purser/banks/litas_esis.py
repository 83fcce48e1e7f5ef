"""LITAS-ESIS, the text format of the Lithuanian banks: a kind of record at the start of each line, tabs, amounts in cents.

000 tells the account, 010 is a booking, 020 a balance (LikutisPR before, LikutisPB after), 999 the end.
"""

import datetime as dt
from collections.abc import Iterator

from purser.banks._fixed import Booking, FixedFormat, day, folded, number, told
from purser.banks._references import References
from purser.domain.currencies import is_currency
from purser.domain.errors import RowError
from purser.domain.statements import Balance, Entry, Item

_SIDES = {"C": 1, "D": -1}
_BALANCES = {"LIKUTISPR": "opening", "LIKUTISPB": "closing"}


class _Statements:
    def __init__(self, currency: str) -> None:
        self.currency, self.account = currency, ""
        self.references = References()

    def take(self, booking: Booking) -> Iterator[Item]:
        """Read an account's line, a balance or a booking."""
        fields = [*map(str.strip, booking.records[0].split("\t")), *[""] * 20]
        if fields[0] == "000":
            self.account, said = fields[16], fields[17]
            self.currency = said if is_currency(said) else self.currency
        elif fields[0] == "020":
            yield from told(lambda: self._balance(fields))
        elif fields[0] == "010":
            yield self._entry(booking, fields)

    def _balance(self, fields: list[str]) -> Balance:
        kind = _BALANCES.get(fields[1].upper())
        if kind is None:
            raise RowError(f"{fields[1][:40]!r} is no balance that is known.")
        signed = -number(fields[4][1:], 2) if fields[4].startswith("-") else number(fields[4], 2)
        return Balance(self.account, "opening" if kind == "opening" else "closing", signed, self.currency, _day(fields[2]))

    def _entry(self, booking: Booking, fields: list[str]) -> Entry:
        if fields[6] not in _SIDES:
            raise RowError(f"Side {fields[6][:20]!r} is neither C (in) nor D (out), so the sign is unknown.", code="BAD_AMOUNT")
        date, amount = _day(fields[2]), number(fields[4], 2) * _SIDES[fields[6]]
        words = folded(fields[17], fields[13]) or fields[1]
        return Entry(
            line=booking.line,
            text=booking.text,
            date=date,
            amount=amount,
            currency=self.currency,
            description=words,
            original_description=words,
            account=self.account,
            provider_id=self.references.first(fields[10], date, amount),
            bank_type=fields[1] or None,
            reference=fields[9] or None,
            memo=fields[13] or None,
        )


def _day(text: str) -> dt.date:
    if len(text) != 8 or text[:2] not in {"19", "20"}:  # noqa: PLR2004 - YYYYMMDD
        raise RowError(f"{text[:20]!r} is not a date like 20260918.", code="BAD_DATE")
    return day(text[2:], "%y%m%d")


FORMAT = FixedFormat(
    name="litas_esis",
    width=0,
    begins=r"000\t\d{8}\t[^\n]*\t[A-Z]{3}[\t ]*\r?(?:\n|$)",
    explains=lambda _record: False,
    statements=_Statements,
    encoding="cp1257",
    only=True,
)
