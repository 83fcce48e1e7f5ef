"""Reading a table that no declared layout claims: only when the evidence is conclusive, else a question or a refusal.

The order of what counts is told in docs/inference.md.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise

from purser.banks._infer_amount import settle_amount
from purser.banks._infer_blind import cast_blind
from purser.banks._infer_case import Case
from purser.banks._infer_columns import Column, columns_of
from purser.banks._infer_context import Context
from purser.banks._infer_dates import read_date
from purser.banks._infer_headers import OTHER_UNITS
from purser.banks._infer_mapping import AMOUNTS, Mapping, fingerprint_of
from purser.banks._infer_marks import Mark, settle_mark
from purser.banks._infer_money import Marks
from purser.banks._infer_order import Order, settle_order
from purser.banks._infer_question import Question
from purser.banks._infer_read import items
from purser.banks._infer_roles import Roles, cast
from purser.banks._infer_rows import Cells, rows_of, survey
from purser.banks._infer_sides import signs_of_sides
from purser.banks._infer_signs import Signs, signs_of_amount
from purser.banks._infer_table import Table, clean, locate
from purser.banks._infer_words import fold
from purser.banks._text import Document
from purser.domain.errors import StatementError
from purser.domain.statements import Entry, Item, Reading, Rejected

Saved = Callable[[str], Mapping | None]
"""Looks up the mapping that a person saved for a fingerprint."""
NAME = "inferred"
"""What stands for the name of a format where there was none."""
_TRIED = 500
"""Rows read before a mapping is trusted."""
_MOST_REJECTED = 20
"""One row in so many may be rejected where no header says what is read, or where another column has what is missing."""
_NEEDED = ((("date",), "a date"), (("amount", "debit", "credit"), "an amount"), (("description",), "a description"))
_NAMED = (*_NEEDED[:2], (("description", "name", "counter"), "a description"))
_BARE = "The table has a header and no rows. Export a period with transactions."
_YEAR_FIRST = "%Y-%m-%d"
_MOST_OF_A_NAME = 0.6
"""How much of a column's name a known word has to explain."""


@dataclass(frozen=True, slots=True)
class Inference:
    """What was found out about a file: a mapping, whole if there are no questions."""

    mapping: Mapping
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class _View:
    """A table whose columns have their roles. `mark` is the decimal mark where it was needed for casting them."""

    table: Table
    columns: Sequence[Column]
    roles: Roles
    rows: Sequence[Cells]
    mark: str


def infer(document: Document) -> Inference:
    """Find out how to read a table. StatementError UNKNOWN_FORMAT if it is none of a statement, for all one can tell."""
    view = _view(document)
    inference = _settle(view)
    if not inference.questions:
        _try_out(document, inference.mapping, view)
    return inference


@dataclass(frozen=True, slots=True)
class Inferred:
    """A layout that was found out, where a declared one would stand."""

    mapping: Mapping
    name: str = NAME
    bank: str = "other"

    def claims(self, document: Document) -> bool:
        """Whether the file has the mapping's fingerprint."""
        return fingerprint(document) == self.mapping.fingerprint

    def resembles(self, _document: Document) -> str:
        """Nothing is similar to a layout that nobody declared."""
        return ""

    def read(self, document: Document, currency: str | None) -> Reading:
        """Read by the mapping."""
        return read_mapped(document, self.mapping, currency)


@dataclass(frozen=True, slots=True)
class Bare:
    """A header as statements have them, without a row below it."""

    name: str = NAME
    bank: str = "other"

    def claims(self, _document: Document) -> bool:
        """Whether the file is such a one, which was found out already."""
        return True

    def resembles(self, _document: Document) -> str:
        """Nothing is similar to a layout that nobody declared."""
        return ""

    def read(self, _document: Document, _currency: str | None) -> Reading:
        """Read nothing."""
        return Reading(NAME, "other", "other", iter(()), (_BARE,))


def nothing_saved(_fingerprint: str) -> None:
    """Know no mapping."""


