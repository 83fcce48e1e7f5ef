"""A statement compared with the ledger: opening + what was booked = closing, or what may explain the difference.

All sums are exact. The difference is what the ledger lacks: closing - (opening + sum of what is booked), signed as amounts are.
Periods are from a first day until before a last. A transaction counts on the day the bank booked it.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, NamedTuple
from uuid import UUID

Source = Literal["given", "locked_period", "assertion", "running_balance", "statement_balance"]
TRUST: Sequence[Source] = ("given", "locked_period", "assertion", "running_balance", "statement_balance")
"""Of anchors of one day, the first of these counts."""
NEAR_DAYS = 5
"""How far beyond the period a row may lie that belongs to it after all."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A balance that is known at the beginning of a day, and how."""

    day: dt.date
    amount: Decimal
    source: Source


@dataclass(frozen=True, slots=True)
class Line:
    """A transaction as far as sums go; `day` is the day the bank booked it."""

    id: UUID
    day: dt.date
    amount: Decimal
    description: str = ""


def day_ends(rows: Iterable[tuple[Decimal, Decimal]]) -> tuple[Decimal, Decimal] | None:
    """Return a day's balances at its beginning and its end, from its (amount, balance after it) in any order.

    Each row leads from one balance to the next; the beginning is where none leads to, the end where none leads from. None where
    that does not settle it: there are no rows, some are missing, or they run in a circle.
    """
    befores: Counter[Decimal] = Counter()
    afters: Counter[Decimal] = Counter()
    for amount, balance in rows:
        befores[balance - amount] += 1
        afters[balance] += 1
    first, last = list((befores - afters).elements()), list((afters - befores).elements())
    if len(first) == len(last) == 1:
        return first[0], last[0]
    if not first and len(afters) == 1:
        (only,) = afters
        return only, only
    return None


def nearest(anchors: Iterable[Anchor], day: dt.date) -> Anchor | None:
    """Return the anchor to reckon a day's opening from: the last one not after it, else the first one after it."""
    known = list(anchors)
    before = [anchor for anchor in known if anchor.day <= day]
    if before:
        return min(before, key=lambda anchor: (day - anchor.day, TRUST.index(anchor.source)))
    return min(known, key=lambda anchor: (anchor.day, TRUST.index(anchor.source)), default=None)


