"""Linking a bank over HTTP, and what the queue is told, over moto's KMS and SQS and a stand-in for Plaid."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest

from tests.http import Answer, Browser
from tests.integration.http.conftest import LINKING
from tests.plaid import Bank

Register = Callable[..., Browser]


@pytest.fixture
def ada(orders: object, register: Register) -> Browser:  # noqa: ARG001 - the queue must be there
    return register()


def link(person: Browser, bank: Bank, **request: Any) -> Answer:
    return person.post("/api/plaid/exchange", {"public_token": bank.public_token(transactions=5)}, **request)


def test_a_bank_is_linked_and_its_first_reading_is_ordered(ada: Browser, bank: Bank, orders: Callable[[], Any]) -> None:
    opened = ada.post("/api/plaid/link-token", {})
    assert opened.status == 200, opened.body
    assert opened.json["link_token"].startswith("link-")
    made = link(ada, bank)
    assert made.status == 201, made.body
    assert (made.json["institution"], made.json["status"], len(made.json["accounts"])) == ("First Platypus Bank", "connected", 3)
    [order] = orders()
    assert (order["connection_id"], order["reason"]) == (made.json["id"], "person")
    assert ada.get("/api/plaid/items").json == {"items": [made.json], "next_cursor": None}
    accounts = ada.get("/api/accounts").json["items"]
    assert {(a["bank"], a["connection"]) for a in accounts} == {("plaid", "connected")}
    assert "access-" not in made.body


def test_linking_twice_with_one_key_links_once(ada: Browser, bank: Bank, orders: Callable[[], Any]) -> None:
    token, key = bank.public_token(transactions=5), {"Idempotency-Key": "once"}
    first, again = (ada.post("/api/plaid/exchange", {"public_token": token}, headers=key) for _ in range(2))
    assert (first.status, again.status, first.body) == (201, 201, again.body)
    assert len(orders()) == 1


def test_a_bank_is_linked_on_the_page_that_plaid_hosts(ada: Browser) -> None:
    opened = ada.post("/api/plaid/link-token", {}).json
    early = ada.post("/api/plaid/exchange", {"link_token": opened["link_token"]})
    assert (early.status, early.error["code"]) == (409, "SIGN_IN_OPEN")
    form = urlencode({"token": opened["link_token"], "institution": "ins_109510"}).encode()
    urlopen(Request(opened["hosted_link_url"], form), timeout=10).close()  # noqa: S310 - the stand-in's
    made = ada.post("/api/plaid/exchange", {"link_token": opened["link_token"]})
    assert (made.status, made.json["institution"]) == (201, "Tattersall Federal Credit Union")
    again = ada.post("/api/plaid/exchange", {"link_token": opened["link_token"]})
    assert again.status == 422


def test_one_sign_in_is_exchanged_at_a_time(ada: Browser) -> None:
    for body in ({}, {"public_token": "a", "link_token": "b"}):
        assert ada.post("/api/plaid/exchange", body).status == 422


def test_a_spent_token_is_told_to_be_so(ada: Browser, bank: Bank) -> None:
    token = bank.public_token(transactions=5)
    ada.post("/api/plaid/exchange", {"public_token": token})
    refused = ada.post("/api/plaid/exchange", {"public_token": token})
    assert (refused.status, refused.error["details"][0]["field"]) == (422, "public_token")


def test_a_sync_is_ordered_by_hand(ada: Browser, bank: Bank, orders: Callable[[], Any]) -> None:
    item = link(ada, bank).json["id"]
    orders()
    assert ada.post(f"/api/plaid/items/{item}/sync").status == 202
    assert [order["connection_id"] for order in orders()] == [item]


def test_a_broken_item_gets_a_sign_in_of_its_own(ada: Browser, bank: Bank) -> None:
    item = link(ada, bank).json["id"]
    assert ada.post("/api/plaid/link-token", {"item_id": item}).status == 200


def test_an_item_that_is_unlinked_is_gone_here_and_there(ada: Browser, bank: Bank) -> None:
    item = link(ada, bank).json["id"]
    assert ada.send("DELETE", f"/api/plaid/items/{item}").status == 204
    assert ada.get("/api/plaid/items").json["items"] == []
    assert bank.order("look")["items"] == []
    assert [a["connection"] for a in ada.get("/api/accounts").json["items"]] == [None] * 3


def test_a_plaid_that_is_down_is_no_fault_of_ours(ada: Browser, bank: Bank) -> None:
    bank.order("fault", path="/link/token/create", status=500)
    refused = ada.post("/api/plaid/link-token", {})
    assert (refused.status, refused.headers["Retry-After"]) == (503, ["5"])


def test_without_an_address_of_plaid_linking_is_switched_off(ada: Browser, environment: pytest.MonkeyPatch) -> None:
    environment.setenv("PURSER_PLAID_URL", "")
    for cached in LINKING:
        cached.cache_clear()
    refused = ada.post("/api/plaid/link-token", {})
    assert (refused.status, refused.error["code"]) == (409, "SWITCHED_OFF")


def test_others_find_nothing(ada: Browser, bank: Bank, register: Register) -> None:
    item = link(ada, bank).json["id"]
    eve = register("eve@example.com", "Elsewhere")
    assert eve.get("/api/plaid/items").json["items"] == []
    assert eve.post(f"/api/plaid/items/{item}/sync").status == 404
    assert eve.post("/api/plaid/link-token", {"item_id": item}).status == 404
    assert eve.send("DELETE", f"/api/plaid/items/{item}").status == 404
