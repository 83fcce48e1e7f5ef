"""The organisation's own settings, and its audit log over HTTP."""

import csv
import io
import itertools
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import boto3
import pytest
from api.routes import audit_log

from tests.database import Database
from tests.http import Browser
from tests.integration.http.conftest import make_account, organization_of
from tests.staff import hire, user_id_of

Books = Callable[[Browser], Any]
HERE = "/api/organizations/current"


def test_the_organisation_says_how_it_is_set(ada: Browser) -> None:
    shown = ada.get(HERE).json
    assert shown["id"] == str(organization_of(ada))
    assert (shown["name"], shown["base_currency"], shown["require_mfa"]) == ("Counting House", "USD", False)
    assert (shown["keep_originals_days"], shown["erase_after"]) == (None, None)


def test_settings_change_one_by_one(ada: Browser) -> None:
    changed = ada.send("PATCH", HERE, json={"name": " House ", "base_currency": "EUR", "keep_originals_days": 365})
    assert (changed.status, changed.json["name"], changed.json["base_currency"]) == (200, "House", "EUR")
    again = ada.send("PATCH", HERE, json={"keep_originals_days": None})
    assert (again.json["name"], again.json["keep_originals_days"]) == ("House", None)
    assert ada.send("PATCH", HERE, json={}).json == again.json


@pytest.mark.parametrize(
    "changes",
    [
        {"name": ""},
        {"base_currency": "QQQ"},
        {"base_currency": "usd"},
        {"keep_originals_days": 1},
        {"id": "x"},
        {"erase_after": None},
    ],
)
def test_what_cannot_be_set_is_refused(ada: Browser, changes: dict[str, Any]) -> None:
    assert ada.send("PATCH", HERE, json=changes).status == 422


def test_erasure_is_asked_for_once_and_can_be_called_off(ada: Browser) -> None:
    asked = ada.send("DELETE", HERE)
    assert asked.status == 202
    assert asked.json["erase_after"] > asked.json["erasure_requested_at"]
    assert ada.send("DELETE", HERE).error["code"] == "ERASURE_PENDING"
    assert ada.get("/api/accounts").status == 200, "until then everything works"
    kept = ada.post(f"{HERE}/keep")
    assert (kept.status, kept.json["erase_after"]) == (200, None)
    assert ada.post(f"{HERE}/keep").error["code"] == "NO_ERASURE_PENDING"
    actions = [entry["action"] for entry in ada.get("/api/audit-log").json["items"]]
    assert actions[:2] == ["call_off_erasure", "ask_for_erasure"]


def test_the_trail_says_who_did_what_before_and_after_and_from_where(ada: Browser, books: Books) -> None:
    with books(ada) as tx:
        account = str(make_account(tx, "Everyday"))
    changed = ada.send("PATCH", f"/api/accounts/{account}", json={"name": "House"}, headers={"User-Agent": "curl/8\r\nX: y"})
    (entry,) = ada.get("/api/audit-log", subject_id=account).json["items"]
    assert (entry["actor"], entry["actor_id"], entry["action"]) == ("ada@example.com", user_id_of(ada), "edit")
    assert (entry["before"], entry["after"]) == ({"name": "Everyday"}, {"name": "House"})
    assert (entry["ip"], entry["user_agent"], [entry["request_id"]]) == (
        "192.0.2.7",
        "curl/8X: y",
        changed.headers["X-Request-Id"],
    )


def test_every_change_over_http_is_on_the_trail(ada: Browser, database: Database, books: Books) -> None:
    with books(ada) as tx:
        account = str(make_account(tx))
    role = ada.post("/api/roles", {"name": "clerk", "permissions": ["read_reports"]}).json["id"]
    viewer = f"/api/users/{user_id_of(hire(database, ada, 'viewer'))}"
    for method, path, body in (
        ("PATCH", f"/api/accounts/{account}", {"name": "x"}),
        ("POST", "/api/uploads", {"filename": "a.csv", "size": 1}),
        ("PATCH", f"/api/roles/{role}", {"name": "clerks"}),
        ("DELETE", f"/api/roles/{role}", None),
        ("POST", "/api/users", {"email": "bob@example.com", "role": "viewer"}),
        ("PATCH", viewer, {"role": "analyst"}),
        ("DELETE", viewer, None),
        ("PATCH", HERE, {"name": "y"}),
    ):
        before = ada.get("/api/audit-log/proof").json["entries"]
        assert ada.send(method, path, json=body).status < 300, path
        assert ada.get("/api/audit-log/proof").json["entries"] == before + 1, f"{method} {path}"