@dataclass(frozen=True, slots=True)
class Explanation:
    """What may explain a difference. `exact`: it alone explains all of it."""

    kind: str
    message: str
    exact: bool = False
    amount: Decimal | None = None
    transaction_ids: tuple[UUID, ...] = ()
    start: dt.date | None = None
    end: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What is known around a period that does not add up.

    `booked`: in it. `near`: booked within `NEAR_DAYS` of it. `deleted`, `pending`: in it. `doubled`: rows that each may be one
    too many. `elsewhere`: transfers of other accounts without a counterpart here. `gaps`: days that no statement covers, as
    (first, day after the last). `unread`: rows of its statements that could not be read.
    """

    start: dt.date
    end: dt.date
    booked: Sequence[Line] = ()
    near: Sequence[Line] = ()
    deleted: Sequence[Line] = ()
    pending: Sequence[Line] = ()
    doubled: Sequence[Line] = ()
    elsewhere: Sequence[Line] = ()
    gaps: Sequence[tuple[dt.date, dt.date]] = ()
    unread: int = 0


def explain(difference: Decimal, known: Evidence) -> list[Explanation]:
    """Return what may explain the difference, what explains it exactly first; nothing if there is none."""
    if not difference:
        return []
    found = [
        *_last_day(difference, known),
        *_each("duplicate", "This may be the same transaction as another one.", known.doubled, -difference, shown=True),
        *_pending(difference, known.pending),
        *_each("deleted", "This was deleted; the statement may have it.", known.deleted, difference),
        *_each("near", "The bank may count this into the period.", known.near, difference),
        *_each("transfer", "Another account has this transfer; its counterpart is missing here.", known.elsewhere, -difference),
        *_each("extra", "Without this one it would agree: is it on the statement?", known.booked, -difference),
        *_each("sign", "With its sign turned it would agree: is it money in or out?", known.booked, -difference / 2),
        *_unread(known),
        *(Explanation("gap", "No statement covers these days.", start=start, end=end) for start, end in known.gaps),
    ]
    return sorted(found, key=lambda one: not one.exact)


def _each(kind: str, message: str, lines: Iterable[Line], wanted: Decimal, *, shown: bool = False) -> Iterable[Explanation]:
    """Yield the lines whose amount is the wanted one; if `shown`, the others too."""
    for line in lines:
        if shown or line.amount == wanted:
            yield Explanation(kind, message, line.amount == wanted, line.amount, (line.id,), line.day)


def _last_day(difference: Decimal, known: Evidence) -> Iterable[Explanation]:
    """Whoever names the last day of a statement instead of the one after it misses that day."""
    lines = [line for line in known.near if line.day == known.end]
    if lines and sum(line.amount for line in lines) == difference:
        message = "The period ends before statement_to; the transactions of that day make the difference. Give the day after."
        yield Explanation("last_day", message, True, difference, tuple(line.id for line in lines), known.end)


def _pending(difference: Decimal, lines: Sequence[Line]) -> Iterable[Explanation]:
    """The statement may have booked what is pending here: one of them, all of them, or some."""
    message = "These are pending here; the statement may have them booked."
    if one := [line for line in lines if line.amount == difference]:
        yield from _each("pending", "This is pending here; the statement may have it booked.", one, difference)
    elif lines:
        total = sum((line.amount for line in lines), Decimal(0))
        yield Explanation("pending", message, total == difference, total, tuple(line.id for line in lines))


def _unread(known: Evidence) -> Iterable[Explanation]:
    if known.unread:
        message = f"Rejected rows of this account's files: {known.unread}. Their imports say why; repair and upload them again."
        yield Explanation("rejected", message)


@dataclass(frozen=True, slots=True)
class Span:
    """The days that a statement covers, from `start` until before `end`."""

    id: UUID
    start: dt.date
    end: dt.date


class Statement(NamedTuple):
    """The days of an account that a file covers, its name, and the balances it declares before and after them."""

    span: Span
    filename: str
    opening: Decimal | None = None
    closing: Decimal | None = None


def joined(statements: Iterable[Statement]) -> list[Statement]:
    """Make one of the statements of a file that touch, such as those of single days; the earliest first."""
    found: dict[UUID, list[Statement]] = {}
    for one in sorted(statements, key=lambda one: (one.span.start, one.span.end)):
        of_file = found.setdefault(one.span.id, [])
        if of_file and one.span.start <= of_file[-1].span.end:
            before = of_file.pop()
            last = max(before, one, key=lambda each: each.span.end)
            span = Span(one.span.id, before.span.start, last.span.end)
            of_file.append(Statement(span, one.filename, before.opening, last.closing))
        else:
            of_file.append(one)
    return sorted((one for of_file in found.values() for one in of_file), key=lambda one: (one.span.start, one.span.end))


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days, and the statements that cover them."""

    start: dt.date
    end: dt.date
    ids: frozenset[UUID] = field(default=frozenset())


def stretches(spans: Iterable[Span]) -> list[Stretch]:
    """Cut the time from the first day covered to the last into stretches that the same statements cover; gaps have none."""
    edges: dict[dt.date, tuple[set[UUID], set[UUID]]] = {}
    for span in spans:
        edges.setdefault(span.start, (set(), set()))[0].add(span.id)
        edges.setdefault(span.end, (set(), set()))[1].add(span.id)
    found: list[Stretch] = []
    covering: set[UUID] = set()
    start: dt.date | None = None
    for day in sorted(edges):
        if start is not None:
            found.append(Stretch(start, day, frozenset(covering)))
        begins, ends = edges[day]
        covering, start = (covering - ends) | begins, day
    return found


def gaps(spans: Iterable[Span]) -> list[Stretch]:
    """Return the days between the first and the last statement that none covers."""
    return [one for one in stretches(spans) if not one.ids]


def overlaps(spans: Iterable[Span]) -> list[Stretch]:
    """Return the days that several statements cover."""
    return [one for one in stretches(spans) if len(one.ids) > 1]


def uncovered(spans: Iterable[Span], start: dt.date, end: dt.date) -> list[tuple[dt.date, dt.date]]:
    """Return the days of a period that no statement covers."""
    found, reached = [], start
    for span in sorted(spans, key=lambda one: one.start):
        if span.start > reached and reached < end:
            found.append((reached, min(span.start, end)))
        reached = max(reached, span.end)
    return [*found, (reached, end)] if reached < end else found
