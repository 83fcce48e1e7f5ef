"""What statements declare of themselves: which days they cover, and the balances at both ends."""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal

from purser.domain.statements import Balance, Covers, Entry

LONGEST_DAYS = 3700
"""A bank that says it covers more has written a placeholder, such as 1970."""
ONE_DAY = dt.timedelta(days=1)
Key = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """One statement of an account in a currency: its first and last day, the balances before the one and after the other.

    A balance is None where the statement does not say it, or says it of another day.
    """

    account: str
    currency: str
    first: dt.date
    last: dt.date
    opening: Decimal | None = None
    closing: Decimal | None = None


@dataclass(slots=True)
class _Statement:
    """What has been said of one statement so far, and the days of its entries."""

    covers: Covers | None = None
    opening: Balance | None = None
    closing: Balance | None = None
    first: dt.date | None = None
    last: dt.date | None = None

    def book(self, day: dt.date) -> None:
        if self.first is None or self.last is None:
            self.first = self.last = day
        elif day < self.first:
            self.first = day
        elif day > self.last:
            self.last = day

    def declared(self, key: Key) -> Declared | None:
        """Return what it declares; None if it declares no period, or an absurd one."""
        said = self._period()
        if said is None:
            return None
        first, last = min(said[0], self.first or said[0]), max(said[1], self.last or said[1])
        if not 0 <= (last - first).days <= LONGEST_DAYS:
            return None
        account, currency = key
        opening = self.opening.amount if self.opening else None
        return Declared(account=account, currency=currency, first=first, last=last, opening=opening, closing=self._closing(last))

    def _period(self) -> tuple[dt.date, dt.date] | None:
        if self.covers and 0 <= (self.covers.end - self.covers.start).days <= LONGEST_DAYS:
            return self.covers.start, self.covers.end
        if self.opening is None or self.opening.date is None or self.closing is None or self.closing.date is None:
            return None
        return self._day_after(self.opening.date, self.closing.date), self.closing.date

    def _day_after(self, opened: dt.date, closed: dt.date) -> dt.date:
        """Banks date an opening balance by the evening before, or by the morning of the first day: entries of that day tell."""
        evening_before = opened < closed and (self.first is None or self.first > opened)
        return opened + ONE_DAY if evening_before else opened

    def _closing(self, last: dt.date) -> Decimal | None:
        """A closing balance of a day beyond the statement, or with entries after it, is none of its end."""
        if self.closing is None:
            return None
        day = self.closing.date
        return self.closing.amount if day is None or (self.last or day) <= day <= last else None


@dataclass(slots=True)
class Declarations:
    """Watches a file's items go by. What is said a second time of an account and currency begins another statement."""

    _ended: list[Declared] = field(default_factory=list)
    _open: dict[Key, _Statement] = field(default_factory=dict)

    def see(self, item: Entry | Balance | Covers) -> None:
        """Take one item; pending entries are of no statement yet."""
        key = (item.account, item.currency)
        if (statement := self._open.get(key)) is None:
            statement = self._open[key] = _Statement()
        if isinstance(item, Entry):
            if not item.pending:
                statement.book(item.posted or item.date)
            return
        name = "covers" if isinstance(item, Covers) else item.kind
        if getattr(statement, name) is not None:
            self._end(key)
            statement = self._open[key] = _Statement()
        setattr(statement, name, item)

    def found(self) -> list[Declared]:
        """End what is open; return all statements that declare a period, in the order in which they ended."""
        for key in list(self._open):
            self._end(key)
        return self._ended

    def _end(self, key: Key) -> None:
        if (declared := self._open.pop(key).declared(key)) is not None:
            self._ended.append(declared)
