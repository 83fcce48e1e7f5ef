"""Signing in through the front door, as browsers and programs do: real cookies, real mail, the functions as deployed."""

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx
import jwt
import pyotp
import pytest
from purser.domain.ids import uuid7

from tests.authenticator import Authenticator
from tests.cloud import ROOT, LocalCloud, wait_for

PASSWORD = "a ledger is a promise"
ANOTHER = "balance sheets at dusk, 1932"


@dataclass
class Visitor:
    """A browser with a cookie jar, which echoes the CSRF token as the page does."""

    cloud: LocalCloud
    email: str = field(default_factory=lambda: f"{uuid4().hex[:12]}@example.com")
    jar: httpx.Client = field(init=False)

    def __post_init__(self) -> None:
        self.jar = httpx.Client(base_url=self.cloud.origin, timeout=30, trust_env=False)

    def call(self, method: str, path: str, body: Any = None, *, echo: bool = True) -> httpx.Response:
        headers = {"X-CSRF-Token": self.jar.cookies.get("csrf_token", "")} if echo else {}
        return self.jar.request(method, path, json=body, headers=headers)

    def post(self, path: str, body: Any = None) -> httpx.Response:
        return self.call("POST", path, body)

    def register(self) -> "Visitor":
        told = self.post("/auth/register", {"email": self.email, "password": PASSWORD, "organization": f"Of {self.email}"})
        assert told.status_code == 201, told.text
        return self

    def login(self, password: str = PASSWORD) -> httpx.Response:
        return self.post("/auth/login", {"email": self.email, "password": password})

    def again(self) -> "Visitor":
        """The same person at another machine."""
        return Visitor(self.cloud, self.email)

    def is_in(self) -> bool:
        return self.jar.get("/auth/me").status_code == 200

    def letter(self, kind: str) -> str:
        """Wait for a letter with a link of that kind; return the token."""

        def arrived() -> str | None:
            mine = [letter for letter in self.cloud.letters() if letter.message["To"] == self.email]
            tokens = [found[1] for letter in mine if (found := re.search(rf"#{kind}=(\S+)", letter.text))]
            return tokens[-1] if tokens else None

        return wait_for(arrived, 20, f"a letter with #{kind}=")


@pytest.fixture
def visitor(cloud: LocalCloud) -> Iterator[Visitor]:
    made = Visitor(cloud).register()
    yield made
    made.jar.close()


def publish(cloud: LocalCloud) -> None:
    """What the schedule does every minute."""
    done = cloud.purser("invoke", "publish_outbox", str(ROOT / "events/minute_passed.json"))
    assert done.returncode == 0, done.stderr


def test_a_refresh_token_is_rotated_and_its_reuse_ends_the_session(visitor: Visitor) -> None:
    thief = visitor.again()
    thief.jar.cookies.update(visitor.jar.cookies)
    first = visitor.jar.cookies["refresh_token"]
    assert visitor.post("/auth/refresh").status_code == 200
    assert visitor.jar.cookies["refresh_token"] != first
    reused = thief.post("/auth/refresh")
    assert (reused.status_code, reused.json()["error"]["code"]) == (401, "SESSION_ENDED")
    assert visitor.post("/auth/refresh").status_code == 401, "the family is revoked"


def test_a_change_without_the_echo_of_its_cookie_is_refused(visitor: Visitor) -> None:
    for path in ("/auth/refresh", "/auth/logout", "/auth/mfa/setup", "/auth/api-keys"):
        answer = visitor.call("POST", path, echo=False)
        assert (answer.status_code, answer.json()["error"]["code"]) == (403, "CSRF_REFUSED"), path
    assert visitor.is_in()
    assert visitor.post("/auth/logout").status_code == 204
    assert not visitor.is_in()


