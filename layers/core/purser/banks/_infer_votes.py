"""What the words of rows say about the direction of their amounts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from purser.banks._infer_case import Case
from purser.banks._infer_chain import Proof
from purser.banks._infer_columns import Column, read_directions
from purser.banks._infer_lexicon import EITHER, PAID, directions, leaning, plain_word
from purser.banks._infer_rows import Cells
from purser.banks._infer_words import fold

_VOTERS = 400
_MAJORITY = 4
"""How many times as many rows must speak for one way as for the other."""
_STRONG = 3
_MOST_WORDS = 3
_LONGEST_WORD = 15
_LONGEST_CODE = 3
_SILENT = ("account", "currency", "status", "direction", "id")
_WORD_LENGTHS = range(2, 24)


@dataclass(frozen=True, slots=True)
class Votes:
    """Rows whose words say which way money usually moves: in agreement with their amounts as written, and against.

    `paid`: a negative amount is said to be a payment received. `either`: a row says nothing but that it is a payment.
    """

    agree: int
    against: int
    quote: str = ""
    paid: bool = False
    either: str = ""

    @property
    def factor(self) -> int:
        """Return +1 or -1 where the rows agree well enough, else 0."""
        if self.agree and self.agree >= _MAJORITY * self.against:
            return 1
        return -1 if self.against and self.against >= _MAJORITY * self.agree else 0

    @property
    def mixed(self) -> bool:
        """Whether rows speak for both ways."""
        return not self.factor and self.agree + self.against > 0

    @property
    def strong(self) -> bool:
        """Whether more than a few rows speak for the one way rather than the other."""
        return abs(self.agree - self.against) > _STRONG

    @property
    def why(self) -> str:
        """Quote a row that spoke."""
        return f'rows such as "{self.quote}" say it'


def votes_of(case: Case, amounts: Sequence[Decimal | None]) -> Votes:
    """Ask the rows, each with its amount as written."""
    spoken = _spoken(case)
    agree: list[str] = []
    against: list[str] = []
    paid, either = False, ""
    for cells, amount in zip(case.rows[:_VOTERS], amounts, strict=False):
        received = any(fold(cells.at(place)) in PAID for place in spoken)
        way = 1 if received else _leaning(cells.at(place) for place in spoken)
        if not way and fold(cells.text("description")) in EITHER:
            either = either or cells.text("description")
        if amount and way:
            (agree if (way > 0) == (amount > 0) else against).append(cells.text("description"))
            paid = paid or (received and amount < 0)
    return Votes(len(agree), len(against), next(iter(agree if len(agree) >= len(against) else against), ""), paid, either)


def hides_direction(case: Case, proof: Proof | None) -> bool:
    """Whether a column of few short words could say the direction, and nothing else shows that all of them mean the same.

    Words that lean one way show it; balances show it too, but for the oldest row, which no balance precedes.
    """
    known = {place for role in ("status", "currency", "account", "id") for place in case.roles.places.get(role, ())}
    known |= {column.place for column in case.context.columns if column.says("description", "name", "counter", "holder")}
    known |= {column.place for column in case.context.columns if column.says("category", least=0.6)}
    spoken = _spoken(case)
    for column in case.context.columns:
        if column.place not in known and column.is_text and column.directions() is None and _may_direct(column):
            return True
        few = column.place not in known and column.is_text and 1 < len(column.values) <= _MOST_WORDS
        few = few and not all(any(map(str.isdigit, word)) for word in column.values)
        if few and all(len(word) <= _LONGEST_WORD for word in column.values):
            shown = _shown(case.rows, column.place, spoken) if proof is None else _linked(case.rows, column.place, proof)
            if proof is None and any(EITHER.whole(fold(word)) for word in column.values):
                return True
            if not set(column.values) <= shown:
                return True
    return False


def _may_direct(column: Column) -> bool:
    """Whether a column holds only words for directions, though not such that they can be told apart: "C" alone."""
    return all(any(plain_word(value) in out | into for out, into in directions()) for value in column.values)


def _shown(rows: Sequence[Cells], place: int, spoken: Sequence[int]) -> set[str]:
    """Return the words of a column that stand in rows that lean a way, if all those rows lean the same way."""
    ways = {(way, cells.at(place)) for cells in rows[:_VOTERS] if (way := _leaning(cells.at(other) for other in spoken))}
    return {word for _, word in ways} if len({way for way, _ in ways}) == 1 else set()


def _linked(rows: Sequence[Cells], place: int, proof: Proof) -> set[str]:
    return {cells.at(place) for cells in (rows[:-1] if proof.newest_first else rows[1:])}


def _spoken(case: Case) -> list[int]:
    """Return the columns of text in which rows say what happened."""
    silent = {place for role in _SILENT for place in case.roles.places.get(role, ())}
    return [
        column.place
        for column in case.context.columns
        if column.is_text and column.place not in silent and not column.says("holder") and not _is_country(column)
    ]


def _is_country(column: Column) -> bool:
    """Whether a column holds codes of countries, of which IN and CR would be taken for directions."""
    named = any(word in fold(column.name) for word in ("country", "land", "pays", "pais", "paese", "kraj"))
    return named and all(len(value) <= _LONGEST_CODE for value in column.values)


def _leaning(texts: Iterable[str]) -> int:
    ways = {way for text in texts if text and (way := leaning(text) or _direction(text))}
    return ways.pop() if len(ways) == 1 else 0


def _direction(text: str) -> int:
    """Say which way a cell points that holds nothing but a word such as CREDIT."""
    words = read_directions({plain_word(text)}) if len(text) in _WORD_LENGTHS else None
    return 0 if words is None else 1 if words[1] else -1
