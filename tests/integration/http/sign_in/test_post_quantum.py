"""A whole sign-in with PURSER_POST_QUANTUM=true: keys as rotate_keys makes them, tokens as browsers carry them."""

from collections.abc import Mapping

import httpx
import jwt
import pytest
import rotate_keys.handler
from purser.runtime import keys
from purser.runtime.settings import post_quantum

from tests.http import CONTEXT, ORIGIN, Handler, proxy_event
from tests.integration.http.conftest import PASSWORD

NEWCOMER = {"email": "ada@example.com", "password": PASSWORD, "organization": "Counting House"}
COOKIE_BYTES = 4096
"""Name, value and flags together that RFC 6265 lets a site count on."""
HEADER_BYTES = 10_240
"""Of all headers that API Gateway takes."""


class Gateway(httpx.BaseTransport):
    """What stands between a real cookie jar and the handlers."""

    def __init__(self, handlers: Mapping[str, Handler]) -> None:
        self._handlers = handlers

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        assert sum(len(name) + len(value) for name, value in request.headers.raw) < HEADER_BYTES
        event = proxy_event(request.method, request.url.path, headers=dict(request.headers), body=request.read() or None)
        raw = self._handlers[request.url.path.split("/")[1]](event, CONTEXT)
        headers = [(name, value) for name, values in raw["multiValueHeaders"].items() for value in values]
        assert all(len(value) < COOKIE_BYTES for name, value in headers if name == "Set-Cookie")
        return httpx.Response(raw["statusCode"], headers=headers, text=raw["body"])


@pytest.fixture
def jar(handlers: dict[str, Handler]) -> httpx.Client:
    return httpx.Client(base_url=ORIGIN, transport=Gateway(handlers))


def rotate(environment: pytest.MonkeyPatch, *, quantum: bool) -> str:
    """Set the option and rotate, as a deployment does; return the name of the key that signs."""
    environment.setenv("PURSER_POST_QUANTUM", str(quantum).lower())
    environment.setattr(rotate_keys.handler, "RETRY_SECONDS", -1)
    for cached in (post_quantum, keys.public_keys, keys.signing_keys):
        cached.cache_clear()
    return rotate_keys.handler.work(rotate=True)["Current"]


def echo(jar: httpx.Client) -> dict[str, str]:
    return {"X-CSRF-Token": jar.cookies["csrf_token"]}


def test_a_browser_signs_in_renews_changes_something_and_signs_out_by_post_quantum_tokens(
    jar: httpx.Client, environment: pytest.MonkeyPatch
) -> None:
    kid = rotate(environment, quantum=True)
    token = jar.post("/auth/register", json=NEWCOMER).json()["access_token"]
    header = jwt.get_unverified_header(token)
    assert (header["alg"], header["kid"]) == ("ML-DSA-65", kid)
    assert jar.cookies["access_token"] + jar.cookies["access_token_rest"] == token
    assert jar.get("/auth/me").status_code == jar.get("/api/accounts").status_code == 200
    assert jar.post("/auth/refresh", headers=echo(jar)).status_code == 200
    role = {"name": "Bookkeeper", "permissions": ["read_reports"]}
    assert jar.post("/api/roles", json=role).status_code == 403, "without the echo"
    assert jar.post("/api/roles", json=role, headers=echo(jar)).status_code == 201
    assert jar.post("/auth/logout", headers=echo(jar)).status_code == 204
    assert jar.get("/auth/me").status_code == 401


def test_a_post_quantum_token_that_was_tampered_with_is_refused(jar: httpx.Client, environment: pytest.MonkeyPatch) -> None:
    rotate(environment, quantum=True)
    token = jar.post("/auth/register", json=NEWCOMER).json()["access_token"]
    middle = len(token) - 2000
    tampered = token[:middle] + ("A" if token[middle] != "A" else "B") + token[middle + 1 :]
    jar.cookies.clear()
    assert jar.get("/api/accounts", headers={"Authorization": f"Bearer {token}"}).status_code == 200
    assert jar.get("/api/accounts", headers={"Authorization": f"Bearer {tampered}"}).status_code == 401


@pytest.mark.parametrize("quantum", [True, False], ids=["switched on", "switched off again"])
def test_sessions_from_before_the_option_changed_live_on(
    jar: httpx.Client, environment: pytest.MonkeyPatch, *, quantum: bool
) -> None:
    rotate(environment, quantum=not quantum)
    old = jar.post("/auth/register", json=NEWCOMER).json()["access_token"]
    rotate(environment, quantum=quantum)
    assert jar.get("/api/accounts").status_code == 200, "the token of the old kind, until it expires"
    new = jar.post("/auth/refresh", headers=echo(jar)).json()["access_token"]
    assert {jwt.get_unverified_header(one)["alg"] for one in (old, new)} == {"EdDSA", "ML-DSA-65"}
    assert jar.get("/api/accounts").status_code == 200
