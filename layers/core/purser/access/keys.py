"""The keys behind access tokens: a private set that only sign-in reads, and its public halves for everyone who verifies.

Private: `{"keys": [{"kid", "alg", "created_at", "private_key_pem"}], "current": kid}`, with the public halves of retired keys.
Public: `{"keys": [JWK, …]}` (RFC 7517); a retired one says when it is over (`exp`).
"""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from purser.access.signatures import ED25519, PublicKey, public_key
from purser.access.tokens import SigningKey

FRESH_SECONDS = 300
"""How long a set is trusted without asking again: a withdrawn key stops working, and a new one is used, within this time."""
RETRY_SECONDS = 10
"""How often an unknown key may make us ask again: made-up names must not become a flood."""

Clock = Callable[[], float]


@dataclass(slots=True)
class PublicKeys:
    """The public set, loaded on first use."""

    load: Callable[[], str]
    clock: Clock = time.monotonic
    _keys: dict[str, PublicKey] = field(default_factory=dict)
    _loaded: float = float("-inf")

    def find(self, kid: str) -> PublicKey | None:
        """Return the key of that name, asking for the set again when it is old, or lacks it and was not asked for just now."""
        age = self.clock() - self._loaded
        if age > (FRESH_SECONDS if kid in self._keys else RETRY_SECONDS):
            self._keys = read_public(self.load())
            self._loaded = self.clock()
        return self._keys.get(kid)


@dataclass(slots=True)
class SigningKeys:
    """The private set, loaded on first use."""

    load: Callable[[], Mapping[str, Any]]
    clock: Clock = time.monotonic
    _current: SigningKey | None = None
    _loaded: float = float("-inf")

    def current(self) -> SigningKey:
        """Return the key that signs now."""
        if self._current is None or self.clock() - self._loaded > FRESH_SECONDS:
            self._current = read_current(self.load())
            self._loaded = self.clock()
        return self._current


def read_public(text: str) -> dict[str, PublicKey]:
    """Read a JWK set: name to key. Retired keys whose tokens are all over are left out."""
    now = time.time()
    return {jwk["kid"]: public_key(jwk) for jwk in json.loads(text)["keys"] if jwk.get("exp", now + 1) > now}


def read_current(secret: Mapping[str, Any]) -> SigningKey:
    """Return the key that the `current` of the private set names."""
    (found,) = [key for key in secret["keys"] if key["kid"] == secret["current"]]
    return SigningKey(found["kid"], found["private_key_pem"], found.get("alg", ED25519))
