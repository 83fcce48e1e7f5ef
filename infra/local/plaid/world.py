"""Everything the stand-in remembers, in one file of its folder."""

import datetime as dt
import json
import random
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

from infra.local.plaid import bank
from infra.local.plaid.bank import INSTITUTIONS, Json
from infra.local.plaid.faults import injected, invalid, missing
from infra.local.plaid.items import Item

HISTORY = 250
"""Transactions of a new item: three pages of a hundred."""
REMEMBERED_DELIVERIES = 200


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A webhook to send once the request that caused it is answered."""

    url: str
    body: Json


@dataclass
class World:
    """Items by access token, tokens not yet used, and the faults ordered. `folder` holds its file."""

    folder: Path
    items: dict[str, Item] = field(default_factory=dict)
    public_tokens: dict[str, str] = field(default_factory=dict)
    link_tokens: dict[str, Json] = field(default_factory=dict)
    faults: list[dict[str, Any]] = field(default_factory=list)
    deliveries: list[Json] = field(default_factory=list)
    outgoing: list[Outgoing] = field(default_factory=list)
    origin: str = ""
    """Where people reach its own pages."""
    page_limit: int = 500
    made: int = 0

    @classmethod
    def load(cls, folder: Path) -> "World":
        """Take up where the last run stopped."""
        file = folder / "world.json"
        if not file.exists():
            return cls(folder)
        said = json.loads(file.read_text())
        items = {name: Item(**item) for name, item in said.pop("items").items()}
        return cls(folder, items, **said)

    def save(self) -> None:
        """Write everything down, whole or not at all."""
        said = {name: value for name, value in vars(self).items() if name not in {"folder", "outgoing", "origin"}}
        said["items"] = {name: asdict(item) for name, item in self.items.items()}
        draft = self.folder / "world.json.new"
        draft.write_text(json.dumps(said))
        draft.replace(self.folder / "world.json")

    def make_item(self, institution_id: str, webhook: str | None, count: int = HISTORY) -> Item:
        """Open accounts at the institution and live there for some months; seeded, so that every first item is alike."""
        if institution_id not in INSTITUTIONS:
            raise invalid("INVALID_INSTITUTION", "invalid institution_id provided")
        self.made += 1
        source = random.Random(f"{institution_id} {self.made}")  # noqa: S311 - the same story every time is the point
        owned = bank.accounts(source)
        past = bank.history(source, owned, count, dt.datetime.now(dt.UTC).date())
        item = Item(
            item_id=bank.token(source),
            access_token=f"access-sandbox-{uuid4()}",
            institution_id=institution_id,
            institution_name=INSTITUTIONS[institution_id],
            accounts=owned,
            log=[(t["transaction_id"], t) for t in past],
            webhook=webhook,
        )
        self.items[item.access_token] = item
        return item

    def item_of(self, body: Json) -> Item:
        """Find the item behind a request's access token."""
        access_token = body.get("access_token")
        if not access_token:
            raise missing("access_token")
        item = self.items.get(access_token)
        if item is None or item.removed:
            raise invalid("INVALID_ACCESS_TOKEN", "could not find matching access token")
        return item

    def item_named(self, item_id: str) -> Item:
        """Find an item by its id."""
        for item in self.items.values():
            if item.item_id == item_id:
                return item
        raise invalid("ITEM_NOT_FOUND", f"no item {item_id}")

    def raise_ordered_fault(self, path: str) -> None:
        """Raise the next fault ordered for this path, if any."""
        for fault in self.faults:
            if fault["path"] == path and fault["times"] > 0:
                fault["times"] -= 1
                raise injected(fault["status"], fault.get("retry_after"))

    def notify(self, item: Item, webhook_type: str, webhook_code: str, **more: Any) -> Json:
        """Put a webhook of the item in the outgoing tray, if it has an address; return its body."""
        body = {
            "webhook_type": webhook_type,
            "webhook_code": webhook_code,
            "item_id": item.item_id,
            **more,
            "environment": "sandbox",
        }
        if item.webhook:
            self.outgoing.append(Outgoing(item.webhook, body))
        return body

    def notify_of_changes(self, item: Item) -> Json:
        """Tell that there is something to sync."""
        done = {"initial_update_complete": True, "historical_update_complete": True}
        return self.notify(item, "TRANSACTIONS", "SYNC_UPDATES_AVAILABLE", **done)

    def remember(self, deliveries: Iterable[Json]) -> None:
        """Keep the latest deliveries to look at."""
        self.deliveries = [*self.deliveries, *deliveries][-REMEMBERED_DELIVERIES:]
