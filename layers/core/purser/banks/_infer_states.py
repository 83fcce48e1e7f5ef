"""What a row of an unknown table is beside its figures: pending or failed by its state, a total by its sums."""

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

from purser.banks._infer_lexicon import failed, pending, reserved, settled, states_total
from purser.banks._infer_mapping import AMOUNTS, Mapping
from purser.banks._infer_money import number

_YES = frozenset({"true", "yes", "y", "1", "x", "ja", "oui", "si", "sim", "tak", "да"})
_WORDS_OF_A_HEADING = 3
_MOST_SUMMED = 10_000
"""Rows that are added up: longer files are no statements for people, with totals among the rows."""


class States:
    """Tells of each row, by its cells, whether it is pending or moved no money."""

    def __init__(self, mapping: Mapping) -> None:
        self._status = mapping.columns.get("status", ())
        self._posted = mapping.columns.get("posted", ())
        self._kinds = () if "balance" in mapping.columns else mapping.columns.get("type", ())
        self._section = ""
        named = (mapping.header[place] if place < len(mapping.header) else "" for place in self._status)
        self._asks = any(pending(name.removeprefix("is ").removeprefix("Is ")) for name in named)

    def see(self, cells: Sequence[str]) -> None:
        """Take a line in that may head the rows below it: "Pending transactions"."""
        filled = [cell for cell in cells if cell]
        if len(filled) == 1 and len(filled[0].split()) <= _WORDS_OF_A_HEADING and (pending(filled[0]) or settled(filled[0])):
            self._section = "pending" if pending(filled[0]) else ""

    def of(self, cells: Sequence[str]) -> str:
        """Return "pending", "failed" or the state as it stands."""
        said = next((cells[place] for place in self._status if cells[place]), "")
        if self._asks:
            said = "pending" if said.casefold() in _YES else ""
        if any(reserved(cells[place]) for place in self._kinds) and not failed(said):
            return "pending"
        said = said or self._section
        unbooked = bool(self._posted) and not any(cells[place] for place in self._posted)
        return _state(said) if said else "pending" if unbooked else ""


@lru_cache(maxsize=256)
def _state(said: str) -> str:
    return "failed" if failed(said) else "pending" if pending(said) else said


class Sums:
    """Adds up the columns of amounts, by the word for their direction, to know a row that repeats their sums."""

    def __init__(self, mapping: Mapping) -> None:
        self._places = tuple(place for role in AMOUNTS for place in mapping.columns.get(role, ()))
        self._texts = [place for role in ("description", "memo", "type") for place in mapping.columns.get(role, ())]
        self._mark = mapping.decimal_mark or "."
        self._sums: dict[str, list[Decimal]] = {}
        self._left = _MOST_SUMMED

    def see(self, cells: Sequence[str], word: str) -> bool:
        """Take a row in; say whether it is one of totals, by its words and its figures."""
        self._left -= 1
        if self._left < 0:
            return False
        numbers = [number(cells[place], self._mark) or Decimal(0) for place in self._places]
        sums = self._sums.setdefault(word, [Decimal(0)] * len(numbers))
        if any(states_total(cells[place]) for place in self._texts) and numbers == sums:
            return True
        self._sums[word] = [total + amount for total, amount in zip(sums, numbers, strict=True)]
        return False