def inferred(document: Document, saved: Saved = nothing_saved) -> Inferred | Bare:
    """Find out the layout of a table that no format claims. StatementError with the question where a person has to decide."""
    known = fingerprint(document) if saved is not nothing_saved else None
    if known is not None and (mapping := saved(known)) is not None:
        return Inferred(mapping)
    try:
        inference = infer(document)
    except StatementError as refusal:
        if refusal.code == "EMPTY_FILE":
            return Bare()
        raise
    for question in inference.questions:
        raise question.refusal()
    return Inferred(inference.mapping)


def read_mapped(document: Document, mapping: Mapping, currency: str | None) -> Reading:
    """Read a table by a mapping; `currency` counts where neither a row nor the mapping says one."""
    if not mapping.decided:
        raise StatementError("The mapping leaves something undecided: dates, decimal mark or signs.", code="BAD_MAPPING")
    why = f"No known layout; read by its contents: {'; '.join(mapping.evidence)}." if mapping.evidence else ""
    return Reading(NAME, "other", mapping.kind, items(document, mapping, currency), (why,) if why else ())


def fingerprint(document: Document) -> str | None:
    """Identify the layout of a table; None where there is none."""
    table = locate(document)
    return None if table is None else _fingerprint(table, columns_of(table))


def _view(document: Document) -> _View:
    table = locate(document)
    if table is None:
        raise _unknown("nothing in it looks like rows with a date and an amount")
    columns = columns_of(table)
    if not any(column.rows for column in columns):
        if table.header is None:
            raise _unknown("none of its rows is whole")
        if any(2 * sum(map(bool, map(clean, record.fields))) > len(table.names) for record in table.sample):
            raise _unknown("no row of its table has a date that can be read")
        _demand_header_of_statement(columns)
        raise StatementError(_BARE, code="EMPTY_FILE")
    roles, mark = _roles(table, columns)
    for needed, what in _NEEDED:
        if not roles.has(*needed):
            raise _unknown(f"no column of its table is clearly {what}")
    if roles.foreign >= max(1, roles.strong) and not roles.has("balance", "direction"):
        raise _unknown("its columns are those of another kind of list")
    money = [columns[place] for role in AMOUNTS for place in roles.places.get(role, ())]
    if odd := next((column.name for column in money if fold(column.name) in OTHER_UNITS), ""):
        raise _unknown(f'its amounts are not in whole units of a currency, as "{odd}" says')
    if not (rows := rows_of(table, roles)):
        raise _unknown("no row of its table has both a date and an amount")
    return _View(table, columns, roles, rows, mark)


def _demand_header_of_statement(columns: Sequence[Column]) -> None:
    for concepts, what in _NAMED:
        if not any(column.says(*concepts) for column in columns):
            raise _unknown(f"no column of its table is clearly {what}")


def _roles(table: Table, columns: Sequence[Column]) -> tuple[Roles, str]:
    """Cast by names where they are in a language that is known, else by contents, for which the decimal mark is needed already.

    Where names are known and none is an amount, contents prove nothing: what looks like money is prices, durations, measurements.
    """
    if table.header is not None and _is_understood(columns):
        return cast(columns), ""
    seen = Marks()
    for column in columns:
        if column.is_money:
            seen.see(text for text in column.values if type(text) is str)
    mark = seen.settled() or "."
    roles = cast_blind(columns, table, mark)
    if table.header is not None and not roles.has("balance"):
        raise _unknown("no balance proves what its columns are, whose names are in no language known here")
    return roles, mark


def _is_understood(columns: Sequence[Column]) -> bool:
    names = [column for column in columns if column.name]
    known = [column for column in names if any(weight >= _MOST_OF_A_NAME for weight in column.known.values())]
    return len(known) > 1 or 2 * len(known) >= len(names)


def _unknown(why: str) -> StatementError:
    return StatementError(
        f"The file is no statement in a layout that Purser knows, and {why}. "
        "Export the statement as CSV, OFX or QFX at the bank, and do not edit it.",
        code="UNKNOWN_FORMAT",
    )