def test_an_authenticator_app_is_enrolled_asked_for_and_recovered_from(visitor: Visitor) -> None:
    setup = visitor.post("/auth/mfa/setup").json()
    assert setup["qr_svg"].startswith("<svg")
    app = pyotp.TOTP(setup["secret"])
    code = app.now()
    codes = visitor.post("/auth/mfa/verify", {"code": code}).json()["recovery_codes"]
    assert len(codes) == 10

    elsewhere = visitor.again()
    half = elsewhere.login().json()
    assert half["mfa_required"] is True
    assert not elsewhere.is_in()
    replayed = elsewhere.post("/auth/mfa/verify", {"mfa_token": half["mfa_token"], "code": code})
    assert (replayed.status_code, replayed.json()["error"]["code"]) == (401, "WRONG_CODE")
    later = app.at(int(time.time()) + 30)
    assert elsewhere.post("/auth/mfa/verify", {"mfa_token": half["mfa_token"], "code": later}).status_code == 200
    assert elsewhere.is_in()

    lost = visitor.again()
    recovered = lost.post("/auth/mfa/verify", {"mfa_token": lost.login().json()["mfa_token"], "code": codes[0]})
    assert recovered.status_code == 200
    off = lost.call("DELETE", "/auth/mfa", {"password": PASSWORD, "code": codes[1]})
    assert off.status_code == 204
    assert "access_token" in visitor.again().login().json()


def test_a_forgotten_password_is_reset_by_mail(visitor: Visitor) -> None:
    stranger = visitor.again()
    assert stranger.post("/auth/reset-password", {"email": visitor.email}).status_code == 202
    assert stranger.post("/auth/reset-password", {"email": "nobody-here@example.com"}).status_code == 202
    token = visitor.letter("reset")
    shown = visitor.cloud.purser("mail").stdout
    assert "Choose a new password" in shown
    assert "nobody-here@example.com" not in shown
    assert stranger.post("/auth/reset-password/confirm", {"token": token, "password": ANOTHER}).status_code == 204
    assert visitor.post("/auth/refresh").status_code == 401, "every session ends"
    assert stranger.post("/auth/reset-password/confirm", {"token": token, "password": ANOTHER}).status_code == 422
    assert stranger.login(ANOTHER).status_code == 200


def test_an_address_is_confirmed_and_an_invitation_accepted_by_mail(visitor: Visitor) -> None:
    invited = visitor.again()
    invited.email = f"{uuid4().hex[:12]}@example.com"
    made = visitor.post("/api/users", {"email": invited.email, "role": "viewer"})
    assert made.status_code == 201, made.text
    publish(visitor.cloud)

    assert visitor.post("/auth/confirm-email", {"token": visitor.letter("confirmation")}).status_code == 204
    assert visitor.jar.get("/auth/me").json()["email_confirmed"] is True
    accepted = invited.post("/auth/invitations/accept", {"token": invited.letter("invitation"), "password": ANOTHER})
    assert accepted.status_code == 200, accepted.text
    assert accepted.json()["user"]["role"] == "viewer"
    assert invited.is_in()


def test_a_passkey_signs_in_alone_and_after_a_password(visitor: Visitor) -> None:
    phone = Authenticator(visitor.cloud.origin)
    options = visitor.post("/auth/passkeys/register/options").json()["options"]
    stored = visitor.post("/auth/passkeys/register/verify", {"credential": phone.create(options), "name": "Phone"})
    assert stored.status_code == 201, stored.text

    alone = visitor.again()
    asked = alone.post("/auth/passkeys/sign-in/options").json()["options"]
    assert alone.post("/auth/passkeys/sign-in/verify", {"credential": phone.get(asked)}).status_code == 200
    assert alone.is_in()

    app = pyotp.TOTP(visitor.post("/auth/mfa/setup").json()["secret"])
    assert visitor.post("/auth/mfa/verify", {"code": app.now()}).status_code == 200
    second = visitor.again()
    half = second.login().json()
    assert half["methods"] == ["app", "passkey"]
    wish = {"mfa_token": half["mfa_token"]}
    asked = second.post("/auth/passkeys/sign-in/options", wish).json()["options"]
    assert second.post("/auth/passkeys/sign-in/verify", {**wish, "credential": phone.get(asked)}).status_code == 200
    assert second.is_in()


