"""Imports over HTTP: undone, read again, given back; rejected rows as a file that can come again."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import boto3
import pytest
from purser.domain.statements import Reading, Rejected
from purser.domain.uploads import Arrival
from purser.store.notifications import arrivals_in
from purser.store.objects import Objects
from purser.usecases.ingest import Reader, ingest

from tests.database import Database
from tests.http import Browser, multipart
from tests.integration.http.conftest import BUCKET, Register
from tests.statements import CHASE_CHECKING, SEPTEMBER

Deliver = Callable[..., Any]
DAMAGED = SEPTEMBER.replace(b"09/20/2026", b"99/99/2026")


@pytest.fixture
def deliver(database: Database) -> Deliver:
    """Read what lies in S3, as the queue would have it."""

    def read(arrival: Arrival | None = None, reader: Reader | None = None) -> Any:
        s3 = boto3.client("s3")
        if arrival is None:
            newest = max(s3.list_objects_v2(Bucket=BUCKET)["Contents"], key=lambda found: str(found["Key"]))
            arrival = Arrival(bucket=BUCKET, key=newest["Key"], version=None, stamp="1", message_id="m")
        return ingest(arrival, Objects(s3, 10**6), database.connect("app"), reader)

    return read


def upload(person: Browser, content: bytes, name: str = "Chase1234_Activity.CSV") -> str:
    content_type, body = multipart({}, name, content)
    answer = person.send("POST", "/api/transactions/upload", headers={"Content-Type": content_type}, body=body)
    assert answer.status == 202, answer.body
    return str(answer.json["import_id"])


def test_an_import_is_undone_and_its_file_imported_again(ada: Browser, deliver: Deliver) -> None:
    first = upload(ada, SEPTEMBER)
    deliver()
    assert ada.send("DELETE", f"/api/imports/{first}").status == 204
    assert ada.get(f"/api/imports/{first}").json["status"] == "undone"
    assert ada.get("/api/transactions").json["items"] == []
    upload(ada, SEPTEMBER, "again_Chase1234_Activity.CSV")
    assert deliver().imported == 4


def test_what_is_not_read_yet_is_a_conflict(ada: Browser) -> None:
    waiting = ada.post("/api/uploads", {"filename": "a.csv", "size": 1}).json["import_id"]
    for method, path in (("DELETE", ""), ("POST", "/replay"), ("GET", "/original")):
        assert ada.send(method, f"/api/imports/{waiting}{path}").status == 409


def test_a_file_is_read_again_through_its_banks_queue(ada: Browser, deliver: Deliver) -> None:
    queue = boto3.client("sqs").create_queue(QueueName="purser-local-other")["QueueUrl"]
    first = upload(ada, SEPTEMBER)
    deliver()
    answer = ada.send("POST", f"/api/imports/{first}/replay")
    assert (answer.status, answer.json) == (202, {"import_id": first})
    assert ada.get(f"/api/imports/{first}").json["status"] == "reading"
    (message,) = boto3.client("sqs").receive_message(QueueUrl=queue)["Messages"]
    (arrival,) = arrivals_in(message["Body"], "m")
    assert deliver(arrival).imported == 4
    assert [ada.get(f"/api/imports/{first}").json[name] for name in ("status", "imported", "duplicates")] == ["done", 4, 0]


def test_the_original_is_given_back_under_its_own_name(ada: Browser) -> None:
    answer = ada.get(f"/api/imports/{upload(ada, SEPTEMBER, 'März 2026.csv')}/original")
    assert answer.status == 409, "nobody has seen it arrive yet"


def test_a_file_that_arrived_is_a_signed_address_away(ada: Browser, deliver: Deliver) -> None:
    first = upload(ada, SEPTEMBER, "März 2026.csv")
    deliver()
    answer = ada.get(f"/api/imports/{first}/original")
    assert answer.status == 302
    url = urlsplit(answer.headers["Location"][0])
    query = parse_qs(url.query)
    assert (url.path.split("/")[1:3], query["X-Amz-Expires"]) == ([BUCKET, "incoming"], ["900"])
    assert query["response-content-disposition"] == ["attachment; filename*=UTF-8''M%C3%A4rz%202026.csv"]


def test_rejected_rows_are_a_file_that_is_repaired_and_comes_again(ada: Browser, deliver: Deliver) -> None:
    first = upload(ada, DAMAGED)
    assert deliver().rejected == 1
    answer = ada.get(f"/api/imports/{first}/rows", status="rejected", format="csv")
    assert answer.headers["Content-Type"] == ["text/csv; charset=utf-8"]
    assert answer.headers["Content-Disposition"] == ['attachment; filename="Chase1234_Activity_rejected.csv"']
    (account,) = ada.get("/api/accounts").json["items"]
    head, row, end = answer.body.split("\r\n")
    assert (head, end) == (f"\ufeffPurser reason {account['id']},{CHASE_CHECKING}", "")
    assert "99/99/2026" in row.split('",')[0]
    upload(ada, answer.body.replace(",99/99/2026,", ",09/20/2026,").encode(), "Chase1234_Activity_rejected.csv")
    assert deliver().imported == 1
    (account,) = ada.get("/api/accounts").json["items"]
    assert account["transactions"] == 4


def test_rows_of_a_file_that_is_no_table_come_in_a_layout_to_fill_in(ada: Browser, deliver: Deliver) -> None:
    first = upload(ada, b":20:X", "x.sta")

    def told(_: bytes, **__: Any) -> Reading:
        return Reading("mt940", "other", "other", iter([Rejected(7, ":61:x", "BAD_ROW", "no date")]))

    deliver(reader=told)
    body = ada.get(f"/api/imports/{first}/rows", format="csv").body
    assert body.splitlines()[1] == '"no date",,,,,,,,,":61:x"'


def test_more_rejected_rows_than_an_answer_holds_are_a_signed_address_away(
    ada: Browser, deliver: Deliver, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = upload(ada, DAMAGED)
    deliver()
    whole = ada.get(f"/api/imports/{first}/rows", format="csv").body
    monkeypatch.setattr("api.routes.imports.MOST_AT_ONCE", 50)
    answer = ada.get(f"/api/imports/{first}/rows", format="csv")
    assert answer.status == 302
    url = urlsplit(answer.headers["Location"][0])
    _, bucket, key = url.path.split("/", 2)
    assert key.endswith("/Chase1234_Activity_rejected.csv")
    assert boto3.client("s3").get_object(Bucket=bucket, Key=key)["Body"].read().decode() == whole


def test_only_rejected_rows_are_given_out_as_csv(ada: Browser) -> None:
    waiting = ada.post("/api/uploads", {"filename": "a.csv", "size": 1}).json["import_id"]
    assert ada.get(f"/api/imports/{waiting}/rows", status="duplicate", format="csv").status == 422


def test_another_organisations_imports_are_not_there(ada: Browser, deliver: Deliver, register: Register) -> None:
    first = upload(ada, SEPTEMBER)
    deliver()
    eve = register("eve@example.com", "Elsewhere")
    for method, path in (("DELETE", ""), ("POST", "/replay"), ("GET", "/original"), ("GET", "/rows?format=csv")):
        assert eve.send(method, f"/api/imports/{first}{path}").status == 404
    assert len(ada.get("/api/transactions").json["items"]) == 4


def test_the_trail_says_who_took_it_back(ada: Browser, deliver: Deliver, books: Callable[[Browser], Any]) -> None:
    first = upload(ada, SEPTEMBER)
    deliver()
    ada.send("DELETE", f"/api/imports/{first}")
    with books(ada) as tx:
        (deed,) = tx.items("SELECT actor_id, subject_id, after FROM audit_log WHERE action = 'undo'")
    assert deed["subject_id"] == first
    assert deed["actor_id"] == ada.get("/auth/me").json["user"]["id"]
    assert json.dumps(deed["after"]) == '{"deleted": 4, "kept_by_other_imports": 0}'
