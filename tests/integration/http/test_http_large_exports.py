"""An export that takes longer than a request may: ordered, made by a function of its own, announced, given out."""

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import boto3
import export_organization.handler as module
import pytest
from purser.usecases import order_export
from purser.usecases.record_failure import DeadLetter
from purser.usecases.record_letter_failure import record_export_failure

from tests.database import Database
from tests.http import CONTEXT, Browser
from tests.integration.http.conftest import organization_of
from tests.staff import user_id_of

EXPORT = "/api/organizations/current/export"
Make = Callable[[dict[str, Any]], list[dict[str, str]]]


@pytest.fixture(autouse=True)
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything is."""
    monkeypatch.setattr(order_export, "SMALL_ROWS", -1)


@pytest.fixture
def make(database: Database, monkeypatch: pytest.MonkeyPatch) -> Make:
    """Invoke the function with an event, as SQS would; return what failed."""
    monkeypatch.setattr(module, "connection", lambda: database.connect("app"))

    def made(detail: dict[str, Any]) -> list[dict[str, str]]:
        record = {"messageId": "m", "body": json.dumps({"id": "e", "detail": detail}), "eventSource": "aws:sqs", "attributes": {}}
        failures: Any = module.handler({"Records": [record]}, CONTEXT)
        return list(failures["batchItemFailures"])

    return made


def events(database: Database, type_: str) -> list[dict[str, Any]]:
    found = database.connect("admin").run("SELECT detail FROM outbox WHERE type = :type ORDER BY created_at", type=type_)
    return [row[0] for row in found or []]


def archive(answer: Any) -> zipfile.ZipFile:
    key = urlsplit(answer.json["url"]).path.removeprefix("/purser-reports/")
    return zipfile.ZipFile(io.BytesIO(boto3.client("s3").get_object(Bucket="purser-reports", Key=key)["Body"].read()))


def test_a_large_export_is_ordered_once_made_announced_and_given_out(ada: Browser, database: Database, make: Make) -> None:
    asked = [ada.get(EXPORT) for _ in range(2)]
    assert [(one.status, one.json) for one in asked] == [(202, {"status": "working"})] * 2
    assert asked[0].headers["Retry-After"] == ["30"]
    (order,) = events(database, order_export.ORDERED)
    assert (make(order), make(order)) == ([], []), "twice is once"
    (letter,) = events(database, "letter.wanted")[-1:]
    assert (letter["kind"], letter["user_id"]) == ("export_ready", user_id_of(ada))
    given, again = ada.get(EXPORT), ada.get(EXPORT)
    assert (given.status, again.status) == (200, 200)
    assert f"/exports/{organization_of(ada)}/" in given.json["url"]
    assert json.loads(archive(given).read("manifest.json"))["tables"] == given.json["tables"]
    actions = [one["action"] for one in ada.get("/api/audit-log", subject_type="organization").json["items"]]
    assert actions[:4] == ["fetch_export", "fetch_export", "export", "order_export"]


def test_what_was_fetched_long_ago_is_made_anew(ada: Browser, database: Database, make: Make) -> None:
    ada.get(EXPORT)
    make(events(database, order_export.ORDERED)[0])
    assert ada.get(EXPORT).status == 200
    database.connect("admin").run("UPDATE exports SET collected_at = now() - interval '2 hours'")
    assert ada.get(EXPORT).status == 202
    assert len(events(database, order_export.ORDERED)) == 2


def test_one_that_never_came_can_be_ordered_again_after_an_hour(ada: Browser, database: Database) -> None:
    ada.get(EXPORT)
    database.connect("admin").run("UPDATE exports SET created_at = now() - interval '2 hours'")
    assert ada.get(EXPORT).status == 202
    assert len(events(database, order_export.ORDERED)) == 2


def test_an_order_that_claims_a_foreign_organisation_makes_nothing(
    ada: Browser, register: Callable[..., Browser], database: Database, make: Make
) -> None:
    eve = register("eve@example.com", "Elsewhere")
    ada.get(EXPORT)
    (order,) = events(database, order_export.ORDERED)
    assert make({**order, "org_id": str(organization_of(eve))}) == []
    assert "Contents" not in boto3.client("s3").list_objects_v2(Bucket="purser-reports")
    assert ada.get(EXPORT).status == 202


def test_an_export_that_fails_for_good_is_in_the_error_log(ada: Browser, database: Database, make: Make) -> None:
    ada.get(EXPORT)
    (order,) = events(database, order_export.ORDERED)
    boto3.client("s3").delete_bucket(Bucket="purser-reports")
    assert make(order) == [{"itemIdentifier": "m"}]
    letter = DeadLetter("m", "purser-local-exports-dead", json.dumps({"detail": order}))
    assert record_export_failure(letter, database.connect("app")) == [organization_of(ada)]
    (failure,) = ada.get("/api/errors").json["items"]
    assert failure["code"] == "EXPORT_FAILED"


def test_little_is_exported_at_once(ada: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(order_export, "SMALL_ROWS", 10)
    assert ada.get(EXPORT).status == 200
