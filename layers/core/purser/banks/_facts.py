"""What a bank writes around its rows: whose account it is, in which currency, the balance before and after."""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Literal, Protocol

from purser.domain.currencies import currency_named
from purser.domain.dates import parse_date
from purser.domain.money import parse_amount
from purser.domain.statements import Balance

BalanceKind = Literal["opening", "closing"]
BALANCES: tuple[BalanceKind, ...] = ("opening", "closing")
Fact = Literal["account", "currency"] | BalanceKind
Says = Mapping[Fact, re.Pattern[str]]
"""Where a fact stands: its group, the first or the one named after it, in a line as `_header.plain_text` writes it.

A balance's day, account and currency are the groups so named, where there are; a group "minus" that matches negates it.
"""


class Notation(Protocol):
    """How a file writes, and whose account it is."""

    @property
    def account(self) -> str: ...
    @property
    def currency(self) -> str: ...
    @property
    def dates(self) -> tuple[str, ...]: ...
    @property
    def decimal_mark(self) -> str: ...


def compiled(patterns: Mapping[Fact, str]) -> Says:
    """Compile a declaration's patterns."""
    return {fact: re.compile(pattern, re.IGNORECASE) for fact, pattern in patterns.items()}


def fact(says: Says, kind: Fact, lines: Iterable[str]) -> str:
    """Return the fact from the first line that gives it, "" if none does."""
    found = (says[kind].search(line) for line in lines) if kind in says else ()
    return next((match[kind if kind in match.groupdict() else 1].strip() for match in found if match), "")


def balances(says: Says, kinds: tuple[BalanceKind, ...], line: str, notation: Notation) -> Iterator[Balance]:
    """Yield the balances that a line gives; one that cannot be read is none, for the line is no row."""
    for kind in kinds:
        if kind in says and (match := says[kind].search(line)):
            with suppress(ValueError):
                named = match.groupdict()
                amount = parse_amount(named.get(kind) or match[1], notation.decimal_mark) * (-1 if named.get("minus") else 1)
                day = parse_date(named["date"], notation.dates) if named.get("date") else None
                currency = currency_named(named.get("currency") or "") or notation.currency
                yield Balance(named.get("account") or notation.account, kind, amount, currency, day)
