"""Items and their feeds: a log of what happened to transactions, read in pages between two of its positions."""

import base64
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from infra.local.plaid.bank import Json
from infra.local.plaid.faults import invalid, mutated

Kind = Literal["added", "modified", "removed"]
Happening = tuple[str, Json | None]
"""A transaction's id with what it is from now on, None once it is removed."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in a feed: changes since `start`, `offset` of them served, of a reading that ends at `end` once it has begun."""

    item_id: str
    start: int = 0
    offset: int = 0
    end: int | None = None

    @classmethod
    def read(cls, item_id: str, text: str | None) -> "Cursor":
        """Read what `write` wrote; nothing means the beginning."""
        if not text:
            return cls(item_id)
        try:
            cursor = cls(*json.loads(base64.b64decode(text, validate=True)))
        except (ValueError, TypeError) as wrong:
            raise invalid("INVALID_FIELD", "cursor is not valid") from wrong
        if cursor.item_id != item_id:
            raise invalid("INVALID_FIELD", "cursor not associated with access_token")
        return cursor

    def write(self) -> str:
        """Spell it as the API does, opaque to clients."""
        return base64.b64encode(json.dumps([self.item_id, self.start, self.offset, self.end]).encode()).decode()


@dataclass(slots=True)
class Item:
    """A login at a bank. `waits` more answers will be empty because the bank is slow; `mutate_on` spoils that page, once."""

    item_id: str
    access_token: str
    institution_id: str
    institution_name: str
    accounts: list[Json]
    log: list[Happening]
    webhook: str | None = None
    error: Json | None = None
    consent_expiration_time: str | None = None
    removed: bool = False
    waits: int = 0
    synced: bool = False
    mutate_on: int = 0
    page: int = 0

    def transactions(self, until: int | None = None) -> dict[str, Json]:
        """Return what the bank's books say, by id, as of a position of the log."""
        return _fold(self.log[:until])

    def happen(self, happenings: Iterable[Happening]) -> None:
        """Write to the log."""
        self.log.extend(happenings)

    def read(self, cursor: Cursor, count: int) -> tuple[list[tuple[Kind, Json]], Cursor, bool]:
        """Return a page, the cursor behind it, and whether there is more. Restarting is up to the reader."""
        if cursor.end is None:
            self.page = 0
            cursor = Cursor(self.item_id, cursor.start, 0, len(self.log))
        elif cursor.end != len(self.log):
            raise mutated()
        self.page += 1
        changes = list(self._changes(cursor.start, cursor.end))
        served = cursor.offset + count
        has_more = served < len(changes)
        behind = Cursor(self.item_id, cursor.start, served, cursor.end) if has_more else Cursor(self.item_id, cursor.end or 0)
        return changes[cursor.offset : served], behind, has_more

    def _changes(self, start: int, end: int | None) -> Iterator[tuple[Kind, Json]]:
        before, after = self.transactions(start), self.transactions(end)
        for transaction_id in dict.fromkeys(name for name, _ in self.log[start:end]):
            old, new = before.get(transaction_id), after.get(transaction_id)
            if new is not None and old != new:
                yield ("modified" if old else "added"), new
            elif old is not None and new is None:
                yield "removed", {"transaction_id": transaction_id, "account_id": old["account_id"]}


def _fold(log: Iterable[Happening]) -> dict[str, Json]:
    books: dict[str, Json] = {}
    for transaction_id, now in log:
        if now is None:
            books.pop(transaction_id, None)
        else:
            books[transaction_id] = now
    return books
