"""Another aggregator is one more file: the guide's own, put beside Plaid's, links a bank, reads it daily and lets it go."""

import importlib
import json
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import boto3
import pytest
import sync_bank.handler
from purser.runtime import clients
from purser.store import connectors

from tests.database import Database
from tests.http import Browser
from tests.integration.http.conftest import LINKING, Register, organization_of
from tests.statements import SEPTEMBER

GUIDE = Path(__file__).parents[3] / "docs/plaid.md"
CONTEXT: Any = SimpleNamespace(function_name="f", memory_limit_in_mb=1, invoked_function_arn="arn", aws_request_id="r")


@pytest.fixture
def goldfinch(orders: object, environment: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:  # noqa: ARG001 - the queue must be there
    """The file of the guide where connectors are, and what tells them where the aggregator is."""
    (source,) = re.findall(r"```python\n(.*?)```", GUIDE.read_text(), re.DOTALL)
    folder = tmp_path / "more"
    folder.mkdir()
    (folder / "goldfinch.py").write_text(source)
    environment.setattr(connectors, "__path__", [*connectors.__path__, str(folder)])
    importlib.invalidate_caches()
    secret = boto3.client("secretsmanager").create_secret(Name="goldfinch", SecretString='{"key": "k"}')["Name"]
    environment.setenv("PURSER_GOLDFINCH_URL", "https://goldfinch.example")
    environment.setenv("PURSER_GOLDFINCH_SECRET", secret)
    yield
    sys.modules.pop(f"{connectors.__name__}.goldfinch", None)


@pytest.fixture
def ada(goldfinch: None, register: Register) -> Browser:  # noqa: ARG001 - it must be there
    return register()


def daily_round(orders: Callable[[], list[dict[str, Any]]], database: Database, environment: pytest.MonkeyPatch) -> None:
    """Do what the queue of sync_bank holds, as the function does."""
    held = clients.Database(dict, lambda _: database.connect("app"))
    environment.setattr(clients, "_database", lambda: held)
    for order in orders():
        record = {"messageId": "m", "body": json.dumps(order), "eventSource": "aws:sqs", "attributes": {}, "receiptHandle": "r"}
        assert sync_bank.handler.handler({"Records": [record]}, CONTEXT) == {"batchItemFailures": []}


def test_a_bank_is_linked_and_read_through_it(
    ada: Browser, orders: Callable[[], Any], database: Database, environment: pytest.MonkeyPatch
) -> None:
    opened = ada.post("/api/plaid/link-token", {"connector": "goldfinch"})
    assert opened.json["hosted_link_url"] == "https://goldfinch.example/sign-in", opened.body
    made = ada.post("/api/plaid/exchange", {"connector": "goldfinch", "link_token": opened.json["link_token"]})
    assert (made.status, made.json["connector"], made.json["institution"]) == (201, "goldfinch", "Nest Bank"), made.body
    daily_round(orders, database, environment)
    rows = ada.get("/api/transactions", sort="-amount").json["items"]
    assert [(t["amount"], t["currency"], t["status"], t["bank"]) for t in rows] == [
        ("-4.25", "CHF", "pending", "goldfinch"),
        ("-12.50", "CHF", "booked", "goldfinch"),
    ]
    assert (rows[1]["original_amount"], rows[1]["original_currency"]) == ("-13.37", "EUR")
    (account,) = ada.get("/api/accounts").json["items"]
    assert (account["bank"], account["balance"], account["connection"]) == ("goldfinch", "100.00", "connected")

    assert ada.post(f"/api/plaid/items/{made.json['id']}/sync").status == 202
    daily_round(orders, database, environment)
    assert [t["status"] for t in ada.get("/api/transactions").json["items"]] == ["booked", "booked"]

    assert ada.send("DELETE", f"/api/plaid/items/{made.json['id']}").status == 204
    assert ada.get("/api/plaid/items").json["items"] == []
    assert len(ada.get("/api/transactions").json["items"]) == 2


def test_its_accounts_take_files_of_any_bank(ada: Browser) -> None:
    linked = ada.post("/api/plaid/exchange", {"connector": "goldfinch", "public_token": "p"}).json
    (account,) = linked["accounts"]
    target = ada.post("/api/uploads", {"filename": "a.csv", "size": len(SEPTEMBER), "account_id": account["id"]}).json
    assert f"/incoming/other/{organization_of(ada)}/{account['id']}/" in target["upload_url"]


def test_one_that_is_not_there_or_not_set_up_is_said_to_be_so(ada: Browser, environment: pytest.MonkeyPatch) -> None:
    assert ada.post("/api/plaid/link-token", {"connector": "magpie"}).status == 404
    assert ada.post("/api/plaid/link-token", {"connector": "../plaid"}).status == 422
    environment.delenv("PURSER_GOLDFINCH_URL")
    for cached in LINKING:
        cached.cache_clear()
    off = ada.post("/api/plaid/link-token", {"connector": "goldfinch"})
    assert (off.status, off.error["code"]) == (409, "SWITCHED_OFF")
