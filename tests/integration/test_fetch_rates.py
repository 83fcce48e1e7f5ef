"""The schedule's function, against a server of our own and the real database."""

import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace
from typing import Any

import fetch_rates.handler
import pytest
from purser.domain.errors import StatementError, TooLargeError
from purser.store.downloads import DownloadError, download

from tests.database import Database
from tests.http import CONTEXT

HISTORY = b"Date,USD,JPY,\n2026-09-04,1.1000,160.00,\n"
Serve = Callable[[int, bytes], str]


class Answering(BaseHTTPRequestHandler):
    def __init__(self, answer: tuple[int, bytes], *rest: Any) -> None:
        self.answer = answer
        super().__init__(*rest)

    def do_GET(self) -> None:
        status, body = self.answer
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Answer every request in one way, at the address returned."""
    servers = []

    def serving(status: int, body: bytes) -> str:
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Answering, (status, body)))
        servers.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{server.server_port}/eurofxref-hist.csv"

    yield serving
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture
def fetch(database: Database, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], list[list[Any]]]:
    """Let the clock strike with an address set; return the rates there are then."""
    connection = database.connect("app")

    def fetching(address: str) -> list[list[Any]]:
        monkeypatch.setattr(fetch_rates.handler, "settings", lambda: SimpleNamespace(rates_url=address))
        monkeypatch.setattr(fetch_rates.handler, "connection", lambda: connection)
        fetch_rates.handler.handler({}, CONTEXT)
        found: list[list[Any]] = connection.run("SELECT currency, rate::text, source FROM exchange_rates ORDER BY 1")
        return found

    return fetching


def test_what_is_published_is_in_the_table_however_often_it_is_fetched(serve: Serve, fetch: Callable[[str], Any]) -> None:
    address = serve(200, HISTORY)
    for _ in range(2):
        assert fetch(address) == [["JPY", "160.00", "European Central Bank"], ["USD", "1.1000", "European Central Bank"]]


def test_without_an_address_nothing_is_fetched(fetch: Callable[[str], Any]) -> None:
    assert fetch("") == []


def test_a_page_instead_of_rates_fails_so_that_operators_hear_of_it(serve: Serve, fetch: Callable[[str], Any]) -> None:
    with pytest.raises(StatementError, match="not a file of exchange rates"):
        fetch(serve(200, b"<html><p>We have moved.</p></html>"))


@pytest.mark.parametrize("address", ["file:///etc/passwd", "http://127.0.0.1:9/nobody", "http://exa mple"])
def test_what_cannot_be_fetched_says_why(address: str) -> None:
    with pytest.raises(DownloadError, match=r"exa mple|does not give|no address"):
        download(address, 10)


def test_an_error_and_a_flood_are_no_file(serve: Serve) -> None:
    with pytest.raises(DownloadError, match="503"):
        download(serve(503, b""), 10)
    with pytest.raises(TooLargeError):
        download(serve(200, b"x" * 11), 10)
