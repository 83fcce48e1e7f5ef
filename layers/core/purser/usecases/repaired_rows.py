"""Rows that a person has filled in say of which account they are by its id, and so of which bank."""

from dataclasses import replace
from itertools import chain
from uuid import UUID

from purser.domain.statements import Entry, Item, Reading
from purser.store.accounts import account
from purser.store.postgres import TenantTx

LAYOUT = "purser"


def bank_named(tx: TenantTx, reading: Reading) -> tuple[str | None, Reading]:
    """Return the bank of the account that the first row names by its id, None if it names none, and the reading, still whole."""
    if reading.format != LAYOUT:
        return None, reading
    head: list[Item] = []
    items = iter(reading.items)
    for item in items:
        head.append(item)
        if isinstance(item, Entry):
            break
    found = account(tx, named) if head and (named := _id(head[-1])) else None
    return found.bank if found else None, replace(reading, items=chain(head, items))


def _id(item: Item) -> UUID | None:
    try:
        return UUID(item.account) if isinstance(item, Entry) else None
    except ValueError:
        return None
