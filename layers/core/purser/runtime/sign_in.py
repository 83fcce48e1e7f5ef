"""What sign-in needs of AWS: the seal of its secrets, the post, and where letters are asked for."""

import hashlib
import json
import os
from dataclasses import dataclass
from functools import cache
from typing import Any

from purser.access.cookies import REFRESH
from purser.access.passkeys import Site
from purser.access.tokens import Caller
from purser.runtime.clients import aws, connection
from purser.runtime.edge.incoming import Incoming
from purser.runtime.keys import signing_keys
from purser.runtime.settings import settings
from purser.store import letter_requests
from purser.store.kms import Vault
from purser.store.mail import Post
from purser.usecases.letters import WANTED
from purser.usecases.once import OfSignIn
from purser.usecases.send_letter import Wanted


@dataclass(frozen=True, slots=True)
class SignInSettings:
    """What `auth` is told beside `Settings`."""

    sender: str
    """Whom letters are from, an address that SES has verified."""
    key: str
    """Id of the KMS key that seeds of authenticator apps are sealed with."""


@cache
def sign_in_settings() -> SignInSettings:
    """Read the environment once. KeyError names a variable the template forgot."""
    return SignInSettings(os.environ["PURSER_MAIL_FROM"], os.environ["PURSER_CONNECTIONS_KEY"])


@cache
def vault() -> Vault:
    """Return what seals the seeds of authenticator apps."""
    return Vault(lambda: aws("kms"), sign_in_settings().key, "totp_seed")


@cache
def post() -> Post:
    """Return who carries letters."""
    return Post(lambda: aws("ses"), sign_in_settings().sender)


def site() -> Site:
    """Return whose passkeys are ours."""
    return Site(settings().public_origin)


def ask_for_reset(email: str) -> None:
    """Have a letter sent to that address if it is somebody's; the same work if it is nobody's."""
    letter_requests.ask(aws("events"), settings().event_bus, WANTED, {"kind": "reset", "email": email})


def wanted(event: dict[str, Any]) -> Wanted:
    """Return the letter that an event of the bus asks for."""
    detail = event["detail"]
    return Wanted(str(detail.get("event_id") or event["id"]), detail)


def done_at_sign_in(incoming: Incoming, caller: Caller | None) -> OfSignIn:
    """Return where it is remembered what was done. Another signing key begins afresh, which happens once in months."""
    secret = hashlib.sha256(b"idempotency" + signing_keys().current().private_pem.encode()).digest()
    about = str(caller.user_id).encode() if caller else incoming.cookies.get(REFRESH, "").encode() + _about(incoming.body)
    return OfSignIn(connection(), secret, about)


def _about(body: bytes) -> bytes:
    """Return whom or what a request of nobody known is about: the address or token in it, else all of it."""
    try:
        said = json.loads(body)
        return str(next(said[name] for name in ("email", "token", "mfa_token") if said.get(name))).encode()
    except (ValueError, AttributeError, StopIteration):
        return body
