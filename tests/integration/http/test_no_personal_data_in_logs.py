"""Markers planted all along the way, from sign-in over a statement to an error of the database: no log has any of them."""

import json
import logging
from typing import Any

import boto3
import ingest_statement.handler
import pytest
from purser.runtime.settings import settings
from purser.store.postgres import DatabaseError

from tests.database import Database
from tests.http import CONTEXT, Browser, multipart
from tests.integration.http.conftest import BUCKET, PASSWORD
from tests.statements import chase_checking

PERSON, HOUSE = "marker.person@example.com", "Marker Holdings"
DESCRIPTION, ACCOUNT, AMOUNT = "MARKERSHOP UTRECHT", "998877665544", "-1234.56"
QUESTION, NAME = "markerquestion", "Marker Savings"
STATEMENT = chase_checking(("09/20/2026", DESCRIPTION, AMOUNT, "4321.09"))


def test_nothing_of_a_person_is_logged(
    browser: Browser, database: Database, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.DEBUG, logger="api")
    caplog.set_level(logging.DEBUG, logger="auth")
    caplog.set_level(logging.DEBUG, logger="ingest_statement")
    token = live(browser, database, monkeypatch)
    fail(browser, monkeypatch)
    said = "\n".join(told(record) for record in caplog.records)
    assert "read a file" in said, "the functions' logs are looked at"
    assert "could not answer" in said
    planted = [PERSON, HOUSE, DESCRIPTION, "MARKERSHOP", ACCOUNT, AMOUNT, "1234.56", QUESTION, NAME, PASSWORD, token]
    planted += [value for name, value in browser.cookies.items() if name != "csrf_token"]
    assert not [marker for marker in planted if marker in said]


def told(record: logging.LogRecord) -> str:
    """Everything a formatter could make of a record, its traceback too."""
    formatted = logging.Formatter().format(record)
    return formatted + json.dumps(vars(record), default=str)


def live(browser: Browser, database: Database, monkeypatch: pytest.MonkeyPatch) -> str:
    """Register, send a statement, have it read, look at it and change something; return a token."""
    browser.post("/auth/register", {"email": PERSON, "password": PASSWORD, "organization": HOUSE})
    Browser(browser.handlers).post("/auth/login", {"email": PERSON, "password": "wrong, with a marker in it"})
    answer = browser.post("/auth/login", {"email": PERSON, "password": PASSWORD})
    content_type, body = multipart({}, f"Chase{ACCOUNT}_Activity.csv", STATEMENT)
    assert browser.send("POST", "/api/transactions/upload", headers={"Content-Type": content_type}, body=body).status == 202
    read_everything(database, monkeypatch)
    (account,) = browser.get("/api/accounts").json["items"]
    assert browser.get("/api/transactions").json["items"][0]["amount"] == AMOUNT
    browser.get("/api/transactions", q=QUESTION)
    browser.get("/api/transactions", limit=QUESTION)
    browser.send("PATCH", f"/api/accounts/{account['id']}", json={"name": NAME})
    browser.send("PATCH", f"/api/accounts/{account['id']}", json={"name": NAME, "kind": NAME})
    browser.post("/api/users", {"email": f"friend.of.{PERSON}", "role": "viewer"})
    return str(answer.json["access_token"])


def read_everything(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have every file in the bucket read by the function, as S3's notification would."""
    held = database.connect("app")
    monkeypatch.setattr(ingest_statement.handler, "connection", lambda: held)
    s3 = boto3.client("s3")
    for found in s3.list_objects_v2(Bucket=BUCKET)["Contents"]:
        stored: dict[str, Any] = {"bucket": {"name": BUCKET}, "object": {"key": found["Key"], "sequencer": "1"}}
        record = {
            "messageId": "m",
            "body": json.dumps({"Records": [{"s3": stored}]}),
            "eventSource": "aws:sqs",
            "receiptHandle": "r",
        }
        assert ingest_statement.handler.handler({"Records": [record]}, CONTEXT) == {"batchItemFailures": []}
    assert settings().statements_bucket == BUCKET


def fail(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the database refuse a row that is full of markers; its message would quote the row."""
    from purser.store import organizations  # noqa: PLC0415 - what is broken is chosen here

    before = organizations.update_organization

    def broken(tx: Any, values: Any) -> None:
        before(tx, {**values, "keep_originals_days": 7})

    monkeypatch.setattr(organizations, "update_organization", broken)
    assert browser.send("PATCH", "/api/organizations/current", json={"name": f"{HOUSE} and {QUESTION}"}).status == 500


def test_an_error_of_the_database_does_not_quote_the_row(database: Database) -> None:
    connection = database.connect("app")
    connection.run("CREATE TEMPORARY TABLE staging (number integer CHECK (number > 0), text text, UNIQUE (text))")
    for sql, stream in (
        ("INSERT INTO staging VALUES (-1, 'MARKER')", None),
        ("INSERT INTO staging VALUES (1, 'MARKER'), (2, 'MARKER')", None),
        ("COPY staging FROM STDIN", [b"1\ta\n", b"-1\tMARKER\n"]),
    ):
        with pytest.raises(DatabaseError) as refused:
            connection.run(sql, stream=stream)
        assert "MARKER" not in str(refused.value)
        assert refused.value.args[0]["M"], "what is wrong is still said"
