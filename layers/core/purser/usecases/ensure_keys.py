"""See to it that there is a key to sign with, that everyone can verify what it signs, and that it does not sign for ever."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from purser.access.key_making import Key, is_over, new_key, public_jwk, retired
from purser.access.signatures import ED25519, ML_DSA
from purser.store.key_sets import KeySet


@dataclass(frozen=True, slots=True)
class Keys:
    """The two sets at rest, and how keys are made. `wait` lasts until every verifier looks for keys that it does not know."""

    write_private: Callable[[KeySet], None]
    write_public: Callable[[KeySet], None]
    wait: Callable[[], None]
    post_quantum: bool = False

    def publish(self, keys: list[Key]) -> None:
        """Let everyone verify what these sign, or have signed."""
        self.write_public({"keys": [public_jwk(key) for key in keys]})


def ensure_keys(private: KeySet, at_rest: Keys, now: datetime) -> str:
    """Make the first key if the private set has none, or another if it signs otherwise than it should; return the current's name.

    The public halves are published either way: that is what repairs a run that ended between two writes.
    """
    wanted = ML_DSA if at_rest.post_quantum else ED25519
    current = next((key for key in private["keys"] if key["kid"] == private["current"]), None)
    if current is not None and current.get("alg", ED25519) == wanted:
        at_rest.publish(_still(private, now))
        return str(private["current"])
    return rotate_keys(private, at_rest, now)


def rotate_keys(private: KeySet, at_rest: Keys, now: datetime) -> str:
    """Sign with a new key from now on; return its name. What the old one signed stays valid until it expires.

    The new key is published before it signs. The old one's private half is gone for good once the new one is in use.
    """
    made, others = new_key(now, post_quantum=at_rest.post_quantum), _still(private, now)
    if others:
        at_rest.publish([made, *others])
        at_rest.wait()
    kept = [made, *(retired(key, now) for key in others)]
    at_rest.write_private({"keys": kept, "current": made["kid"]})
    at_rest.publish(kept)
    return str(made["kid"])


def _still(private: KeySet, now: datetime) -> list[Key]:
    """Return the keys that something valid may be signed with."""
    return [key for key in private["keys"] if not is_over(key, now)]
