import threading
from collections.abc import Callable
from typing import Any

import pytest
from purser.runtime import clients
from purser.store.postgres import BrokenConnectionError, tenant_tx
from purser.usecases.once import Answer, OfOrganization, once

from tests.database import Database
from tests.http import CONTEXT, ORIGIN, Browser, Handler, multipart, proxy_event
from tests.integration.http.conftest import make_account, organization_of

Books = Callable[[Browser], Any]


def test_every_error_has_the_form_of_the_contract(ada: Browser, browser: Browser, subtests: pytest.Subtests) -> None:
    for answer, status in (
        (browser.get("/api/transactions"), 401),
        (ada.get("/api/transactions", limit="x"), 422),
        (ada.get("/api/nothing"), 404),
        (ada.send("DELETE", "/api/transactions"), 405),
        (ada.send("POST", "/api/uploads", body="{", headers={"Content-Type": "application/json"}), 400),
        (ada.send("POST", "/api/uploads", body="a=b", headers={"Content-Type": "application/x-www-form-urlencoded"}), 415),
        (
            ada.send("POST", "/api/uploads", body='{"a": "' + "x" * 256_000 + '"}', headers={"Content-Type": "application/json"}),
            413,
        ),
    ):
        with subtests.test(str(status)):
            assert answer.status == status
            assert set(answer.error) == {"code", "message", "details", "timestamp", "request_id"}
            assert answer.error["timestamp"].endswith("Z")
            assert answer.headers["X-Request-Id"] == [answer.error["request_id"]]
            assert answer.headers["Content-Type"] == ["application/json"]


def test_a_wrong_method_says_which_are_right(ada: Browser) -> None:
    assert ada.send("DELETE", "/api/uploads").headers["Allow"] == ["POST"]


def test_bodies_that_are_no_json_are_malformed(ada: Browser, subtests: pytest.Subtests) -> None:
    for body in (
        "{",
        "[1,]",
        "NaN",
        '{"size": Infinity}',
        "[" * 100_000,
        '{"size": ' + "9" * 5000 + "}",
        b"\xff\xfe",
        '{"filename": "\\ud800"}',
    ):
        with subtests.test(str(body[:20])):
            answer = ada.send("POST", "/api/uploads", body=body, headers={"Content-Type": "application/json"})
            assert answer.status in (400, 422), answer.body


def test_a_body_that_is_not_base64_although_it_should_be_is_malformed(ada: Browser) -> None:
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {ada.cookies['access_token']}"}
    event = proxy_event("POST", "/api/uploads", headers=headers, body="%%%") | {"isBase64Encoded": True}
    assert ada.handlers["api"](event, CONTEXT)["statusCode"] == 400


def test_answers_protect_the_browser(ada: Browser, browser: Browser) -> None:
    for answer in (ada.get("/api/transactions"), browser.get("/api/transactions"), browser.get("/nothing")):
        told = {name: values[0] for name, values in answer.headers.items()}
        assert told["X-Content-Type-Options"] == "nosniff"
        assert told["X-Frame-Options"] == "DENY"
        assert told["Referrer-Policy"] == "no-referrer"
        assert told["Cache-Control"] == "no-store"
        assert "Strict-Transport-Security" not in told, "plain HTTP cannot promise it"


def test_only_our_own_origin_may_ask_from_a_page(ada: Browser) -> None:
    ours = ada.send("OPTIONS", "/api/uploads", headers={"Origin": ORIGIN, "Access-Control-Request-Method": "POST"})
    assert (ours.status, ours.headers["Access-Control-Allow-Origin"]) == (204, [ORIGIN])
    assert "Idempotency-Key" in ours.headers["Access-Control-Allow-Headers"][0]
    for method in ("OPTIONS", "GET"):
        other = ada.send(method, "/api/transactions", headers={"Origin": "https://evil.example"})
        assert "Access-Control-Allow-Origin" not in other.headers
    assert ada.send("GET", "/api/transactions", headers={"Origin": ORIGIN}).headers["Access-Control-Allow-Credentials"] == [
        "true"
    ]


