import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import boto3
import pytest
from purser.domain.uploads import Address
from purser.runtime import clients
from purser.runtime.settings import settings

from tests.http import ORIGIN, Browser, multipart
from tests.integration.http.conftest import BUCKET, make_account, organization_of

Books = Callable[[Browser], Any]
STATEMENT = b"Details,Posting Date,Description,Amount,Type,Balance,Check or Slip #\n"


def objects() -> list[str]:
    return [found["Key"] for found in boto3.client("s3").list_objects_v2(Bucket=BUCKET).get("Contents", [])]


def test_an_announced_file_has_a_waiting_import_and_a_signed_address(ada: Browser) -> None:
    answer = ada.post("/api/uploads", {"filename": "Chase1234_Activity.CSV", "size": 42, "bank": "chase"})
    assert answer.status == 201
    target = answer.json
    waiting = ada.get(f"/api/imports/{target['import_id']}").json
    assert (waiting["status"], waiting["bank"], waiting["filename"], waiting["rows_read"]) == (
        "waiting",
        "chase",
        "Chase1234_Activity.CSV",
        0,
    )
    url = urlsplit(target["upload_url"])
    key = f"incoming/chase/{organization_of(ada)}/auto/{target['import_id']}/Chase1234_Activity.CSV"
    assert f"{url.scheme}://{url.netloc}{url.path}" == f"{ORIGIN}/{BUCKET}/{key}"
    assert "content-length" in parse_qs(url.query)["X-Amz-SignedHeaders"][0].split(";")
    assert target["headers"] == {"x-amz-meta-correlation-id": waiting["correlation_id"]}


def test_the_correlation_id_is_that_of_the_request(ada: Browser) -> None:
    answer = ada.post("/api/uploads", {"filename": "a.csv", "size": 1})
    assert answer.headers["X-Request-Id"] == [answer.json["headers"]["x-amz-meta-correlation-id"]]


def test_an_account_decides_the_bank(ada: Browser, books: Books) -> None:
    with books(ada) as tx:
        account = str(make_account(tx, bank="discover"))
    target = ada.post("/api/uploads", {"filename": "a.csv", "size": 1, "account_id": account}).json
    assert ada.get(f"/api/imports/{target['import_id']}").json["bank"] == "discover"
    assert f"/incoming/discover/{organization_of(ada)}/{account}/" in target["upload_url"]
    refused = ada.post("/api/uploads", {"filename": "a.csv", "size": 1, "account_id": account, "bank": "chase"})
    assert (refused.status, refused.error["details"][0]["field"]) == (422, "bank")


@pytest.mark.parametrize("name", ["../../etc/passwd", "C:\\Users\\ada\\März 2026 (1).csv", ".hidden", "x" * 255, "🧾"])
def test_whatever_a_file_is_called_its_key_can_be_read_back(ada: Browser, name: str) -> None:
    target = ada.post("/api/uploads", {"filename": name, "size": 1}).json
    key = urlsplit(target["upload_url"]).path.removeprefix(f"/{BUCKET}/")
    address = Address.parse(key)
    assert (address.import_id, address.org_id) == (UUID(target["import_id"]), organization_of(ada))
    assert re.fullmatch(r"[A-Za-z0-9_-][A-Za-z0-9._-]*", address.filename)
    assert ada.get(f"/api/imports/{target['import_id']}").json["filename"] == name


def test_what_no_statement_can_be_is_refused(ada: Browser, subtests: pytest.Subtests) -> None:
    for body, status in (
        ({"filename": "a.csv", "size": 0}, 422),
        ({"filename": "a.csv", "size": -1}, 422),
        ({"filename": "a.csv", "size": "many"}, 422),
        ({"filename": "a.csv", "size": 10**400}, 422),
        ({"filename": "a.csv", "size": settings().max_upload_bytes + 1}, 413),
        ({"filename": "", "size": 1}, 422),
        ({"filename": "a\x00.csv", "size": 1}, 422),
        ({"filename": "a.csv", "size": 1, "bank": "plaid"}, 422),
        ({"filename": "a.csv", "size": 1, "account_id": "mine"}, 422),
        ({"filename": "a.csv"}, 422),
        ([], 422),
        ("a.csv", 422),
        (None, 422),
    ):
        with subtests.test(str(body)[:40]):
            assert ada.send("POST", "/api/uploads", json=body).status == status
    assert ada.get("/api/imports").json["items"] == []


def test_a_small_file_is_put_where_statements_arrive(ada: Browser) -> None:
    content_type, body = multipart({"bank": "chase"}, "September.csv", STATEMENT)
    answer = ada.send("POST", "/api/transactions/upload", headers={"Content-Type": content_type}, body=body)
    assert answer.status == 202
    import_id = answer.json["import_id"]
    (key,) = objects()
    assert key == f"incoming/chase/{organization_of(ada)}/auto/{import_id}/September.csv"
    stored = boto3.client("s3").get_object(Bucket=BUCKET, Key=key)
    assert stored["Body"].read() == STATEMENT
    assert stored["Metadata"]["correlation-id"] == ada.get(f"/api/imports/{import_id}").json["correlation_id"]


def test_bytes_arrive_as_they_were_sent(ada: Browser) -> None:
    content = bytes(range(256)) * 3 + b"\r\n--frontier\r\n"
    content_type, body = multipart({}, "raw.bin", content)
    assert ada.send("POST", "/api/transactions/upload", headers={"Content-Type": content_type}, body=body).status == 202
    (key,) = objects()
    assert boto3.client("s3").get_object(Bucket=BUCKET, Key=key)["Body"].read() == content


