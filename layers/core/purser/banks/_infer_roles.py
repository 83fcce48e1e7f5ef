"""Which column plays which role, by what the columns are called and what they hold."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from purser.banks._infer_columns import Column
from purser.banks._infer_headers import FOREIGN_TO_STATEMENTS, OTHER_DATES, STRONGLY_FOREIGN
from purser.banks._infer_money import currencies_in, written
from purser.banks._infer_words import fold

Places = dict[str, tuple[int, ...]]
_NOT_MONEY_OF_THE_ACCOUNT = ("rate", "cashback", "limit")
_MOST_ACCOUNTS = 12
_TELLING = 3
"""How much of an amount's rank is more than a preference."""
_NOT_SIDES = ("account", "counter", "name", "date", "currency", "reference", "description")
_MONEY = ("amount", "debit", "credit", "fee", "balance")
_NOT_NAMES = ("account", "id", "status", "category", "type", "holder")


@dataclass(slots=True)
class Roles:
    """The columns of each role, of which the first that is filled counts.

    `rivals` are columns that could be the amount just as well as the chosen one. `strong` counts what only statements have,
    `foreign` what other lists have; `weak`: nothing but "Value" names the amount.
    """

    places: Places = field(default_factory=dict)
    rivals: tuple[int, ...] = ()
    strong: int = 0
    foreign: int = 0
    weak: bool = False

    def has(self, *roles: str) -> bool:
        """Whether one of the roles is played."""
        return any(self.places.get(role) for role in roles)

    def set(self, role: str, columns: Iterable[Column]) -> None:
        """Cast columns; nothing happens if there are none."""
        if places := tuple(column.place for column in columns):
            self.places[role] = places


def cast(columns: Sequence[Column]) -> Roles:
    """Give the columns of a table with known names their roles."""
    roles = Roles()
    _dates(roles, columns)
    _money(roles, columns)
    _words(roles, columns)
    _currency(roles, columns)
    _account(roles, columns)
    _weigh(roles, columns)
    return roles


def _dates(roles: Roles, columns: Sequence[Column]) -> None:
    dated = [column for column in columns if column.is_dated and column.says("date", "value", "booking", least=0.2)]
    dated = [column for column in dated if fold(column.name) not in OTHER_DATES]
    if not dated:
        return
    main = min(dated, key=lambda column: (_date_rank(column), column.place))
    booked = [column for column in dated if column.says("booking") and not column.says("transaction") and column is not main]
    roles.set("date", [main, *booked])
    roles.set("posted", [column for column in booked[:1] if 2 * column.filled >= column.rows])


def _date_rank(column: Column) -> tuple[bool, int]:
    """Order dates: of the transaction, just a date, of the booking, any other, of the value; one often empty comes last."""
    kinds = (("value", 4), ("transaction", 0), ("booking", 2))
    rank = next((rank for concept, rank in kinds if column.says(concept, least=0.25)), 1 if column.says("date", least=0.9) else 3)
    return 2 * column.filled < column.rows, rank


def _money(roles: Roles, columns: Sequence[Column]) -> None:
    named = [column for column in columns if column.is_amount and not column.says(*_NOT_MONEY_OF_THE_ACCOUNT)]
    empty = [column for column in columns if not column.filled]
    roles.set("balance", _best([column for column in named if _is_balance(column)], _balance_rank))
    roles.set("fee", [column for column in named if column.says("fee") and not column.says("balance")][:1])
    spent = set(roles.places.get("balance", ())) | set(roles.places.get("fee", ()))
    named = [column for column in named if column.place not in spent and not _is_balance(column)]
    for role, other in (("debit", "credit"), ("credit", "debit")):
        roles.set(role, _side(named, role, other)[:1] or _side(empty, role, other)[:1])
    _set_other_side(roles, named)
    if worded := [column for column in named if column.goes_both_ways and column.says("debit", "credit")]:
        roles.places.pop("debit", None)
        roles.places.pop("credit", None)
        roles.set("amount", worded[:1])
        return
    amounts = _amounts(named, roles)
    if roles.has("debit") and roles.has("credit"):
        _choose_between(roles, amounts, columns)
    elif amounts:
        roles.places.pop("debit", None)
        roles.places.pop("credit", None)
        roles.set("amount", amounts[:1])
        equal = [column for column in amounts[1:] if _amount_rank(column)[:_TELLING] == _amount_rank(amounts[0])[:_TELLING]]
        roles.rivals = tuple(column.place for column in equal if _differ(amounts[0], column))
        roles.weak = not (amounts[0].says("amount", "debit", "credit", "direction") or currencies_in(amounts[0].name))
    direction = [column for column in columns if column.directs]
    roles.set("direction", _best(direction, lambda column: (not column.says("direction"), column.place)))


