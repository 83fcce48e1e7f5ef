"""What Plaid does not offer: endpoints under /_stand_in/ that change the banks' books and order trouble."""

from collections.abc import Iterable
from typing import Any

from infra.local.plaid.api import Endpoint, fresh_id, needed
from infra.local.plaid.bank import Json, Spending, transaction
from infra.local.plaid.faults import PlaidError
from infra.local.plaid.items import Happening, Item
from infra.local.plaid.world import World


def look(world: World, body: Json) -> Json:
    """Show an item: {item_id} -> its accounts, its books and what is wrong with it; without an id, all ids and deliveries."""
    if "item_id" not in body:
        alive = [item.item_id for item in world.items.values() if not item.removed]
        return {"items": alive, "deliveries": world.deliveries}
    item = world.item_named(body["item_id"])
    return {
        "accounts": item.accounts,
        "transactions": list(item.transactions().values()),
        "error": item.error,
        "webhook": item.webhook,
        "removed": item.removed,
        "access_tokens": [item.access_token],
    }


def order_fault(world: World, body: Json) -> Json:
    """{path, status 429|500|400, times, retry_after?}: the next `times` requests of `path` fail so."""
    fault = {"path": needed(body, "path"), "status": needed(body, "status"), "times": body.get("times", 1)}
    world.faults.append({**fault, "retry_after": body.get("retry_after")})
    return {}


def behave(world: World, body: Json) -> Json:
    """{page_limit?, item_id?, mutate_on?, waits?}: the largest page; spoil that page of the item; be not ready so many times."""
    world.page_limit = body.get("page_limit", world.page_limit)
    if "item_id" in body:
        item = world.item_named(body["item_id"])
        item.mutate_on = body.get("mutate_on", item.mutate_on)
        item.waits = body.get("waits", item.waits)
    return {}


def change(world: World, body: Json) -> Json:
    """{item_id, add?, modify?, remove?, post?, silent?}: write to the bank's books, then tell by webhook unless silent.

    `add` [{transaction_id?, account_id?, amount, date, name, currency?, pending?}], `modify` [{transaction_id, any field}],
    `remove` [id], `post` [{pending_id, linked?, amount?}]: the pending one goes, a booked one comes, naming it if `linked`.
    """
    item = world.item_named(needed(body, "item_id"))
    happenings = [
        *(_added(item, wanted) for wanted in body.get("add", ())),
        *(_modified(item, wanted) for wanted in body.get("modify", ())),
        *((name, None) for name in body.get("remove", ())),
        *(step for wanted in body.get("post", ()) for step in _posted(item, wanted)),
    ]
    item.happen(happenings)
    if not body.get("silent"):
        world.notify_of_changes(item)
    return {"transaction_ids": [name for name, now in happenings if now is not None]}


def repair(world: World, body: Json) -> Json:
    """{item_id}: the person has signed in again, as update mode of Link would have it."""
    item = world.item_named(needed(body, "item_id"))
    item.error = None
    world.notify(item, "ITEM", "LOGIN_REPAIRED")
    return {}


def adopt(world: World, body: Json) -> Json:
    """{item_id, accounts}: the item has these accounts, as after linking the same bank again."""
    world.item_named(needed(body, "item_id")).accounts = needed(body, "accounts")
    return {}


def expire(world: World, body: Json) -> Json:
    """{item_id, at}: consent ends then; the webhook says so."""
    item = world.item_named(needed(body, "item_id"))
    item.consent_expiration_time = needed(body, "at")
    world.notify(item, "ITEM", "PENDING_EXPIRATION", consent_expiration_time=item.consent_expiration_time)
    return {}


def _added(item: Item, wanted: Json) -> Happening:
    known: dict[str, Any] = {"account_id": item.accounts[0]["account_id"], **wanted}
    made = transaction(known.pop("transaction_id", None) or fresh_id(), Spending(**known))
    return made["transaction_id"], made


def _modified(item: Item, wanted: Json) -> Happening:
    return wanted["transaction_id"], {**_found(item, wanted["transaction_id"]), **wanted}


def _posted(item: Item, wanted: Json) -> Iterable[Happening]:
    pending = _found(item, wanted["pending_id"])
    booked = {
        **pending,
        "transaction_id": fresh_id(),
        "pending": False,
        "pending_transaction_id": pending["transaction_id"] if wanted.get("linked", True) else None,
        "amount": wanted.get("amount", pending["amount"]),
    }
    return (pending["transaction_id"], None), (booked["transaction_id"], booked)


def _found(item: Item, transaction_id: str) -> Json:
    found = item.transactions().get(transaction_id)
    if found is None:
        raise PlaidError("INVALID_INPUT", "TRANSACTION_NOT_FOUND", f"no transaction {transaction_id}")
    return found


CONTROLS: dict[str, Endpoint] = {
    "/_stand_in/look": look,
    "/_stand_in/fault": order_fault,
    "/_stand_in/behave": behave,
    "/_stand_in/change": change,
    "/_stand_in/repair": repair,
    "/_stand_in/adopt": adopt,
    "/_stand_in/expire": expire,
}