def test_text_that_a_gateway_did_not_encode_arrives_too(ada: Browser) -> None:
    content_type, body = multipart({}, "Übersicht.csv", "Café;-1,50 €\n".encode())
    answer = ada.send("POST", "/api/transactions/upload", headers={"Content-Type": content_type}, body=body.decode())
    assert answer.status == 202
    assert boto3.client("s3").get_object(Bucket=BUCKET, Key=objects()[0])["Body"].read().decode() == "Café;-1,50 €\n"


def test_a_form_that_cannot_be_read_is_refused(ada: Browser, subtests: pytest.Subtests) -> None:
    content_type, body = multipart({}, "a.csv", b"x")
    huge = multipart({}, "a.csv", b"x" * 5_000_001)
    empty = multipart({}, "a.csv", b"")
    bank = multipart({"bank": "piggy"}, "a.csv", b"x")
    for header, sent, status in (
        ("multipart/form-data", body, 400),
        ("application/json", b"{}", 415),
        ("text/csv", STATEMENT, 415),
        (content_type, body.replace(b'name="file"', b'name="other"'), 422),
        (content_type, b"", 422),
        (content_type, body.replace(b"a.csv", b"\xff\xfe"), 400),
        (content_type, body.replace(b"a.csv", b"a\x00.csv"), 422),
        (*empty, 422),
        (*bank, 422),
        (*huge, 413),
        (*multipart({}, "a.csv", b"x" * 5_200_000), 413),
        (*multipart({}, "a.csv", b"x" * 8_000_000), 413),
    ):
        with subtests.test(f"{header[:20]} {sent[:20]!r} {status}"):
            answer = ada.send("POST", "/api/transactions/upload", headers={"Content-Type": header}, body=sent)
            assert answer.status == status, answer.body
            assert status != 413 or "POST /api/uploads" in answer.error["message"]
    assert objects() == []
    assert ada.get("/api/imports").json["items"] == []


def test_a_file_that_cannot_be_stored_leaves_no_import_waiting(ada: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PURSER_STATEMENTS_BUCKET", "no-such-bucket")
    settings.cache_clear()
    content_type, body = multipart({}, "a.csv", b"x")
    answer = ada.send("POST", "/api/transactions/upload", headers={"Content-Type": content_type}, body=body)
    assert (answer.status, answer.error["code"]) == (500, "INTERNAL")
    assert "bucket" not in answer.body
    assert ada.get("/api/imports").json["items"] == []


def test_an_import_shows_its_accounting_and_its_rows(ada: Browser, books: Books) -> None:
    import_id = ada.post("/api/uploads", {"filename": "a.csv", "size": 9, "bank": "chase"}).json["import_id"]
    with books(ada) as tx:
        tx.execute(
            "UPDATE imports SET status = 'done', rows_read = 3, imported = 1, duplicates = 1, rejected = 1,"
            " totals = CAST(:totals AS jsonb), first = '2026-09-01', last = '2026-09-02', finished_at = now() WHERE id = :id",
            id=UUID(import_id), totals='{"USD": "-3.20"}',
        )  # fmt: skip
        for ordinal, status in enumerate(("imported", "duplicate", "rejected"), 1):
            tx.execute(
                "INSERT INTO raw_records (org_id, import_id, bank, ordinal, line, status, code, reason, text)"
                " VALUES (:org, :import, 'chase', :ordinal, :line, :status, :code, :reason, 'a,b')",
                **{"org": tx.org_id, "import": UUID(import_id), "ordinal": ordinal, "line": ordinal + 1, "status": status,
                   "code": "BAD_DATE" if status == "rejected" else None, "reason": None},
            )  # fmt: skip
    found = ada.get(f"/api/imports/{import_id}").json
    assert (found["rows_read"], found["imported"], found["duplicates"], found["rejected"]) == (3, 1, 1, 1)
    assert (found["totals"], found["first"], found["last"], found["balance_check"]) == (
        {"USD": "-3.20"}, "2026-09-01", "2026-09-02", "absent",
    )  # fmt: skip
    assert found["finished_at"].endswith("Z")
    rows = f"/api/imports/{import_id}/rows"
    assert [row["status"] for row in ada.get(rows).json["items"]] == ["imported", "duplicate", "rejected"]
    (rejected,) = ada.get(rows, status="rejected").json["items"]
    assert (rejected["line"], rejected["code"], rejected["text"]) == (4, "BAD_DATE", "a,b")
    first = ada.get(rows, limit="2").json
    assert [row["ordinal"] for row in ada.get(rows, limit="2", cursor=first["next_cursor"]).json["items"]] == [3]
    assert ada.get(rows, status="lost").status == 422


def test_imports_are_listed_most_recent_first_page_by_page(ada: Browser) -> None:
    made = [ada.post("/api/uploads", {"filename": f"{n}.csv", "size": 1}).json["import_id"] for n in range(5)]
    first = ada.get("/api/imports", limit="3").json
    second = ada.get("/api/imports", limit="3", cursor=first["next_cursor"]).json
    assert [item["id"] for item in first["items"] + second["items"]] == made[::-1]


def test_health_tells_which_part_does_not_answer(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    well = browser.get("/health")
    assert (well.status, well.json["checks"]) == (200, {"postgres": "ok", "s3": "ok", "events": "ok"})
    monkeypatch.setenv("PURSER_EVENT_BUS", "no-such-bus")
    settings.cache_clear()
    clients.aws.cache_clear()
    ill = browser.get("/health")
    assert (ill.status, ill.json["status"], ill.json["checks"]["events"], ill.json["checks"]["s3"]) == (503, "down", "down", "ok")
