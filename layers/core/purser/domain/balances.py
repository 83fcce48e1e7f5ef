"""The newest balance that a statement gives of each account."""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from purser.domain.statements import Balance, Entry


class Known(NamedTuple):
    """A balance at the end of a day."""

    date: dt.date
    amount: Decimal


@dataclass(slots=True)
class _Running:
    """Running balances in file order: the newest is at one of the ends."""

    first: Known | None = None
    last: Known | None = None
    oldest_first: bool = True
    newest_day: dt.date | None = None
    closing: Balance | None = None

    def see(self, entry: Entry) -> None:
        if self.newest_day is None or entry.date > self.newest_day:
            self.newest_day = entry.date
        if entry.balance is None:
            return
        if self.last is not None:
            self.oldest_first &= self.last.amount + entry.amount == entry.balance
        self.last = Known(entry.date, entry.balance)
        self.first = self.first or self.last

    def newest(self) -> Known | None:
        running = self._end()
        if self.closing is None:
            return running
        day = self.closing.date or self.newest_day
        return Known(day, self.closing.amount) if day and (running is None or running.date <= day) else running

    def _end(self) -> Known | None:
        """The end with the later date; within one day, the end that the chain of balances runs to."""
        if self.first is None or self.last is None:
            return None
        if self.first.date != self.last.date:
            return max(self.first, self.last, key=lambda known: known.date)
        return self.last if self.oldest_first else self.first


@dataclass(slots=True)
class NewestBalances:
    """Watches a file's items go by; `found` maps each account, as the file names it, to its newest balance."""

    _accounts: dict[str, _Running] = field(default_factory=dict)

    def see(self, item: Entry | Balance) -> None:
        """Take one item. Pending entries have no balance that counts."""
        if (running := self._accounts.get(item.account)) is None:
            running = self._accounts[item.account] = _Running()
        if isinstance(item, Entry):
            if not item.pending:
                running.see(item)
        elif item.kind == "closing" and (running.closing is None or _later(item, running.closing)):
            running.closing = item

    def found(self) -> dict[str, Known]:
        """The newest balances, of the accounts that have one."""
        return {account: known for account, running in self._accounts.items() if (known := running.newest()) is not None}


def _later(one: Balance, other: Balance) -> bool:
    return other.date is None or (one.date is not None and one.date >= other.date)
