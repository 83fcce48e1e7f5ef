"""Prove that a webhook is Plaid's, as https://plaid.com/docs/api/webhooks/webhook-verification/ says."""

import hashlib
import hmac
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import jwt

from purser.domain.errors import UnauthenticatedError

MAX_AGE_SECONDS = 300
CLOCK_SKEW_SECONDS = 30
MINUTE = 60
KEY_LIFE_SECONDS = 3600
"""A key is asked for again after this long, to learn that it has expired."""
STRANGERS_A_MINUTE = 5
"""Unknown key ids that may be asked for in a minute: made-up ones must not make us call Plaid without end."""

Key = Mapping[str, Any]
FetchKey = Callable[[str], Key | None]


class WebhookError(UnauthenticatedError):
    """The webhook is not provably Plaid's; `code` says which proof failed."""


@dataclass(slots=True)
class KeyRing:
    """Public keys by id, fetched on first sight, remembered for an hour, with a limit on fetching what is not there."""

    fetch: FetchKey
    clock: Callable[[], float] = time.monotonic
    _known: dict[str, tuple[float, Key]] = field(default_factory=dict)
    _misses: deque[tuple[float, str]] = field(default_factory=deque)

    def get(self, key_id: str) -> Key | None:
        """Return the key, or None when it is unknown or too many unknown ones were asked for just now."""
        now = self.clock()
        fetched, key = self._known.get(key_id, (now, None))
        if key is not None and now - fetched < KEY_LIFE_SECONDS:
            return key
        if key is None and self._refuses(key_id, now):
            return None
        return self._fetch(key_id, now)

    def _refuses(self, stranger: str, now: float) -> bool:
        while self._misses and now - self._misses[0][0] >= MINUTE:
            self._misses.popleft()
        return len(self._misses) >= STRANGERS_A_MINUTE or any(missed == stranger for _, missed in self._misses)

    def _fetch(self, key_id: str, now: float) -> Key | None:
        key = self.fetch(key_id)
        if key is None:
            self._misses.append((now, key_id))
            self._known.pop(key_id, None)
        else:
            self._known[key_id] = (now, key)
        return key


def verify(body: bytes, token: str | None, keys: KeyRing, now: float) -> None:
    """Raise WebhookError unless `token`, the Plaid-Verification header, proves the raw `body`; `now` is Unix time."""
    key_id = _key_id(token)
    key = keys.get(key_id)
    if key is None:
        raise WebhookError("The webhook is signed with a key that Plaid does not know.", code="UNKNOWN_KEY")
    if key.get("expired_at") is not None:
        raise WebhookError("The webhook is signed with a key that has expired.", code="EXPIRED_KEY")
    claims = _claims(token or "", key)
    age = now - _seconds(claims.get("iat"))
    if not -CLOCK_SKEW_SECONDS <= age <= MAX_AGE_SECONDS:
        raise WebhookError("The webhook was signed more than five minutes ago.", code="TOO_OLD")
    digest = hashlib.sha256(body).hexdigest()
    if not hmac.compare_digest(digest.encode(), str(claims.get("request_body_sha256", "")).encode()):
        raise WebhookError("The webhook's body is not the one that was signed.", code="OTHER_BODY")


def _key_id(token: str | None) -> str:
    if not token:
        raise WebhookError("The webhook carries no signature.", code="NO_SIGNATURE")
    try:
        header = jwt.get_unverified_header(token)
    except jwt.PyJWTError as unreadable:
        raise WebhookError("The webhook's signature cannot be read.", code="BAD_SIGNATURE") from unreadable
    if header.get("alg") != "ES256" or not isinstance(header.get("kid"), str):
        raise WebhookError("The webhook is not signed the way Plaid signs: ES256 with a key id.", code="WRONG_ALGORITHM")
    return str(header["kid"])


def _claims(token: str, key: Key) -> Mapping[str, Any]:
    """Check the signature only: the token has no `exp`, and its age is ours to judge."""
    try:
        public = jwt.PyJWK.from_dict({name: key.get(name) for name in ("kty", "crv", "x", "y")}, algorithm="ES256")
        claims: Mapping[str, Any] = jwt.decode(token, public, algorithms=["ES256"], options={"verify_iat": False})
    except jwt.PyJWTError as wrong:
        raise WebhookError("The webhook's signature does not hold.", code="BAD_SIGNATURE") from wrong
    return claims


def _seconds(issued_at: object) -> float:
    if isinstance(issued_at, bool) or not isinstance(issued_at, int | float):
        raise WebhookError("The webhook does not say when it was signed.", code="TOO_OLD")
    return float(issued_at)
