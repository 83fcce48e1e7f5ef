"""Where a request comes from: as our own proxy says, or as the connection says, never as the client does."""

from collections.abc import Iterator

import pytest
from purser.runtime.edge.incoming import Incoming
from purser.runtime.settings import settings

from tests.http import proxy_event

CONNECTION, VIEWER = "192.0.2.7", "203.0.113.9"


@pytest.fixture(params=["", "x-viewer-address"])
def header(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    names = ("HOST", "NAME", "SECRET")
    values = {f"PURSER_DATABASE_{name}": "none" for name in names} | {
        f"PURSER_{name}_BUCKET": "b" for name in ("LAKE", "REPORTS")
    }
    values |= {
        "PURSER_ENVIRONMENT": "local",
        "PURSER_DATABASE_PORT": "1",
        "PURSER_STATEMENTS_BUCKET": "b",
        "PURSER_EVENT_BUS": "b",
    }
    values |= {"PURSER_PUBLIC_ORIGIN": "http://x", "PURSER_PUBLIC_KEYS_PARAMETER": "k"}
    for name, value in (values | {"PURSER_CLIENT_ADDRESS_HEADER": request.param}).items():
        monkeypatch.setenv(name, value)
    settings.cache_clear()
    yield request.param
    settings.cache_clear()


def address(**headers: str) -> str:
    told = {name.replace("_", "-"): value for name, value in headers.items()}
    return Incoming(proxy_event("GET", "/auth/me", headers=told)).origin.ip


def test_what_clients_say_of_themselves_counts_nothing(header: str) -> None:
    assert address(X_Forwarded_For=VIEWER, Forwarded=f"for={VIEWER}", X_Real_IP=VIEWER) == CONNECTION
    assert header in {"", "x-viewer-address"}


def test_our_own_proxy_is_believed_where_there_is_one(header: str) -> None:
    assert address(X_Viewer_Address=VIEWER) == (VIEWER if header else CONNECTION)
    assert address(X_Viewer_Address="2001:db8::7") == ("2001:db8::7" if header else CONNECTION)


@pytest.mark.usefixtures("header")
def test_what_is_no_address_is_not_taken_for_one() -> None:
    for nonsense in ("", "unknown", f"{VIEWER}, {VIEWER}", "'; DROP TABLE sessions; --"):
        assert address(X_Viewer_Address=nonsense) == CONNECTION
