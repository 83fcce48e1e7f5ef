"""The front door, before an emulator that the tests play."""

import asyncio
import gzip
import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from infra.local.front_door import build
from infra.local.home import Home, Ports
from tests.cloud import free_port

Emulator = Callable[[httpx.Request], httpx.Response]
ORIGIN = "http://127.0.0.1:8080"


class Door:
    """The front door as a browser sees it."""

    def __init__(self, home: Home, emulator: Emulator) -> None:
        self._home, self._emulator = home, emulator

    def __call__(self, method: str, path: str, **options: Any) -> httpx.Response:
        return asyncio.run(self._ask(method, path, options))

    async def _ask(self, method: str, path: str, options: dict[str, Any]) -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.MockTransport(self._emulator)) as inner:
            app = build(self._home, "api1", inner, self._home.folder)
            async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=ORIGIN) as browser:
                return await browser.request(method, path, **options)


@pytest.fixture
def door(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Emulator], Door]:
    page = tmp_path_factory.mktemp("web")
    (page / "index.html").write_text("<title>Purser</title>")
    return lambda emulator: Door(Home(page, Ports(cloud=4566, mail=free_port())), emulator)


Before = Callable[[Emulator], Door]


def streamed(content: bytes = b"", headers: list[tuple[str, str]] | None = None) -> httpx.Response:
    return httpx.Response(200, headers=headers, stream=httpx.ByteStream(content))


def echo(request: httpx.Request) -> httpx.Response:
    told = {"method": request.method, "url": str(request.url), "headers": dict(request.headers), "size": len(request.content)}
    return streamed(json.dumps(told).encode())


def test_the_api_answers_without_its_stage_in_the_address(door: Before) -> None:
    told = door(echo)("GET", "/api/transactions?limit=5&q=a%20b").json()
    assert told["url"] == "http://127.0.0.1:4566/restapis/api1/local/_user_request_/api/transactions?limit=5&q=a%20b"


@pytest.mark.parametrize("path", ["/auth/login", "/api/a/b", "/webhooks/plaid", "/openapi.json", "/docs"])
def test_everything_that_is_no_page_goes_to_the_api(door: Before, path: str) -> None:
    assert door(echo)("POST", path).json()["url"].endswith(f"_user_request_{path}")


def test_a_presigned_address_goes_to_s3_with_the_host_it_was_signed_for(door: Before) -> None:
    path = "/purser-local-statements-000000000000/incoming/a%20b.csv?X-Amz-Signature=x"
    told = door(echo)("PUT", path, content=b"x" * 70_000).json()
    assert (told["method"], told["url"], told["size"]) == ("PUT", f"http://127.0.0.1:4566{path}", 70_000)
    assert told["headers"]["host"] == "127.0.0.1:8080"
    assert told["headers"]["content-length"] == "70000"


def test_several_cookies_stay_several(door: Before) -> None:
    cookies = [("set-cookie", "a=1"), ("set-cookie", "b=2"), ("set-cookie", "c=3")]
    answer = door(lambda _: streamed(headers=cookies))("POST", "/auth/login")
    assert answer.headers.get_list("set-cookie") == ["a=1", "b=2", "c=3"]


def test_a_compressed_answer_is_passed_on_as_it_is(door: Before) -> None:
    answer = door(lambda _: streamed(gzip.compress(b"hello"), [("content-encoding", "gzip")]))("GET", "/api/x")

    assert (answer.headers["content-encoding"], answer.text) == ("gzip", "hello")


def test_no_encoding_is_asked_for_that_the_caller_did_not_ask_for(door: Before) -> None:
    told = door(echo)("GET", "/api/x", headers={"accept-encoding": "identity"}).json()
    assert told["headers"]["accept-encoding"] == "identity"


def test_the_page_is_served_fresh(door: Before) -> None:
    answer = door(echo)("GET", "/")
    assert "Purser" in answer.text
    assert answer.headers["cache-control"] == "no-cache"


def test_an_emulator_that_is_away_is_said_in_the_form_of_every_error(door: Before) -> None:
    def away(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused", request=request)

    answer = door(away)("GET", "/api/transactions")

    assert answer.status_code == 503
    assert answer.json()["error"]["code"] == "UNAVAILABLE"


def test_health_is_down_while_the_mailbox_is(door: Before) -> None:
    def well(_: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json={"status": "ok", "version": "1", "checks": {"postgres": "ok"}})

    answer = door(well)("GET", "/health")

    assert (answer.status_code, answer.json()["checks"]) == (503, {"postgres": "ok", "mail": "down"})


def test_what_a_client_says_of_where_it_is_stays_outside(door: Before) -> None:
    said = {"X-Forwarded-For": "203.0.113.9", "Forwarded": "for=203.0.113.9", "X-Real-IP": "203.0.113.9"}
    told = door(echo)("GET", "/auth/me", headers=said).json()
    assert "203.0.113.9" not in str(told["headers"])


def test_the_page_loads_nothing_of_others_and_stands_in_no_frame(door: Before) -> None:
    headers = door(echo)("GET", "/").headers
    policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
    assert (policy["default-src"], policy["frame-ancestors"]) == ("'self'", "'none'")
    assert "'unsafe-inline'" not in headers["content-security-policy"]
    assert headers["x-frame-options"] == "DENY"
