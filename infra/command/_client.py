"""The API as commands use it: signed in once, its errors told as a person reads them."""

import getpass
import os
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Self

import httpx
from purser.domain.errors import PurserError

from infra.local.home import HOST, home

DEMO = ("demo@example.com", "counting-house-2026")
PATIENCE = httpx.Timeout(30, write=120)


class ApiError(PurserError):
    """The API refused, or could not be reached; the message is for whoever typed the command."""

    code = "API"


@dataclass(frozen=True, slots=True)
class Client:
    """An API at some address, called as somebody."""

    http: httpx.Client

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.http.close()

    def sign_in(self, email: str, password: str) -> None:
        """Call as this person from now on."""
        told = self.call("POST", "/auth/login", json={"email": email, "password": password})
        if "access_token" not in told:
            raise ApiError("This sign-in needs a second factor: sign in elsewhere and set PURSER_TOKEN.")
        self.as_bearer(told["access_token"])

    def as_bearer(self, token: str) -> None:
        """Call with this token from now on."""
        self.http.cookies.clear()
        self.http.headers["Authorization"] = f"Bearer {token}"

    def call(self, method: str, path: str, **request: Any) -> dict[str, Any]:
        """Send a request; return the JSON object of its answer."""
        answer = self._send(self.http.build_request(method, path, **request))
        told: dict[str, Any] = answer.json()
        return told

    def items(self, path: str, **query: str) -> Iterator[dict[str, Any]]:
        """Walk a list to its end."""
        cursor: dict[str, str] = {}
        while True:
            page = self.call("GET", path, params={"limit": "200", **query, **cursor})
            yield from page["items"]
            if page["next_cursor"] is None:
                return
            cursor = {"cursor": page["next_cursor"]}

    def put(self, url: str, headers: dict[str, str], size: int, content: Iterable[bytes]) -> None:
        """Send `size` bytes to a presigned address, which must not see who we are."""
        request = httpx.Request("PUT", url, headers={**headers, "Content-Length": str(size)}, content=content)
        request.extensions = {"timeout": PATIENCE.as_dict()}
        self._send(request)

    def _send(self, request: httpx.Request) -> httpx.Response:
        try:
            answer = self.http.send(request)
        except httpx.HTTPError as trouble:
            raise ApiError(
                f"{request.url.host}:{request.url.port} cannot be reached: {trouble}. Is it up? `purser up`"
            ) from trouble
        if not answer.is_success:
            raise ApiError(_reason(answer))
        return answer


def configure_client(parser: ArgumentParser) -> None:
    """Declare the arguments that say where the API is and who calls."""
    parser.add_argument("--url", help="the address of Purser; else PURSER_URL, else the local cloud")
    parser.add_argument(
        "--email", help="sign in as this person, with PURSER_PASSWORD or a prompt; else PURSER_TOKEN, else the demo"
    )


def connect(arguments: Namespace) -> Client:
    """Return a client, signed in."""
    url = arguments.url or os.environ.get("PURSER_URL") or home().origin
    client = Client(httpx.Client(base_url=url, timeout=PATIENCE, trust_env=HOST not in url))
    token = os.environ.get("PURSER_TOKEN")
    if arguments.email:
        client.sign_in(arguments.email, os.environ.get("PURSER_PASSWORD") or getpass.getpass())
    elif token:
        client.as_bearer(token)
    else:
        client.sign_in(*DEMO)
    return client


def _reason(answer: httpx.Response) -> str:
    """Tell an error in the API's own words where it has some."""
    try:
        error = answer.json()["error"]
        details = "".join(f" {detail['field']}: {detail['problem']}" for detail in error["details"])
        return f"{error['message']}{details} ({answer.status_code}, request {error['request_id']})"
    except (ValueError, KeyError, TypeError):
        return f"{answer.request.method} {answer.request.url.path} was answered with {answer.status_code}."
