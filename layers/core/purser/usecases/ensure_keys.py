"""See to it that there is a key to sign with, and that everyone can verify what it signs."""

from collections.abc import Callable
from datetime import datetime

from purser.access.key_making import new_key, public_jwk
from purser.store.key_sets import KeySet


def ensure_keys(
    private: KeySet, write_private: Callable[[KeySet], None], write_public: Callable[[KeySet], None], now: datetime
) -> str:
    """Make the first key if the private set has none; publish the public halves either way; return the current key's name.

    Publishing again is what repairs a run that ended between the two writes.
    """
    if not private["keys"]:
        first = new_key(now)
        private = {"keys": [first], "current": first["kid"]}
        write_private(private)
    write_public({"keys": [public_jwk(key) for key in private["keys"]]})
    return str(private["current"])
