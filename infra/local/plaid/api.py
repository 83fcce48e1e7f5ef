"""Plaid's endpoints: each takes the world and a request's body, and returns the answer's body."""

import datetime as dt
import random
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from infra.local.plaid import link
from infra.local.plaid.bank import Json, Spending, token, transaction
from infra.local.plaid.faults import invalid, login_required, missing
from infra.local.plaid.items import Cursor, Item
from infra.local.plaid.signing import Keys
from infra.local.plaid.world import HISTORY, World

Endpoint = Callable[[World, Json], Json]
ENDPOINTS: dict[str, Endpoint] = {}
DEFAULT_COUNT, LARGEST_COUNT = 100, 500


def endpoint(path: str) -> Callable[[Endpoint], Endpoint]:
    """Serve POST `path`."""

    def add(function: Endpoint) -> Endpoint:
        ENDPOINTS[path] = function
        return function

    return add


def needed(body: Json, field: str) -> Any:
    """Return a field's value, or refuse the request as Plaid does."""
    if body.get(field) in (None, ""):
        raise missing(field)
    return body[field]


@endpoint("/link/token/create")
def link_token_create(world: World, body: Json) -> Json:
    """Hand out a link token; with an access token it is for repairing that item."""
    for field in ("client_name", "language", "country_codes", "user"):
        needed(body, field)
    repairs = world.item_of(body).item_id if body.get("access_token") else None
    name = f"link-sandbox-{uuid4()}"
    expiration = _instant(dt.datetime.now(dt.UTC) + dt.timedelta(minutes=30 if repairs else 240))
    world.link_tokens[name] = {"webhook": body.get("webhook"), "repairs": repairs, "expiration": expiration, "session": None}
    hosted = {"hosted_link_url": link.address(world, name)} if body.get("hosted_link") is not None else {}
    return {"link_token": name, "expiration": expiration, **hosted}


@endpoint("/link/token/get")
def link_token_get(world: World, body: Json) -> Json:
    """Tell how the sign-in on the hosted page went."""
    name = needed(body, "link_token")
    opened = world.link_tokens.get(name)
    if opened is None:
        raise invalid("INVALID_LINK_TOKEN", "could not find matching link token")
    metadata = {"client_name": "Purser", "language": "en", "country_codes": ["US"], "webhook": opened["webhook"]}
    return {
        "link_token": name,
        "created_at": _instant(dt.datetime.now(dt.UTC)),
        "expiration": opened.get("expiration") or _instant(dt.datetime.now(dt.UTC)),
        "metadata": {**metadata, "initial_products": ["transactions"], "redirect_uri": None},
        "link_sessions": [opened["session"]] if opened.get("session") else [],
    }


@endpoint("/sandbox/public_token/create")
def sandbox_public_token_create(world: World, body: Json) -> Json:
    """Sign in without Link's page. `override_username` "transactions_N" sets the size of the history."""
    options = body.get("options") or {}
    needed(body, "initial_products")
    wanted = str(options.get("override_username", "")).removeprefix("transactions_")
    count = int(wanted) if wanted.isdecimal() else HISTORY
    item = world.make_item(needed(body, "institution_id"), options.get("webhook"), count)
    name = f"public-sandbox-{uuid4()}"
    world.public_tokens[name] = item.access_token
    return {"public_token": name}


@endpoint("/item/public_token/exchange")
def item_public_token_exchange(world: World, body: Json) -> Json:
    """Exchange a public token, once."""
    access_token = world.public_tokens.pop(needed(body, "public_token"), None)
    if access_token is None:
        raise invalid("INVALID_PUBLIC_TOKEN", "could not find matching public token")
    return {"access_token": access_token, "item_id": world.items[access_token].item_id}


@endpoint("/item/get")
def item_get(world: World, body: Json) -> Json:
    """Describe the item, with its error if it has one."""
    item = world.item_of(body)
    return {"item": {**_item(item), "created_at": _instant(dt.datetime.now(dt.UTC))}, "status": None}


@endpoint("/item/remove")
def item_remove(world: World, body: Json) -> Json:
    """End the item; its access token stops working."""
    world.item_of(body).removed = True
    return {}


@endpoint("/item/webhook/update")
def item_webhook_update(world: World, body: Json) -> Json:
    """Change where webhooks go, and say so to the new place."""
    item = world.item_of(body)
    item.webhook = body.get("webhook") or None
    world.notify(item, "ITEM", "WEBHOOK_UPDATE_ACKNOWLEDGED", error=None, new_webhook_url=item.webhook)
    return {"item": _item(item)}


