"""Roles in a table without a header, or with one in no language known here: by what the columns hold, and what balances prove."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations, permutations

from purser.banks._cells import Number
from purser.banks._infer_chain import Step, prove
from purser.banks._infer_columns import Column
from purser.banks._infer_money import number
from purser.banks._infer_roles import Roles
from purser.banks._infer_table import Table, clean, is_date

_MOST_COLUMNS = 6
"""Columns of numbers that are tried as amount and balance."""
_STEPS = 300
_TELLING_DIGITS = 3
"""Digits of amounts of which one balance that follows is no chance."""


def cast_blind(columns: Sequence[Column], table: Table, mark: str) -> Roles:
    """Give the columns roles by what they hold."""
    roles = Roles()
    roles.set("date", [column for column in columns if column.is_dated and column.filled == column.rows][:1])
    if roles.has("date"):
        _money(roles, columns, table, mark)
        _words(roles, columns)
    return roles


def _money(roles: Roles, columns: Sequence[Column], table: Table, mark: str) -> None:
    numbers = [column for column in columns if column.share(column.amounts) >= 0.9 and not column.is_dated]  # noqa: PLR2004 - a share
    money = [column for column in numbers if column.is_money]
    cells = [[clean(field) for field in record.fields] for record in table.sample[:_STEPS]]
    rows = [row for row in cells if any(map(is_date, row))]
    guesses = _guesses(money[:_MOST_COLUMNS], numbers[:_MOST_COLUMNS], rows)
    links, places = max(((_links(places, rows, mark), places) for places in guesses), key=lambda found: found[0], default=(0, {}))
    if not links:
        _unproven(roles, money, rows)
        return
    roles.places |= {role: (place,) for role, place in places.items()}
    roles.strong += 2


def _guesses(money: Sequence[Column], numbers: Sequence[Column], rows: Sequence[Sequence[str]]) -> Iterator[dict[str, int]]:
    """Yield ways to take columns for amount and balance; a whole number may be either."""
    for amount, balance in permutations(numbers, 2):
        if 10 * amount.filled >= 9 * amount.rows and balance.filled:
            yield {"amount": amount.place, "balance": balance.place}
    for debit, credit in _pairs(numbers, rows):
        yield from (
            {"debit": debit, "credit": credit, "balance": balance.place}
            for balance in money
            if balance.place not in (debit, credit)
        )


def _pairs(numbers: Sequence[Column], rows: Sequence[Sequence[str]]) -> Iterator[tuple[int, int]]:
    """Yield columns of which every row fills one and not the other, and some rows each."""
    moving = [column.place for column in numbers if any(_moved(row, column.place) for row in rows)]
    for first, second in combinations(moving, 2):
        if all(_moved(row, first) != _moved(row, second) for row in rows):
            yield first, second


def _moved(row: Sequence[str], place: int) -> bool:
    return place < len(row) and bool(row[place].strip("0.,-+ "))


def _links(places: dict[str, int], rows: Sequence[Sequence[str]], mark: str) -> int:
    """Count the balances that follow from the amounts, 0 if too few do."""
    steps = [Step("", _delta(places, row, mark), _number(row, places["balance"], mark)) for row in rows]
    proof = prove(steps, oldest_first=True) or prove(steps, oldest_first=False)
    telling = proof is not None and (
        proof.links > 1 or min(len(step.amount.as_tuple().digits) for step in steps) >= _TELLING_DIGITS
    )
    return proof.links if proof is not None and telling else 0


def _delta(places: dict[str, int], row: Sequence[str], mark: str) -> Decimal:
    amount, credit, debit = (_number(row, places.get(role), mark) or Decimal(0) for role in ("amount", "credit", "debit"))
    return amount + abs(credit) - abs(debit)


def _number(row: Sequence[str], place: int | None, mark: str) -> Decimal | None:
    if place is None or place >= len(row):
        return None
    return Decimal(row[place]) if type(row[place]) is Number else number(row[place], mark)


def _unproven(roles: Roles, money: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
    varying = [column for column in money if not column.is_constant]
    for debit, credit in _pairs(varying, rows):
        roles.places |= {"debit": (debit,), "credit": (credit,)}
        return
    always = [column for column in varying if 10 * column.filled >= 9 * column.rows]
    if any(column.filled for column in varying if column not in always):
        return  # the one that is always filled may be the balance, and the other one side
    roles.set("amount", always[:1])
    roles.rivals = tuple(column.place for column in always[1:])


def _words(roles: Roles, columns: Sequence[Column]) -> None:
    taken = {place for places in roles.places.values() for place in places}
    texts = [column for column in columns if column.is_text and column.place not in taken]
    direction = [column for column in columns if column.directs and column.place not in taken]
    roles.set("direction", direction[:1])
    roles.set("currency", [column for column in columns if column.is_currency][:1])
    roles.set("account", [column for column in texts if 2 * column.ibans > column.filled and column.is_constant][:1])
    states = [column for column in texts if column.states][:1]
    roles.set("status", states)
    telling = [column for column in texts if column not in (*direction, *states) and 2 * column.ibans <= column.filled]
    telling.sort(key=lambda column: (-len(column.values) * column.characters / max(1, column.filled), column.place))
    roles.set("description", telling[:1])
    roles.set("memo", telling[1:2])
    roles.strong += 2 * roles.has("direction") + roles.has("currency", "account")