def test_the_trail_is_filtered_and_walked_page_by_page(ada: Browser) -> None:
    for number in range(5):
        ada.send("PATCH", HERE, json={"name": f"House {number}"})
    names: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        page = ada.get("/api/audit-log", action="edit", subject_type="organization", limit="2", **cursor).json
        names += [entry["after"]["name"] for entry in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = {"cursor": page["next_cursor"]}
    assert names == [f"House {number}" for number in (4, 3, 2, 1, 0)]
    assert ada.get("/api/audit-log", actor_id=user_id_of(ada), action="edit").json["items"]
    assert ada.get("/api/audit-log", **{"from": "2999-01-01"}).json["items"] == []
    assert ada.get("/api/audit-log", to="2000-01-01").json["items"] == []


@pytest.mark.parametrize(
    "query", [{"action": "edit' OR 1=1"}, {"actor_id": "x"}, {"from": "x"}, {"cursor": "WyItc2VxIiwieCIsIngiXQ"}]
)
def test_filters_that_mean_nothing_are_refused(ada: Browser, query: dict[str, str]) -> None:
    assert ada.get("/api/audit-log", **query).status == 422


def test_the_trail_is_exported_with_its_chain_and_the_export_is_on_it(ada: Browser) -> None:
    ada.send("PATCH", HERE, json={"name": "=HYPERLINK(1)"})
    exported = ada.get("/api/audit-log/export").json["items"]
    assert [entry["seq"] for entry in exported] == list(range(1, len(exported) + 1))
    assert all(later["prev_hash"] == earlier["hash"] for earlier, later in itertools.pairwise(exported))
    table = ada.get("/api/audit-log/export", format="csv")
    assert table.headers["Content-Type"] == ["text/csv; charset=utf-8"]
    assert table.headers["Content-Disposition"] == ['attachment; filename="audit-log.csv"']
    rows = list(csv.DictReader(io.StringIO(table.body)))
    assert len(rows) == len(exported) + 1, "the first export is on the trail by now"
    assert json.loads(next(row["after"] for row in rows if row["action"] == "edit")) == {"name": "=HYPERLINK(1)"}
    assert ada.get("/api/audit-log").json["items"][0]["action"] == "export"


def test_an_export_of_the_trail_takes_the_filters_of_the_list(ada: Browser) -> None:
    ada.send("PATCH", HERE, json={"name": "House"})
    exported = ada.get("/api/audit-log/export", action="edit", actor_id=user_id_of(ada)).json["items"]
    assert [entry["after"] for entry in exported] == [{"name": "House"}]
    told = ada.get("/api/audit-log", action="export").json["items"][0]["after"]
    assert told == {"format": "json", "action": "edit", "actor_id": user_id_of(ada), "entries": 1}


def test_a_long_export_of_the_trail_is_a_file_and_an_endless_one_is_refused(
    ada: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit_log, "MOST_AT_ONCE", 10)
    led = ada.get("/api/audit-log/export", format="csv")
    key = urlsplit(led.headers["Location"][0]).path.removeprefix("/purser-reports/")
    assert (led.status, key.startswith(f"exports/{organization_of(ada)}/")) == (302, True)
    stored = boto3.client("s3").get_object(Bucket="purser-reports", Key=key)["Body"].read().decode()
    assert [row["seq"] for row in csv.DictReader(io.StringIO(stored))][:2] == ["1", "2"]
    monkeypatch.setattr(audit_log, "MOST_EXPORTED", 1)
    assert ada.get("/api/audit-log/export").error["details"][0]["field"] == "to"


def test_the_trail_proves_itself_and_names_what_was_changed(ada: Browser, database: Database) -> None:
    good = ada.get("/api/audit-log/proof", seq="1").json
    assert (good["status"], good["broken"]) == ("ok", None)
    assert good["hash_at"]
    admin = database.connect("admin")
    admin.run("SET session_replication_role = replica")
    admin.run("UPDATE audit_log SET ip = '203.0.113.9' WHERE seq = 2")
    bad = ada.get("/api/audit-log/proof").json
    assert (bad["status"], bad["broken"]["seq"], bad["entries"]) == ("broken", 2, 1)