@endpoint("/accounts/get")
@endpoint("/accounts/balance/get")
def accounts_get(world: World, body: Json) -> Json:
    """List accounts and balances."""
    item = _working(world, body)
    return {"accounts": item.accounts, "item": _item(item)}


@endpoint("/transactions/sync")
def transactions_sync(world: World, body: Json) -> Json:
    """Serve one page of the feed."""
    item = _working(world, body)
    if item.waits > 0:
        item.waits -= 1
        return _answer(item, "NOT_READY")
    count = min(body.get("count") or DEFAULT_COUNT, LARGEST_COUNT, world.page_limit)
    changes, behind, has_more = item.read(Cursor.read(item.item_id, body.get("cursor")), count)
    item.synced = True
    if has_more and item.mutate_on == item.page:
        item.mutate_on = 0
        item.happen([_late_coffee(item)])
    pages = {kind: [change for name, change in changes if name == kind] for kind in ("added", "modified", "removed")}
    return {**_answer(item, "HISTORICAL_UPDATE_COMPLETE"), **pages, "next_cursor": behind.write(), "has_more": has_more}


@endpoint("/webhook_verification_key/get")
def webhook_verification_key_get(world: World, body: Json) -> Json:
    """Show the public half of a signing key."""
    key = Keys(world.folder / "keys.json").public(needed(body, "key_id"))
    if key is None:
        raise invalid("INVALID_WEBHOOK_VERIFICATION_KEY_ID", "invalid webhook verification key id provided")
    return {"key": key}


@endpoint("/sandbox/item/fire_webhook")
def sandbox_item_fire_webhook(world: World, body: Json) -> Json:
    """Send one webhook of the kind asked for."""
    item, code = world.item_of(body), needed(body, "webhook_code")
    if not item.webhook:
        raise invalid("SANDBOX_WEBHOOK_INVALID", "webhook for this item is either not set up or invalid")
    if code == "SYNC_UPDATES_AVAILABLE":
        world.notify_of_changes(item)
    elif code == "DEFAULT_UPDATE":
        world.notify(item, "TRANSACTIONS", code, error=None, new_transactions=0)
    else:
        world.notify(item, body.get("webhook_type") or "ITEM", code, error=login_required().body() if code == "ERROR" else None)
    return {"webhook_fired": True}


@endpoint("/sandbox/item/reset_login")
def sandbox_item_reset_login(world: World, body: Json) -> Json:
    """Change the password at the bank, so to speak."""
    item = world.item_of(body)
    item.error = login_required().body()
    world.notify(item, "ITEM", "ERROR", error=item.error)
    return {"reset_login": True}


@endpoint("/sandbox/transactions/create")
def sandbox_transactions_create(world: World, body: Json) -> Json:
    """Let transactions happen, up to ten at a time."""
    item = _working(world, body)
    for wanted in needed(body, "transactions"):
        spent = Spending(
            account_id=wanted.get("account_id") or item.accounts[0]["account_id"],
            amount=needed(wanted, "amount"),
            date=needed(wanted, "date_posted"),
            name=needed(wanted, "description"),
            currency=wanted.get("iso_currency_code") or "USD",
        )
        made = transaction(fresh_id(), spent)
        item.happen([(made["transaction_id"], made)])
    if item.synced:
        world.notify_of_changes(item)
    return {}


def _working(world: World, body: Json) -> Item:
    item = world.item_of(body)
    if item.error:
        raise login_required()
    return item


def _answer(item: Item, status: str) -> Json:
    nothing: Json = {"added": [], "modified": [], "removed": [], "next_cursor": "", "has_more": False}
    return {"transactions_update_status": status, "accounts": item.accounts, **nothing}


def _item(item: Item) -> Json:
    return {
        "item_id": item.item_id,
        "institution_id": item.institution_id,
        "institution_name": item.institution_name,
        "webhook": item.webhook,
        "error": item.error,
        "available_products": ["balance"],
        "billed_products": ["transactions"],
        "products": ["transactions"],
        "consent_expiration_time": item.consent_expiration_time,
        "update_type": "background",
    }


def _late_coffee(item: Item) -> tuple[str, Json]:
    today = dt.datetime.now(dt.UTC).date().isoformat()
    spent = Spending(account_id=item.accounts[0]["account_id"], amount=4.2, date=today, name="LATE COFFEE")
    made = transaction(fresh_id(), spent)
    return made["transaction_id"], made


def fresh_id() -> str:
    """Make an id that was never seen before."""
    return token(random.SystemRandom())


def _instant(moment: dt.datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
