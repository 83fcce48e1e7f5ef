"""ABO or GPC, the statement of Czech and Slovak banks: records of 128 characters or more, haléře without a decimal point.

Seen in php-abo-parser, ago and ofxstatement-czech: 074 is an account with the balances before and after, 075 a booking, 076, 078
and 079 more words about it. Sides: 1 debit, 2 credit, 4 a debit taken back, 5 a credit taken back.
"""

from collections.abc import Iterator
from decimal import Decimal

from purser.banks._fixed import Booking, FixedFormat, day, folded, number, told, whole
from purser.banks._iso_numbers import numbered
from purser.banks._references import References
from purser.domain.errors import RowError
from purser.domain.statements import Balance, Entry, Item

_DMY = "%d%m%y"
_SIDES = {"1": -1, "2": 1, "4": 1, "5": -1}


class _Statements:
    def __init__(self, currency: str) -> None:
        self.currency, self.account = currency, ""
        self.opened = ""
        self.references = References()

    def take(self, booking: Booking) -> Iterator[Item]:
        """Read an account or a booking."""
        record = booking.records[0]
        if record[:3] == "074":
            self.account, self.opened = _account(record[3:19]), record
            self.references.clear()
        elif record[:3] == "075":
            entry = self._entry(booking)
            yield from self._balances(entry.currency)
            yield entry

    def _balances(self, currency: str) -> Iterator[Balance]:
        """Hand out the account's balances before its first booking, which alone says the currency."""
        record, self.opened = self.opened, ""
        if record:
            yield from told(lambda: Balance(self.account, "opening", _at(record, 45), currency, day(record[39:45], _DMY)))
            yield from told(lambda: Balance(self.account, "closing", _at(record, 60), currency, day(record[108:114], _DMY)))

    def _entry(self, booking: Booking) -> Entry:
        record = booking.records[0]
        whole(record, 128)
        if record[60] not in _SIDES:
            raise RowError(f"Side {record[60]!r} is none of 1, 2, 4 and 5, so the sign is unknown.", code="BAD_AMOUNT")
        amount = number(record[48:60], 2) * _SIDES[record[60]]
        date = day(record[122:128], _DMY)
        more = [one[29:] if one[:3] == "076" else one[3:] for one in booking.records[1:]]
        variable = record[61:71].strip().lstrip("0")
        words = folded(record[97:117], *more) or variable or _account(record[19:35])
        return Entry(
            line=booking.line,
            text=booking.text,
            date=date,
            amount=amount,
            currency=numbered(record[119:122]) or self.currency,
            description=words,
            original_description=words,
            account=_account(record[3:19]) or self.account,
            provider_id=self.references.first(record[35:48].strip(), date, amount),
            bank_type=record[60],
            reference=variable or None,
        )


def _at(record: str, place: int) -> Decimal:
    return number(record[place : place + 14], 2) * (-1 if record[place + 14 : place + 15] == "-" else 1)


def _account(sixteen: str) -> str:
    """Write a number as people do: prefix, dash and number without leading zeros."""
    prefix, account = sixteen[:6].strip().lstrip("0"), sixteen[6:].strip().lstrip("0")
    return f"{prefix}-{account}" if prefix else account


FORMAT = FixedFormat(
    name="abo_gpc",
    width=0,
    begins=r"074\d{16}.{20}\d{6}\d{14}[+-]\d{14}[+-]\d{14}.\d{14}.\d{3}\d{6}",
    explains=lambda record: record[:3] in {"076", "078", "079"},
    statements=_Statements,
    encoding="cp1250",
)