def _is_balance(column: Column) -> bool:
    return column.says("balance", least=0.25) and not column.says("currency", "rate")


def _balance_rank(column: Column) -> tuple[bool, bool, int]:
    return "available" in fold(column.name), 2 * column.filled < column.rows, column.place


def _side(columns: Sequence[Column], role: str, other: str) -> list[Column]:
    """Return the columns of money out, or of money in: named so, and not so that they are both, or somebody's account."""
    return [
        column
        for column in columns
        if column.says(role)
        and not column.says("original", "fee")
        and (column.is_money or column.says(role, least=0.9) or not column.says(*_NOT_SIDES, least=0.6))
        and column.known.get(role, 0) > column.known.get(other, 0)
        and not column.says("direction")
    ]


def _set_other_side(roles: Roles, named: Sequence[Column]) -> None:
    """Cast a column that may be either side, "Payments", as the one that is missing."""
    either = [column for column in named if column.says("debit") and column.known["debit"] == column.known.get("credit")]
    if len(either) == 1 and roles.has("debit") != roles.has("credit") and not either[0].says("direction"):
        roles.set("credit" if roles.has("debit") else "debit", either)


def _amounts(named: Sequence[Column], roles: Roles) -> list[Column]:
    """Return what may be the amount, best first: in the account's currency, booked, net; weaker names are left out."""
    possible = [
        column
        for column in named
        if (not _is_sided(column, roles) or (column.says("debit") and column.says("credit")) or column.says("direction"))
        and (column.says("amount", "direction", "value", "transaction", "debit", "credit") or currencies_in(column.name))
        and not column.says("reference", "id", least=0.6)
        and not column.says("fee")
    ]
    possible = [column for column in possible if column.zeros < column.amounts] or possible
    own = [column for column in possible if not column.says("original") or column.says("account", least=0.2)] or possible
    strong = [column for column in own if column.says("amount", "direction") or currencies_in(column.name)] or own
    return sorted(strong, key=_amount_rank)


def _is_sided(column: Column, roles: Roles) -> bool:
    """Whether a column is one side, or says so of a side that has its column."""
    sides = (("debit", "credit"), ("credit", "debit"))
    return any(
        column.place in roles.places.get(role, ())
        or (roles.has(role) and column.says(role) and column.known[role] > column.known.get(other, 0))
        for role, other in sides
    )


def _amount_rank(column: Column) -> tuple[bool, bool, tuple[bool, bool], bool, int]:
    return (
        2 * column.filled < column.rows,
        not (currencies_in(column.name) or column.says("account", least=0.2)),
        (not column.says("booking", least=0.25), column.says("currency") and not column.says("account", least=0.2)),
        "net" not in fold(column.name).split(),
        column.place,
    )


def _choose_between(roles: Roles, amounts: list[Column], columns: Sequence[Column]) -> None:
    """Two columns, money out and money in, beside an amount: they say the same unless they are of another currency."""
    sides = [columns[roles.places[role][0]] for role in ("debit", "credit")]
    total = sum((column.values for column in sides), start=type(sides[0].values)())
    differing = [column for column in amounts if _bodies(column.values) != _bodies(total) and len(total) < len(column.values) + 2]
    covered = sum(column.filled for column in sides) >= max(column.rows for column in columns)
    if differing and not covered:
        roles.places.pop("debit")
        roles.places.pop("credit")
        roles.set("amount", differing[:1])
        roles.rivals = tuple(column.place for column in amounts if column is not differing[0] and _differ(differing[0], column))
    elif differing and covered and _amount_rank(differing[0])[1] is False:
        roles.rivals = (differing[0].place,)


def _differ(one: Column, other: Column) -> bool:
    return _bodies(one.values) != _bodies(other.values)


def _bodies(values: Iterable[str]) -> set[str]:
    return {parts.body for text in values if (parts := written(text)) and parts.body.strip("0.,")}