def _settle(view: _View) -> Inference:
    """Decide the order of dates, the decimal mark, the amount and the signs, and collect what only a person can decide."""
    seen = survey(view.table, view.columns, view.roles)
    context = Context(view.table, view.columns)
    order = settle_order(seen.dates(), context)
    mark = settle_mark(seen.marks, seen.other_marks, context, view.mark)
    case = Case(view.rows, view.roles, mark.mark if isinstance(mark, Mark) else ".", context, _oldest_first(view.rows, order))
    amount = settle_amount(case)
    signs = signs_of_sides(case) if view.roles.has("debit", "credit") else signs_of_amount(case)
    _demand_proof_of_money(view, context, signs)
    questions = tuple(found for found in (order, mark, amount, signs) if isinstance(found, Question))
    mapping = _mapping(view, context, order, signs)
    return Inference(replace(mapping, decimal_mark=mark.mark if isinstance(mark, Mark) else ""), questions)


def _demand_proof_of_money(view: _View, context: Context, signs: Signs | Question) -> None:
    """Without a name that says amount a table has to prove by more than dates and numbers that it is of money."""
    spoken = isinstance(signs, Signs) and "rows such as" in signs.why
    named = view.table.header is not None and not view.roles.weak
    if not (named or view.roles.strong or view.roles.has("debit") or context.named_currency or spoken):
        raise _unknown("nothing proves that its numbers are amounts of money")


def _oldest_first(rows: Sequence[Cells], order: Order | Question) -> bool | None:
    """Say in which direction the file runs by its dates, None where they do not tell."""
    if isinstance(order, Question):
        return None
    days = [day for cells in rows if (day := read_date(cells.text("date"), (*order.forms, _YEAR_FIRST)))]
    up, down = any(first < second for first, second in pairwise(days)), any(first > second for first, second in pairwise(days))
    return None if up == down else up


def _fingerprint(table: Table, columns: Sequence[Column]) -> str:
    dates = tuple(column.place for column in columns if column.is_dated)
    return fingerprint_of(table.dialect.separator, table.names, table.width, dates)


def _mapping(view: _View, context: Context, order: Order | Question, signs: Signs | Question) -> Mapping:
    settled = signs if isinstance(signs, Signs) else Signs()
    why = (f"dates: {order.why}" if isinstance(order, Order) else "", f"signs: {settled.why}" if settled.why else "")
    charged = settled.signs.get("amount") == -1 or settled.balance_sign < 0 or not view.roles.has("amount", "credit")
    table = view.table
    return Mapping(
        fingerprint=_fingerprint(table, view.columns),
        separator=table.dialect.separator,
        quotes=table.dialect.quotes,
        padded=table.dialect.padded,
        encoding=table.encoding,
        header=table.names,
        width=table.width,
        columns=_columns(view.roles, settled),
        dates=() if isinstance(order, Question) else order.forms or (_YEAR_FIRST,),
        signs=settled.signs,
        money_in=settled.money_in,
        money_out=settled.money_out,
        balance_sign=settled.balance_sign,
        reversals=settled.reversals,
        currency="" if view.roles.has("currency") else context.named_currency,
        kind="card" if context.is_card and charged else "other",
        evidence=tuple(filter(None, why)),
    )


def _columns(roles: Roles, signs: Signs) -> dict[str, tuple[int, ...]]:
    places = dict(roles.places)
    if signs.swapped:
        places["debit"], places["credit"] = places.get("credit", ()), places.get("debit", ())
    if not signs.money_in and not signs.money_out:
        places.pop("direction", None)
    return {role: several for role, several in places.items() if several}


def _try_out(document: Document, mapping: Mapping, view: _View) -> None:
    """Read the first rows: a mapping that many of them contradict is wrong."""
    tried: list[Item] = list(islice(items(document, mapping, None), _TRIED))
    rejected = [item for item in tried if isinstance(item, Rejected)]
    entries = sum(1 for item in tried if isinstance(item, Entry))
    used = {place for places in mapping.columns.values() for place in places}
    others = any(column.is_money and column.place not in used for column in view.columns)
    empty = others and any("is empty" in item.message for item in rejected)
    pardoned = int(not empty and (bool(mapping.header) or tried[-1:] == rejected[-1:]))
    limit = _MOST_REJECTED if empty or not mapping.header else 1
    if not entries or (len(rejected) > pardoned and len(rejected) * limit > entries):
        first = next(iter(rejected), None)
        raise _unknown(f"line {first.line} cannot be read: {first.message}".rstrip(".") if first else "it has no transactions")
