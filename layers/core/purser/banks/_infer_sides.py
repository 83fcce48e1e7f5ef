"""Which of two columns is money in and which money out, and with which signs they are written."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from purser.banks._infer_case import Case
from purser.banks._infer_chain import Proof
from purser.banks._infer_columns import read_directions
from purser.banks._infer_money import written
from purser.banks._infer_question import Answer, Question
from purser.banks._infer_rows import Cells
from purser.banks._infer_signs import AMBIGUOUS, Signs
from purser.banks._infer_votes import Votes, votes_of
from purser.domain.errors import StatementError

_SIDES = ("debit", "credit")


@dataclass(frozen=True, slots=True)
class _Sides:
    """Two columns: the sign each is usually written with (0: never filled), what that makes of them, and whether names say it."""

    case: Case
    usual: dict[str, int]
    named: bool

    @property
    def signs(self) -> dict[str, int]:
        """What to multiply each column by."""
        return _signs(credit=self.usual["credit"], debit=self.usual["debit"])

    def swapped(self, why: str, *, reversals: bool = False) -> Signs:
        """The columns play each other's role."""
        return Signs(_signs(credit=self.usual["debit"], debit=self.usual["credit"]), why, swapped=True, reversals=reversals)

    def deltas(self) -> list[Decimal | None]:
        """Return the amounts of the rows, None where a row fills both columns."""
        return [self._delta(cells) for cells in self.case.rows]

    def reversals(self) -> bool:
        """Whether a row's amount has another sign than its column usually has."""
        return any(
            (amount > 0) != (role == "credit") for cells in self.case.rows for role, amount in self._parts(cells) if amount
        )

    def _delta(self, cells: Cells) -> Decimal | None:
        parts = [amount for _, amount in self._parts(cells)]
        moved = [amount for amount in parts if amount]
        return None if len(moved) > 1 or not parts else sum(moved, Decimal(0))

    def _parts(self, cells: Cells) -> list[tuple[str, Decimal]]:
        numbers = {role: cells.number(role, self.case.mark) for role in _SIDES}
        return [(role, self.signs[role] * amount) for role, amount in numbers.items() if amount is not None]


def signs_of_sides(case: Case) -> Signs | Question:
    """Decide, or say what to ask: running balances first, then the columns' names, their signs, the descriptions."""
    _demand_words_agree(case)
    usual = {role: _usual_sign(case.numbers(role)) for role in _SIDES}
    named = case.context.table.header is not None and any(column.says(*_SIDES) for column in case.context.columns)
    sides = _Sides(case, usual, named)
    deltas = sides.deltas()
    proof, votes = case.chain(deltas), votes_of(case, deltas)
    if proof and (proof.factor > 0 or named):
        return _proven(sides, proof, votes)
    return _named(sides, votes) if named else _unproven(sides, proof, votes)


def _demand_words_agree(case: Case) -> None:
    """A side whose amounts say the other side's word is none."""
    for role, other in (("debit", 1), ("credit", 0)):
        for cells in case.rows:
            word = (parts.word.casefold() if (parts := written(cells.text(role))) else "") or ""
            ways = read_directions({word}) if word else None
            if ways is not None and ways[other]:
                raise StatementError(
                    f'"{cells.text(role)}" of {case.told(cells)} is said to be money in and money out at once. '
                    "Export the statement again, and do not edit it.",
                    code=AMBIGUOUS,
                    line=cells.line,
                )


def _usual_sign(numbers: Sequence[Decimal | None]) -> int:
    signs = Counter(1 if amount > 0 else -1 for amount in numbers if amount)
    return max(signs, key=lambda sign: signs[sign], default=0)


def _signs(*, credit: int, debit: int) -> dict[str, int]:
    return {"credit": -1 if credit < 0 else 1, "debit": 1 if debit < 0 else -1}


def _proven(sides: _Sides, proof: Proof, votes: Votes) -> Signs | Question:
    reversals = sides.reversals()
    if proof.factor > 0 and not (votes.factor < 0 and votes.strong):
        return Signs(sides.signs, proof.why, reversals=reversals)
    if proof.factor < 0 and (sides.case.context.is_card or votes.factor > 0):
        return Signs(
            sides.signs, "the names of the columns say it, and the balance is what is owed", balance_sign=-1, reversals=reversals
        )
    if proof.factor < 0 and votes.factor < 0:
        return sides.swapped(proof.why, reversals=reversals)
    return _ask(sides, "the balances say one thing, the rest of the file another")


def _named(sides: _Sides, votes: Votes) -> Signs | Question:
    if (votes.factor < 0 and votes.strong) or set(sides.usual.values()) == {-1}:
        return _ask(sides, "the names of the columns say one thing, the rows another")
    alone = not (sides.case.roles.has("debit") and sides.case.roles.has("credit"))
    return Signs(sides.signs, "the names of the columns say it", reversals=alone)


def _unproven(sides: _Sides, proof: Proof | None, votes: Votes) -> Signs | Question:
    if proof:  # of the opposite
        return _ask(sides, "the balances contradict the descriptions") if votes.factor > 0 else sides.swapped(proof.why)
    if set(sides.usual.values()) == {1, -1}:
        return _of_one_negative(sides, votes)
    if votes.factor:
        return Signs(sides.signs, votes.why) if votes.factor > 0 else sides.swapped(votes.why)
    return _ask(sides, "no balance, no word and no sign in the file settles it")


def _of_one_negative(sides: _Sides, votes: Votes) -> Signs | Question:
    """Take the negative column for money out, unless the rows speak for the other: payments to a card are negative, too."""
    why = "one column is negative"
    negative = -1 if sides.usual["credit"] < 0 else 1
    if votes.mixed or (votes.factor == -negative and not (votes.strong or sides.case.context.is_card)):
        return _ask(sides, "one column is negative, but the rows speak for the other")
    way, why = (votes.factor, votes.why) if votes.factor == -negative else (negative, why)
    return Signs(sides.signs, why) if way > 0 else sides.swapped(why)


def _ask(sides: _Sides, why: str) -> Question:
    case = sides.case
    cells = next((cells for cells in case.rows if cells.number("debit", case.mark)), case.rows[0])
    columns = {role: list(places) for role, places in case.roles.places.items()}
    exchanged = {**columns, "credit": columns.get("debit", []), "debit": columns.get("credit", [])}
    names = {role: case.name(columns[role][0]) if columns.get(role) else role for role in _SIDES}
    text = (
        f'Is "{cells.text("debit") or cells.text("credit")}" of {case.told(cells)}, money out or money in? '
        f'Which of "{names["debit"]}" and "{names["credit"]}" is money out is not clear: {why}.'
    )
    answers = (
        Answer(f'"{names["debit"]}" is money out', {"columns": columns, "signs": sides.signs}),
        Answer(f'"{names["credit"]}" is money out', {"columns": exchanged, "signs": sides.swapped("").signs}),
    )
    return Question(AMBIGUOUS, text, answers, cells.line)
