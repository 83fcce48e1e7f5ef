"""What a statement file says: its rows, and a running tally of them.

A reader yields rows lazily, so a large file is never held as objects. Each row is exactly one of `Entry`, `Rejected` or
`Ignored`; a `Tally` counts what passed by. Amounts are signed: money out is negative.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

UNKNOWN_CURRENCY = "XXX"
"""ISO 4217 code for "no currency": neither the file nor the caller says."""

BalanceCheck = Literal["ok", "failed", "absent"]


@dataclass(slots=True, kw_only=True)
class Entry:
    """One transaction as the bank tells it. Nobody changes one; to freeze it would more than double the time to make it.

    `line` is the 1-based line its record starts on (the record's ordinal where lines mean nothing). `date` is when it
    happened (transaction date), `posted` when the bank booked it. `account` is the account's number as the file gives it, whole
    or masked, "" where it does not say. `provider_id` is the bank's own id, unique within the account. `balance` is the
    account's balance after this entry. `original_amount` in `original_currency` is what the bank converted, signed like `amount`;
    `exchange_rate` is as the bank tells it, in whichever direction.
    """

    line: int
    text: str
    date: dt.date
    amount: Decimal
    currency: str
    description: str
    original_description: str
    account: str = ""
    posted: dt.date | None = None
    pending: bool = False
    provider_id: str | None = None
    balance: Decimal | None = None
    bank_category: str | None = None
    bank_type: str | None = None
    reference: str | None = None
    memo: str | None = None
    original_amount: Decimal | None = None
    original_currency: str | None = None
    exchange_rate: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that should be a transaction and cannot be read; nothing is guessed."""

    line: int
    text: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Ignored:
    """A row that is not a transaction: summary, opening, closing, footer."""

    line: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Balance:
    """A balance the statement declares for an account; not a row, never counted.

    `kind` "opening" is before the account's first entry, "closing" after its last.
    """

    account: str
    kind: Literal["opening", "closing"]
    amount: Decimal
    currency: str
    date: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Covers:
    """The days that the statement says it covers, first and last, whether anything happened on them or not; no row either."""

    account: str
    currency: str
    start: dt.date
    end: dt.date


Row = Entry | Rejected | Ignored
Item = Row | Balance | Covers


@dataclass(frozen=True, slots=True)
class Heading:
    """The lines of a CSV file down to its column names, as they stand, and what divides its columns."""

    lines: tuple[str, ...]
    separator: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A recognised file: which layout it is, and its items, readable once."""

    format: str
    bank: str
    kind: str
    items: Iterator[Item]
    warnings: tuple[str, ...] = ()
    heading: Heading | None = None


@dataclass(slots=True)
class _Chain:
    """Running balances of one account: breaks seen if the file runs oldest first, and if newest first.

    `between` is the sum of entries without a balance since the last that had one: some banks give it once a day. They count
    where the balances move by them.
    """

    previous: tuple[Decimal, Decimal] | None = None
    between: Decimal = Decimal(0)
    links: int = 0
    breaks_oldest_first: int = 0
    breaks_newest_first: int = 0

    def add(self, amount: Decimal, balance: Decimal) -> None:
        if self.previous is not None:
            last_amount, last_balance = self.previous
            moved = balance - last_balance
            self.links += 1
            self.breaks_oldest_first += moved not in (amount, amount + self.between)
            self.breaks_newest_first += -moved not in (last_amount, last_amount + self.between)
        self.previous = (amount, balance)
        self.between = Decimal(0)

    def check(self) -> BalanceCheck:
        if not self.links:
            return "absent"
        return "ok" if 0 in (self.breaks_oldest_first, self.breaks_newest_first) else "failed"


@dataclass(slots=True)
class _Declared:
    """The statements of one account, one after another: each says what it opened and closed with, in either order.

    A statement ends with its closing balance if that follows entries, else where the next one opens or closes. Entries before
    its opening may be its own, where a file tells both balances at its foot, or those of a statement that declares nothing.
    """

    said: dict[str, Decimal] = field(default_factory=dict)
    earlier: Decimal | None = None
    total: Decimal | None = None
    verdicts: set[BalanceCheck] = field(default_factory=set)

    def add(self, amount: Decimal) -> None:
        self.total = (self.total or Decimal(0)) + amount

    def declare(self, balance: Balance) -> None:
        if balance.kind in self.said:
            self._end()
        if balance.kind == "opening" and not self.said:
            self.earlier, self.total = self.total, None
        self.said[balance.kind] = balance.amount
        if balance.kind == "closing" and "opening" in self.said and (self.earlier, self.total) != (None, None):
            self._end()

    def verdict(self) -> set[BalanceCheck]:
        """Judge the statement at hand; nothing to say unless it declares both ends."""
        if not self.said.keys() >= {"opening", "closing"}:
            return set()
        moved, total = self.said["closing"] - self.said["opening"], self.total or Decimal(0)
        return {"ok" if moved in {total, total + (self.earlier or 0)} else "failed"}

    def _end(self) -> None:
        self.verdicts |= self.verdict()
        self.said, self.earlier, self.total = {}, None, None


@dataclass(slots=True)
class Tally:
    """Counts and sums of the items that passed by. `totals` and `pending_totals` are signed, by ISO currency."""

    rows: int = 0
    booked: int = 0
    pending: int = 0
    rejected: int = 0
    ignored: int = 0
    totals: dict[str, Decimal] = field(default_factory=dict)
    pending_totals: dict[str, Decimal] = field(default_factory=dict)
    first: dt.date | None = None
    last: dt.date | None = None
    accounts: list[str] = field(default_factory=list)
    _chains: dict[tuple[str, str], _Chain] = field(default_factory=dict)
    _statements: dict[tuple[str, str], _Declared] = field(default_factory=dict)

    def add(self, item: Item) -> None:
        """Count one item."""
        match item:
            case Entry():
                self.rows += 1
                self._add_entry(item)
            case Rejected():
                self.rows += 1
                self.rejected += 1
            case Ignored():
                self.rows += 1
                self.ignored += 1
            case Balance():
                self._statement((item.account, item.currency)).declare(item)

    def watch(self, items: Iterable[Item]) -> Iterator[Row]:
        """Pass the rows through, counting them, and keep what is said of the statement."""
        for item in items:
            self.add(item)
            if not isinstance(item, Balance | Covers):
                yield item

    def balance_check(self) -> BalanceCheck:
        """`ok` when every chain of running balances and every opening + sum = closing holds; `absent` when there is none."""
        checks = {chain.check() for chain in self._chains.values()}
        checks = checks.union(*(one.verdicts | one.verdict() for one in self._statements.values()))
        return "failed" if "failed" in checks else "ok" if "ok" in checks else "absent"

    def _add_entry(self, entry: Entry) -> None:
        if entry.account and entry.account not in self.accounts:
            self.accounts.append(entry.account)
        if entry.pending:
            self.pending += 1
            self.pending_totals[entry.currency] = self.pending_totals.get(entry.currency, Decimal(0)) + entry.amount
            return
        self.booked += 1
        self.totals[entry.currency] = self.totals.get(entry.currency, Decimal(0)) + entry.amount
        self.first = entry.date if self.first is None else min(self.first, entry.date)
        self.last = entry.date if self.last is None else max(self.last, entry.date)
        key = (entry.account, entry.currency)
        self._statement(key).add(entry.amount)
        if entry.balance is not None:
            if (chain := self._chains.get(key)) is None:
                chain = self._chains[key] = _Chain()
            chain.add(entry.amount, entry.balance)
        elif chain := self._chains.get(key):
            chain.between += entry.amount

    def _statement(self, key: tuple[str, str]) -> _Declared:
        if (statement := self._statements.get(key)) is None:
            statement = self._statements[key] = _Declared()
        return statement
