"""Lists by keyset: a page says where it ended, and the next begins right there, whatever was added in between.

A cursor is opaque to clients: URL-safe base64 of the JSON list [order, value, id] of the last row seen.
"""

import base64
import datetime as dt
import json
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from purser.domain.errors import FieldProblem, InvalidInputError
from purser.store.postgres import TenantTx

WIDEST = 40
"""Digits of the largest number worth comparing with; PostgreSQL refuses absurd ones with an error of its own."""
MOST_ROWS = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Listing:
    """What a list is made of: columns, the tables they come from (the listed one is called `t`), and a condition."""

    columns: str
    source: str
    where: str = "true"


@dataclass(frozen=True, slots=True)
class Order:
    """Order by the column `t.{field}`, ties by `t.id`. The list shows it exactly; `read` reads it back or raises ValueError."""

    name: str
    field: str
    read: Callable[[str], Any] = str
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Slice:
    """Which part of a list is wanted."""

    order: Order
    limit: int
    cursor: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One part of a list; `next_cursor` asks for the one after it, None at the end."""

    items: list[dict[str, Any]]
    next_cursor: str | None


def read_decimal(text: str) -> Decimal:
    """Read a finite decimal of sane size; ValueError otherwise."""
    try:
        value = Decimal(text)
    except ArithmeticError as wrong:
        raise ValueError(text) from wrong
    if not value.is_finite() or len(value.as_tuple().digits) > WIDEST or abs(value.adjusted()) > WIDEST:
        raise ValueError(text)
    return value


def read_time(text: str) -> dt.datetime:
    """Read a time that says its zone; ValueError otherwise."""
    value = dt.datetime.fromisoformat(text)
    if value.tzinfo is None:
        raise ValueError(text)
    return value


def read_ordinal(text: str) -> int:
    """Read a number of rows; ValueError if it is none or more than a database counts."""
    value = int(text[:12])
    if not 0 <= value <= MOST_ROWS:
        raise ValueError(text)
    return value


def page(tx: TenantTx, listing: Listing, wanted: Slice, **values: Any) -> Page:
    """Return the wanted part of the list; `values` are the parameters of its condition."""
    order, after, way = wanted.order, "true", "DESC" if wanted.order.descending else "ASC"
    if wanted.cursor is not None:
        value, last_id = _read(wanted.cursor, order)
        after = f"(t.{order.field}, t.id) {'<' if order.descending else '>'} (:after_value, :after_id)"
        values |= {"after_value": value, "after_id": last_id}
    found = tx.items(
        f"SELECT {listing.columns} FROM {listing.source} WHERE {listing.where} AND {after}"  # noqa: S608 - our own SQL
        f" ORDER BY t.{order.field} {way}, t.id {way} LIMIT :row_limit",
        **values,
        row_limit=wanted.limit + 1,
    )
    items = found[: wanted.limit]
    return Page(items, _cursor(order, items[-1]) if len(found) > wanted.limit else None)


def _cursor(order: Order, last: dict[str, Any]) -> str:
    text = json.dumps([order.name, str(last[order.field]), last["id"]], separators=(",", ":"), ensure_ascii=False)
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _read(cursor: str, order: Order) -> tuple[Any, UUID]:
    try:
        name, value, last_id = json.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True))
        return _read_value(order, name, value), UUID(last_id)
    except (ValueError, TypeError, AttributeError, RecursionError) as wrong:
        problem = FieldProblem("cursor", "Take it from next_cursor of the page before, with the same sort.")
        raise InvalidInputError("The cursor does not belong to this list.", (problem,)) from wrong


def _read_value(order: Order, name: str, value: str) -> Any:
    if name != order.name or "\x00" in value:
        raise ValueError(name)
    value.encode()
    return order.read(value)
