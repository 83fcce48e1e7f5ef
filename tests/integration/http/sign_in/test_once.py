"""The Idempotency-Key at sign-in: done once; what held a secret is given once, and no secret is kept to give it again."""

from collections.abc import Callable

import pytest

from tests.database import Database
from tests.http import Browser
from tests.integration.http.conftest import PASSWORD

ANOTHER = "balance sheets at dusk, 1932"
KEY = {"Idempotency-Key": "0198f0c4-1"}
Register = Callable[..., Browser]


def newcomer(email: str = "ada@example.com", organization: str = "Counting House") -> dict[str, str]:
    return {"email": email, "password": PASSWORD, "organization": organization}


def test_registering_again_with_one_key_says_that_it_was_done(browser: Browser) -> None:
    assert browser.post("/auth/register", newcomer(), headers=KEY).status == 201
    again = Browser(browser.handlers).post("/auth/register", newcomer(), headers=KEY)
    assert (again.status, again.error["code"]) == (409, "ALREADY_DONE")
    assert "Set-Cookie" not in again.headers
    other = Browser(browser.handlers).post("/auth/register", newcomer(organization="Another"), headers=KEY)
    assert (other.status, other.error["code"]) == (409, "IDEMPOTENCY_KEY_REUSED")


def test_strangers_may_use_one_key(browser: Browser) -> None:
    assert browser.post("/auth/register", newcomer(), headers=KEY).status == 201
    eve = Browser(browser.handlers)
    assert eve.post("/auth/register", newcomer("eve@example.com"), headers=KEY).status == 201
    for person in (browser, eve):
        change = {"current_password": PASSWORD, "new_password": ANOTHER}
        assert person.post("/auth/change-password", change, headers=KEY).status == 204


def test_an_api_key_is_made_and_shown_once(ada: Browser) -> None:
    wish = {"name": "nightly", "scopes": ["read_transactions"]}
    assert ada.post("/auth/api-keys", wish, headers=KEY).json["key"]
    again = ada.post("/auth/api-keys", wish, headers=KEY)
    assert (again.status, again.error["code"]) == (409, "ALREADY_DONE")
    assert len(ada.get("/auth/api-keys").json["items"]) == 1


def test_a_password_is_changed_once_and_answered_alike(ada: Browser) -> None:
    change = {"current_password": PASSWORD, "new_password": ANOTHER}
    first, again = (ada.post("/auth/change-password", change, headers=KEY) for _ in range(2))
    assert (first.status, again.status, again.body) == (204, 204, "")
    assert ada.post("/auth/change-password", change).status == 401, "without the key it is tried again, with what is no password"


def test_an_answer_that_was_lost_does_not_make_a_renewal_a_theft(ada: Browser) -> None:
    lost = Browser(ada.handlers, dict(ada.cookies))
    assert ada.post("/auth/refresh", headers=KEY).status == 200
    assert lost.post("/auth/refresh", headers=KEY).error["code"] == "ALREADY_DONE"
    assert ada.post("/auth/refresh").status == 200, "the session lives"


def test_what_was_refused_may_be_tried_again(ada: Browser) -> None:
    wrong = {"email": "ada@example.com", "password": "wrong but long enough"}
    stranger = Browser(ada.handlers)
    assert [stranger.post("/auth/login", wrong, headers=KEY).status for _ in range(2)] == [401, 401]
    assert stranger.post("/auth/login", wrong | {"password": PASSWORD}, headers=KEY).status == 200


@pytest.mark.parametrize("key", ["", "x" * 256])
def test_a_key_that_is_none_is_refused(browser: Browser, key: str) -> None:
    assert browser.post("/auth/register", newcomer(), headers={"Idempotency-Key": key}).status == 422


def test_nothing_of_the_request_or_the_answer_is_kept(browser: Browser, database: Database) -> None:
    browser.post("/auth/register", newcomer(), headers=KEY)
    (kept,) = database.connect("auth").run("SELECT key, request, status, silent FROM sign_in_requests")
    assert [len(bytes(one)) for one in kept[:2]] == [32, 32]
    assert kept[2:] == [201, False]
