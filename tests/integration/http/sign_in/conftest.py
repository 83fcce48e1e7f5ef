"""What sign-in needs beside the other functions: a KMS key, a post office, and a clock for authenticator apps."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import boto3
import pyotp
import pytest
from purser.runtime import sign_in
from purser.usecases import second_factor

from tests.database import Database
from tests.http import Answer, Browser, Handler
from tests.integration.http.conftest import PASSWORD
from tests.integration.http.sign_in.letters import PostOffice

SENDER = "purser@example.com"


@pytest.fixture(autouse=True)
def sealed(cloud: None, environment: pytest.MonkeyPatch) -> Iterator[None]:  # noqa: ARG001 - moto must stand
    environment.setenv("PURSER_MAIL_FROM", SENDER)
    environment.setenv("PURSER_CONNECTIONS_KEY", boto3.client("kms").create_key()["KeyMetadata"]["KeyId"])
    boto3.client("ses").verify_email_identity(EmailAddress=SENDER)
    _forget()
    yield
    _forget()


def _forget() -> None:
    for cached in (sign_in.sign_in_settings, sign_in.vault, sign_in.post):
        cached.cache_clear()


@pytest.fixture
def post_office(handlers: dict[str, Handler], database: Database, monkeypatch: pytest.MonkeyPatch) -> PostOffice:
    office = PostOffice(handlers["auth"], database)
    monkeypatch.setattr(sign_in.letter_requests, "ask", lambda _events, _bus, _type, detail: office.asked.append(detail))
    return office


@dataclass
class App:
    """An authenticator app, and the clock that it shares with us."""

    now: float = field(default_factory=time.time)
    secret: str = ""

    def code(self, steps: int = 1) -> str:
        """Wait for another code, or look at one of another time."""
        self.now += 30 * steps
        return self.shown()

    def shown(self, off: float = 0) -> str:
        return pyotp.TOTP(self.secret).at(int(self.now + off))

    def time(self) -> float:
        return self.now


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch) -> App:
    made = App()
    monkeypatch.setattr(second_factor, "time", made)
    return made


def enrol(person: Browser, app: App) -> list[str]:
    """Switch the app on; return the recovery codes."""
    app.secret = person.post("/auth/mfa/setup").json["secret"]
    answer = person.post("/auth/mfa/verify", {"code": app.code()})
    assert answer.status == 200, answer.body
    codes: list[str] = answer.json["recovery_codes"]
    return codes


def login(browser: Browser, password: str = PASSWORD, email: str = "ada@example.com") -> Answer:
    return browser.post("/auth/login", {"email": email, "password": password})


def half(browser: Browser, password: str = PASSWORD) -> dict[str, Any]:
    """Sign in as far as the second factor; return the answer."""
    told: dict[str, Any] = login(browser, password).json
    assert told["mfa_required"] is True
    return told
