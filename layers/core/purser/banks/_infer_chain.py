"""What running balances prove: which way amounts count, and whether the file runs oldest or newest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Literal, NamedTuple

_Way = tuple[int, bool]
"""A factor, and whether the newest comes first."""
_CHANCE = 5
"""A way that fits this many times less often than the best fits by chance."""
_ENOUGH = 3
"""Links that may prove a chain though others are broken."""


class Step(NamedTuple):
    """One row: the account it is of, its amount as written, the balance after it, None where it says none."""

    account: str
    amount: Decimal
    balance: Decimal | None


@dataclass(frozen=True, slots=True)
class Proof:
    """Amounts count `factor` times (+1 or -1) as written; `links` of `of` balances follow from the ones before."""

    factor: int
    newest_first: bool
    links: int
    of: int

    @property
    def why(self) -> str:
        """Say it to a person."""
        return f"{self.links} of {self.of} running balances follow from it"


def prove(steps: Sequence[Step], *, oldest_first: bool | None = None) -> Proof | None:
    """Return what the balances prove, None if nothing.

    `oldest_first` is what the dates say: a chain that runs the other way is chance.
    """
    pairs = [(before, after) for before, after in pairwise(steps) if _linked(before, after)]
    counts = {
        (factor, newest): sum(_follows(factor, before, after, newest=newest) for before, after in pairs)
        for factor in (1, -1)
        for newest in (False, True)
    }
    proof = _best(counts, len(pairs), None if oldest_first is None else not oldest_first)
    return proof if proof and proof.newest_first != oldest_first else None


def goes_both_ways(steps: Sequence[Step]) -> bool:
    """Whether some balances follow from amounts that are added and some from amounts that are taken off."""
    pairs = [(before, after) for before, after in pairwise(steps) if before.amount and after.amount and _linked(before, after)]
    return any(
        all(any(_follows(factor, before, after, newest=newest) for before, after in pairs) for factor in (1, -1))
        for newest in (False, True)
    )


def _linked(before: Step, after: Step) -> bool:
    """Whether two balances stand side by side and something happened between them, in the amounts or in the balances."""
    return (
        before.account == after.account
        and before.balance is not None
        and after.balance is not None
        and (bool(before.amount or after.amount) or before.balance != after.balance)
    )


def _follows(factor: int, before: Step, after: Step, *, newest: bool) -> bool:
    first, second = before.balance or Decimal(0), after.balance or Decimal(0)
    amount, moved = (before.amount, first - second) if newest else (after.amount, second - first)
    return moved == factor * amount and (bool(amount) or factor > 0)


def _best(counts: dict[_Way, int], pairs: int, newest_first: Literal[True, False] | None) -> Proof | None:
    most = max(counts.values(), default=0)
    if not most or (most < pairs and (most < _ENOUGH or 2 * most < pairs)):
        return None
    possible = [way for way, count in counts.items() if _CHANCE * count > most]
    if len({factor for factor, _ in possible}) > 1 or len(possible) > 1:
        possible = [(factor, newest) for factor, newest in possible if newest == newest_first]
    if len(possible) != 1 or counts[possible[0]] < most:
        return None
    factor, newest = possible[0]
    if most < pairs and counts[-factor, newest]:
        return None  # amounts that count one way and the other: their direction is said elsewhere
    return Proof(factor, newest, most, pairs)
