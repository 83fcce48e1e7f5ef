"""Which column is the amount where several could be, and whether a fee is in it."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import permutations

from purser.banks._infer_case import Case
from purser.banks._infer_question import Answer, Question
from purser.banks._infer_roles import Roles
from purser.banks._infer_rows import Cells

_AMBIGUOUS = "AMBIGUOUS_AMOUNTS"


def settle_amount(case: Case) -> Question | None:
    """Decide by the running balance, or by gross, fee and net adding up, and cast the roles accordingly, or say what to ask."""
    if case.roles.rivals:
        return _of_rivals(case)
    return _of_fee(case) if case.roles.has("fee") else None


def _of_rivals(case: Case) -> Question | None:
    possible = [*case.roles.places.get("amount", ()), *case.roles.rivals]
    proven = [place for place in possible if case.chain(_numbers(case, place))] or _net_of(case, possible)
    if len(proven) != 1 or _misses(case, proven[0], possible):
        return _ask_amount(case, possible)
    case.roles.places["amount"] = (proven[0],)
    case.roles.places.pop("fee", None)
    return None


def _misses(case: Case, chosen: int, possible: Sequence[int]) -> bool:
    """Whether rows move nothing by the chosen column where another one moves something."""
    others = [_numbers(case, place) for place in possible if place != chosen]
    return any(not amount and any(rest) for amount, *rest in zip(_numbers(case, chosen), *others, strict=True))


def _net_of(case: Case, possible: Sequence[int]) -> list[int]:
    """Return the column that is another one less the fee in every row."""
    fees = [abs(fee or Decimal(0)) for fee in case.numbers("fee")]
    numbers = {place: _numbers(case, place) for place in possible}
    return [
        net
        for gross, net in permutations(possible, 2)
        if any(fees)
        and all(
            before is not None and after is not None and before - fee == after
            for before, after, fee in zip(numbers[gross], numbers[net], fees, strict=True)
        )
    ]


def _numbers(case: Case, place: int) -> list[Decimal | None]:
    alone = Roles({"amount": (place,)})
    return [Cells(cells.line, cells.fields, alone).number("amount", case.mark) for cells in case.rows]


def _ask_amount(case: Case, possible: Sequence[int]) -> Question:
    cells = case.rows[0]
    spoken = " or ".join(f'"{cells.at(place)}" in "{case.name(place)}"' for place in possible)
    columns = {role: list(places) for role, places in case.roles.places.items() if role not in ("debit", "credit")}
    answers = tuple(Answer(f'"{case.name(place)}"', {"columns": {**columns, "amount": [place]}}) for place in possible)
    text = f"Which is the amount of {case.told(cells)}: {spoken}? Nothing in the file settles it."
    return Question(_AMBIGUOUS, text, answers, cells.line)


def _of_fee(case: Case) -> Question | None:
    fees = [abs(fee or Decimal(0)) for fee in case.numbers("fee")]
    if not any(fees):
        case.roles.places.pop("fee")
        return None
    amounts = _amounts(case)
    on_top = case.chain(None if amount is None else amount - fee for amount, fee in zip(amounts, fees, strict=True))
    within = case.chain(amounts)
    links = {True: on_top.links if on_top else 0, False: within.links if within else 0}
    if links[False] > links[True]:
        case.roles.places.pop("fee")
    return (
        None
        if links[True] != links[False]
        else _ask_fee(case, next(row for row, fee in zip(case.rows, fees, strict=True) if fee))
    )


def _amounts(case: Case) -> list[Decimal | None]:
    """Return the amounts as written, those of two columns as money in less money out."""
    if not case.roles.has("debit", "credit"):
        return case.numbers("amount")
    sides = zip(case.numbers("credit"), case.numbers("debit"), strict=True)
    return [abs(credit or Decimal(0)) - abs(debit or Decimal(0)) for credit, debit in sides]


def _ask_fee(case: Case, cells: Cells) -> Question:
    columns = {role: list(places) for role, places in case.roles.places.items()}
    without = {role: places for role, places in columns.items() if role != "fee"}
    text = (
        f'Is the "{case.name(columns["fee"][0])}" of {cells.text("fee")} in the amount {cells.text("amount")} '
        f"of {case.told(cells)}, or does it come on top? Nothing in the file settles it."
    )
    answers = (Answer("it is in the amount", {"columns": without}), Answer("it comes on top", {"columns": columns}))
    return Question(_AMBIGUOUS, text, answers, cells.line)
