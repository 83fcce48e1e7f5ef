from typing import Any

import pytest
from purser.usecases import slow_down
from purser.usecases.slow_down import ACCOUNT, ADDRESS, PAIR

from tests.database import Database
from tests.http import Answer, Browser, Handler
from tests.integration.http.conftest import PASSWORD
from tests.integration.http.sign_in.conftest import login
from tests.integration.http.sign_in.letters import PostOffice

HOME = "192.0.2.7"
WRONG = "wrong but long enough"


def at(browser: Browser, address: str) -> Browser:
    """The same browser somewhere else."""

    def moved(handler: Handler) -> Handler:
        def handle(event: dict[str, Any], context: Any) -> dict[str, Any]:
            event["requestContext"]["identity"]["sourceIp"] = address
            return handler(event, context)

        return handle

    return Browser({name: moved(handler) for name, handler in browser.handlers.items()})


def guess(browser: Browser, times: int, email: str = "ada@example.com") -> list[Answer]:
    return [login(browser, WRONG, email) for _ in range(times)]


def wait_out(database: Database) -> None:
    """Let the delays pass."""
    database.connect("admin").run("UPDATE sign_in_attempts SET free_at = now()")


@pytest.mark.usefixtures("ada")
def test_guessing_is_answered_later_and_later(browser: Browser, database: Database) -> None:
    assert [answer.status for answer in guess(browser, PAIR.free)] == [401] * PAIR.free
    waits = []
    for _ in range(4):
        (refused,) = guess(browser, 1)
        assert (refused.status, refused.error["code"]) == (429, "TOO_MANY")
        waits.append(int(refused.headers["Retry-After"][0]))
        wait_out(database)
        guess(browser, 1)
    assert waits == sorted(waits)
    assert waits[-1] > 2 * waits[0]


@pytest.mark.usefixtures("ada")
def test_even_the_right_password_waits_where_it_was_guessed_at(browser: Browser, database: Database) -> None:
    guess(browser, PAIR.free + 1)
    assert login(browser).status == 429
    wait_out(database)
    assert login(browser).status == 200
    assert [answer.status for answer in guess(browser, PAIR.free)] == [401] * PAIR.free, "a success starts afresh"


@pytest.mark.usefixtures("ada")
def test_an_address_of_nobody_is_slowed_down_alike(browser: Browser) -> None:
    answers = guess(browser, PAIR.free + 2, "nobody@example.com")
    assert [answer.status for answer in answers] == [401] * PAIR.free + [429] * 2


def test_many_strangers_cannot_lock_somebody_out_where_they_are_known(ada: Browser, browser: Browser) -> None:
    for n in range(ACCOUNT.free + 5):
        guess(at(browser, f"203.0.113.{n}"), 1)
    assert guess(at(browser, "203.0.113.250"), 1)[0].status == 429
    assert login(Browser(ada.handlers)).status == 200


@pytest.mark.usefixtures("ada")
def test_where_nobody_knows_them_they_wait_half_a_minute_at_most(browser: Browser, database: Database) -> None:
    for n in range(ACCOUNT.free + 20):
        wait_out(database)
        guess(at(browser, f"203.0.113.{n}"), 1)
    hotel = at(browser, "198.51.100.9")
    refused = login(hotel)
    assert refused.status == 429
    assert int(refused.headers["Retry-After"][0]) <= ACCOUNT.longest


@pytest.mark.usefixtures("ada")
def test_a_reset_makes_an_address_known(browser: Browser, post_office: PostOffice) -> None:
    for n in range(ACCOUNT.free + 5):
        guess(at(browser, f"203.0.113.{n}"), 1)
    hotel = at(browser, "198.51.100.9")
    assert login(hotel).status == 429
    hotel.post("/auth/reset-password", {"email": "ada@example.com"})
    wish = {"token": post_office.link("reset"), "password": PASSWORD}
    assert hotel.post("/auth/reset-password/confirm", wish).status == 204
    assert login(hotel).status == 200


@pytest.mark.usefixtures("ada")
def test_one_address_cannot_try_account_after_account(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slow_down, "ADDRESS", slow_down.Pace(free=6, longest=ADDRESS.longest))
    statuses = [guess(browser, 1, f"person{n}@example.com")[0].status for n in range(8)]
    assert statuses == [401] * 6 + [429] * 2


@pytest.mark.usefixtures("ada")
def test_an_office_behind_one_address_signs_in_all_day(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slow_down, "ADDRESS", slow_down.Pace(free=3, longest=900))
    assert [login(browser).status for _ in range(6)] == [200] * 6


@pytest.mark.usefixtures("ada")
def test_nobodys_address_is_stored(browser: Browser, database: Database) -> None:
    guess(browser, 1)
    rows = database.connect("admin").run("SELECT a::text FROM sign_in_attempts AS a")
    assert rows
    assert "ada" not in str(rows)
    assert HOME not in str(rows)