def _words(roles: Roles, columns: Sequence[Column]) -> None:
    taken = {place for places in roles.places.values() for place in places}
    free = [column for column in columns if column.place not in taken and not column.is_amount and not column.is_dated]
    texts = [column for column in free if column.is_text]
    states = [column for column in texts if column.says("status")] or [column for column in texts if column.states]
    names = [column for column in texts if column.says("name") and not column.says(*_NOT_NAMES)]
    names.sort(key=lambda column: (column.is_constant, len(column.name), column.place))
    said = [column for column in texts if column.says("description") and column not in names and column not in states]
    said = [column for column in said if not column.says("id", "reference", "holder")] or said
    said = sorted(said, key=lambda column: (*_poorness(_first_of_its_name(column, said)), column.place))
    others = _best([column for column in texts if column not in states and not column.says("holder", "account")], _poorness)
    lone = len(names) == 1 and not names[0].is_constant
    numbered = [column for column in free if column.filled and column.says("description", "name")][:1]
    roles.set("description", [*names, *said] if lone else [*said, *names] or others or numbered)
    roles.set("memo", [column for column in (*said, *names) if column.place not in roles.places["description"][:1]])
    roles.set("status", states[:1])
    for role in ("type", "category"):
        roles.set(
            role, _best([column for column in texts if column.says(role) and column not in states], lambda column: column.place)
        )
    roles.set("id", [column for column in free if column.says("id", least=0.5) and _is_key(column)][:1])
    roles.set("reference", [column for column in free if column.says("reference") and column.filled and not _counts(column)][:1])


def _counts(column: Column) -> bool:
    """Whether a column only numbers the rows: 1, 2, 3."""
    numbers = [int(value) for value in column.values if value.isdecimal()]
    return len(numbers) == column.rows and sorted(numbers) == list(range(1, len(numbers) + 1))


def _first_of_its_name(column: Column, columns: Sequence[Column]) -> Column:
    """Return the first of columns whose names differ in a number only: "Text 1", "Text 2"."""
    stem = column.name.strip("0123456789 ")
    return next(one for one in columns if one.name.strip("0123456789 ") == stem)


def _poorness(column: Column) -> tuple[float, int]:
    """Order texts: the longest that differ most come first."""
    return -len(column.values) * column.characters / max(1, column.filled), column.place


def _is_key(column: Column) -> bool:
    return column.filled == column.rows and len(column.values) in (column.rows, 400) and not column.says("account", "category")


def _currency(roles: Roles, columns: Sequence[Column]) -> None:
    money = roles.places.get("amount") or roles.places.get("debit") or (0,)
    codes = [column for column in columns if column.is_currency and (column.says("currency", "original") or not column.known)]
    own = [column for column in codes if not column.says("original", "balance", "counter")]
    spoken = {code for place in money if place < len(columns) for code in currencies_in(columns[place].name)}
    if spoken:  # "Amount in EUR" is in euros, whatever a column says of the amount beside it
        own = [column for column in own if {value.upper() for value in column.values if value} <= spoken]
    own = own or (codes if len(codes) == 1 and codes[0].filled == codes[0].rows and not spoken else [])
    roles.set("currency", _best(own, lambda column: (not column.says("account", least=0.2), abs(column.place - money[0] - 0.9))))


def _account(roles: Roles, columns: Sequence[Column]) -> None:
    """Find the column of one's own account: few accounts in a file, and the other party's are named so or many."""
    money = {place for role in _MONEY for place in roles.places.get(role, ())}
    named = [
        column
        for column in columns
        if column.filled
        and column.place not in money
        and column.says("account")
        and not column.says("counter", "balance", "date", "amount", "currency", "description", "holder")
        and not column.is_dated
        and not (column.place and columns[column.place - 1].says("counter"))
        and 10 * column.filled >= 9 * column.rows
    ]
    few = [column for column in named if len(column.values) <= max(1, min(_MOST_ACCOUNTS, column.rows // 2))]
    whole = [column for column in few if not column.says("name", "type")] or few
    roles.set("account", _best(whole, lambda column: (not column.ibans, -column.filled, column.place)))


def _weigh(roles: Roles, columns: Sequence[Column]) -> None:
    roles.strong = sum(map(roles.has, ("balance", "direction", "debit", "currency", "account", "posted", "status")))
    roles.strong += sum(
        1 for column in columns if column.says("counter") or column.ibans or (column.says("value") and column.is_dated)
    )
    money = {place for role in _MONEY for place in roles.places.get(role, ())}
    names = [fold(column.name) for column in columns if 2 * column.filled > column.rows and column.place not in money]
    roles.foreign = sum(FOREIGN_TO_STATEMENTS.whole(name) for name in names) + 3 * sum(
        STRONGLY_FOREIGN.whole(name) for name in names
    )


def _best(columns: Sequence[Column], rank: Callable[[Column], object]) -> list[Column]:
    return sorted(columns, key=rank)[:1]  # type: ignore[arg-type]  # ranks of one call are of one type