def test_an_api_key_reads_what_it_may(visitor: Visitor) -> None:
    made = visitor.post("/auth/api-keys", {"name": "nightly", "scopes": ["read_transactions"]})
    assert made.status_code == 201, made.text
    bearer = {"Authorization": f"Bearer {made.json()['key']}"}
    origin = visitor.cloud.origin
    assert httpx.get(f"{origin}/api/transactions", headers=bearer, timeout=30).status_code == 200
    refused = httpx.post(f"{origin}/api/uploads", json={"filename": "a.csv", "size": 3}, headers=bearer, timeout=30)
    assert refused.status_code == 403
    (listed,) = visitor.jar.get("/auth/api-keys").json()["items"]
    assert listed["last_used_at"] is not None
    assert visitor.call("DELETE", f"/auth/api-keys/{listed['id']}").status_code == 204
    assert httpx.get(f"{origin}/api/transactions", headers=bearer, timeout=30).status_code == 401


def test_sign_ins_elsewhere_are_listed_and_ended_and_a_new_password_ends_the_rest(visitor: Visitor) -> None:
    phone, laptop = visitor.again(), visitor.again()
    assert [other.login().status_code for other in (phone, laptop)] == [200, 200]
    items = visitor.jar.get("/auth/sessions").json()["items"]
    assert [item["current"] for item in items].count(True) == 1
    assert visitor.call("DELETE", f"/auth/sessions/{items[0]['id']}").status_code == 204
    assert laptop.post("/auth/refresh").status_code == 401
    assert visitor.call("DELETE", f"/auth/sessions/{uuid7()}").status_code == 404
    change = {"current_password": PASSWORD, "new_password": ANOTHER}
    assert visitor.post("/auth/change-password", change).status_code == 204
    assert phone.post("/auth/refresh").status_code == 401
    assert visitor.post("/auth/refresh").status_code == 200


def test_guessing_is_slowed_down(visitor: Visitor) -> None:
    guesser = visitor.again()
    answers = [guesser.login("wrong but long enough") for _ in range(7)]
    assert [answer.status_code for answer in answers] == [401] * 5 + [429] * 2
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 4


def test_keys_are_rotated_and_what_the_old_one_signed_stays_valid(visitor: Visitor) -> None:
    before = visitor.jar.cookies["access_token"]
    done = visitor.cloud.purser("rotate-keys")
    assert done.returncode == 0, done.stderr
    name = done.stdout.split(" with ")[1].split(" ")[0]
    assert jwt.get_unverified_header(before)["kid"] != name
    assert visitor.is_in()
    assert visitor.post("/auth/refresh").status_code == 200
    assert visitor.is_in()


def test_what_does_not_exist_is_refused_in_the_form_of_every_error(cloud: LocalCloud, subtests: pytest.Subtests) -> None:
    for request, status in (
        ("PUT /auth/login", 405),
        ("GET /auth/nothing", 404),
        ("PUT /openapi.json", 405),
        ("DELETE /health", 405),
        ("PUT /webhooks/plaid", 404),
        ("POST /webhooks/nobody", 404),
        ("PUT /api/accounts", 405),
        ("GET /api/nothing", 404),
    ):
        with subtests.test(request):
            method, path = request.split()
            answer = httpx.request(method, cloud.origin + path, timeout=30)
            assert answer.status_code == status
            assert set(answer.json()["error"]) == {"code", "message", "details", "timestamp", "request_id"}


def test_an_address_that_a_client_names_is_not_believed(visitor: Visitor) -> None:
    visitor.jar.headers.update({"X-Forwarded-For": "203.0.113.9", "X-Viewer-Address": "203.0.113.9"})
    assert visitor.login().status_code == 200
    assert {item["ip"] for item in visitor.jar.get("/auth/sessions").json()["items"]} == {"127.0.0.1"}