def test_what_we_did_wrong_is_logged_and_not_told(
    ada: Browser, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("the secret cause")

    monkeypatch.setattr("api.routes.accounts.chart_read.accounts_page", broken)
    answer = ada.get("/api/accounts")
    assert (answer.status, answer.error["code"]) == (500, "INTERNAL")
    assert "secret cause" not in answer.body
    (record,) = [one for one in caplog.records if one.exc_info and "secret cause" in str(one.exc_info[1])]
    assert (record.levelname, vars(record)["path"]) == ("ERROR", "/api/accounts")


def test_postgres_away_is_a_503_that_asks_to_try_again(ada: Browser, database: Database) -> None:
    ada.get("/api/accounts")

    def away(_: object) -> Any:
        raise BrokenConnectionError("connection refused")

    def nowhere(event: dict[str, Any], context: Any) -> dict[str, Any]:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(clients, "_database", lambda: clients.Database(dict, away))
            from api.handler import handler  # noqa: PLC0415 - past the fixture's wrapper

            return handler(event, context)

    answer = Browser({"api": nowhere}, dict(ada.cookies)).get("/api/accounts")
    assert (answer.status, answer.headers["Retry-After"]) == (503, ["5"])
    assert database.name


def test_the_same_key_and_request_is_done_once(ada: Browser) -> None:
    def send(size: int = 1) -> Any:
        return ada.post("/api/uploads", {"filename": "a.csv", "size": size}, headers={"Idempotency-Key": "k1"})

    first, again = send(), send()
    assert (first.status, again.status) == (201, 201)
    assert first.json == again.json
    assert len(ada.get("/api/imports").json["items"]) == 1
    assert send(size=2).status == 409, "another request under the same key"


def test_a_retried_form_is_the_same_request_whatever_its_boundary(ada: Browser) -> None:
    answers = []
    for boundary in ("first", "second"):
        content_type, body = multipart({}, "a.csv", b"x", boundary)
        headers = {"Content-Type": content_type, "Idempotency-Key": "form"}
        answers.append(ada.send("POST", "/api/transactions/upload", headers=headers, body=body))
    assert [answer.status for answer in answers] == [202, 202]
    assert answers[0].json == answers[1].json
    assert len(ada.get("/api/imports").json["items"]) == 1


def test_a_request_that_failed_frees_its_key(ada: Browser) -> None:
    key = {"Idempotency-Key": "again"}
    refused = ada.post(
        "/api/uploads", {"filename": "a.csv", "size": 1, "account_id": "0198f0c4-0000-7000-8000-000000000000"}, headers=key
    )
    assert refused.status == 404
    assert ada.post("/api/uploads", {"filename": "a.csv", "size": 1}, headers=key).status == 201


@pytest.mark.parametrize("key", ["", "x" * 256, "é"])
def test_a_key_is_short_and_plain(ada: Browser, key: str) -> None:
    assert ada.post("/api/uploads", {"filename": "a.csv", "size": 1}, headers={"Idempotency-Key": key}).status == 422


def test_a_request_that_comes_while_the_first_is_at_work_must_wait(ada: Browser, database: Database) -> None:
    org_id = organization_of(ada)
    here, there = database.connect("app"), database.connect("app")
    at_work, may_end = threading.Event(), threading.Event()
    done: list[Answer] = []

    def slow() -> Answer:
        at_work.set()
        assert may_end.wait(10)
        return Answer(201, "{}")

    first = threading.Thread(target=lambda: done.append(once(OfOrganization(lambda: tenant_tx(here, org_id)), "k", b"1", slow)))
    first.start()
    assert at_work.wait(10)
    with pytest.raises(Exception, match="still being answered"):
        once(OfOrganization(lambda: tenant_tx(there, org_id)), "k", b"1", slow)
    may_end.set()
    first.join(10)
    assert done == [Answer(201, "{}")]
    assert once(OfOrganization(lambda: tenant_tx(there, org_id)), "k", b"1", slow) == Answer(201, "{}")


def test_accounts_can_be_renamed_and_the_trail_says_by_whom(ada: Browser, books: Books) -> None:
    with books(ada) as tx:
        account = make_account(tx, "Everyday")
    changed = ada.send("PATCH", f"/api/accounts/{account}", json={"name": "  House  "})
    assert (changed.status, changed.json["name"], changed.json["kind"]) == (200, "House", "checking")
    assert ada.get("/api/accounts").json["items"] == [changed.json]
    with books(ada) as tx:
        (deed,) = tx.rows("SELECT before, after FROM audit_log WHERE action = 'edit'")
    assert deed == [{"name": "Everyday"}, {"name": "House"}]
    for body in ({"name": ""}, {"kind": "piggy"}, {"balance": "1"}, {"name": "x" * 201}):
        assert ada.send("PATCH", f"/api/accounts/{account}", json=body).status == 422


def test_the_description_is_served_with_a_page_that_asks_no_other_host(browser: Browser) -> None:
    document = browser.get("/openapi.json").json
    assert document["openapi"].startswith("3.1")
    assert "/auth/login" in document["paths"]
    page = browser.get("/docs")
    assert page.headers["Content-Type"] == ["text/html; charset=utf-8"]
    assert "SwaggerUIBundle" in page.body
    assert 'src="http' not in page.body
    assert "default-src 'none'" in page.headers["Content-Security-Policy"][0]


def test_no_handler_is_confused_by_the_other(handlers: dict[str, Handler]) -> None:
    swapped = Browser({"api": handlers["auth"], "auth": handlers["api"]})
    assert swapped.get("/api/accounts").status == 404
    assert swapped.get("/auth/me").status == 404
