import datetime as dt
import json
from typing import Any

import jwt
import pytest
from purser.access.key_making import OVERLAP, new_key
from purser.access.keys import PublicKeys, read_current, read_public
from purser.access.tokens import LIFETIME, Caller, issue, verify
from purser.domain.ids import uuid7
from purser.usecases.ensure_keys import Keys, ensure_keys, rotate_keys

NOW = dt.datetime.now(dt.UTC)
ADA = Caller(user_id=uuid7(), org_id=uuid7(), session_id=uuid7(), role="admin", permissions=("*",))


class Store:
    """Keys at rest, as the secret and the parameter hold them, and what was done in which order."""

    def __init__(self, *keys: dict[str, Any], post_quantum: bool = False) -> None:
        self.private: dict[str, Any] = {"keys": list(keys), "current": keys[0]["kid"] if keys else None}
        self.public: dict[str, Any] = {"keys": []}
        self.steps: list[str] = []
        self.at_rest = Keys(self._write_private, self._write_public, lambda: self.steps.append("wait"), post_quantum)

    def ensure(self) -> str:
        return ensure_keys(self.private, self.at_rest, NOW)

    def rotate(self, now: dt.datetime = NOW) -> str:
        return rotate_keys(self.private, self.at_rest, now)

    def sign(self) -> str:
        return issue(ADA, read_current(self.private), issuer="us", now=dt.datetime.now(dt.UTC))

    def verifies(self, token: str) -> bool:
        return verify(token, PublicKeys(lambda: json.dumps(self.public)).find, issuer="us") == ADA

    def published(self) -> list[str]:
        return [key["kid"] for key in self.public["keys"]]

    def _write_private(self, keys: dict[str, Any]) -> None:
        self.private = keys
        self.steps.append("private")

    def _write_public(self, keys: dict[str, Any]) -> None:
        self.public = keys
        self.steps.append("public")


def test_the_first_run_makes_a_key_and_publishes_its_public_half() -> None:
    store = Store()

    current = store.ensure()

    assert store.private["current"] == current
    assert store.published() == [current]
    assert "wait" not in store.steps, "nobody verifies yet"


def test_another_run_keeps_the_key() -> None:
    store = Store()
    assert store.ensure() == store.ensure()


def test_a_run_that_ended_before_publishing_is_repaired_by_the_next() -> None:
    store = Store(new_key(NOW))

    store.ensure()

    assert store.published() == [store.private["current"]]


def test_a_new_key_is_published_before_it_signs() -> None:
    store = Store(new_key(NOW))
    store.rotate()
    assert store.steps == ["public", "wait", "private", "public"]


def test_what_the_old_key_signed_is_valid_until_it_expires() -> None:
    store = Store(new_key(NOW))
    store.ensure()
    before = store.sign()
    old, new = store.private["current"], store.rotate()
    assert old != new
    assert store.verifies(before)
    assert store.verifies(store.sign())
    (retired,) = [key for key in store.public["keys"] if key["kid"] == old]
    assert retired["exp"] >= (NOW + LIFETIME).timestamp()


def test_of_a_retired_key_nothing_private_is_kept() -> None:
    store = Store(new_key(NOW))
    store.rotate()
    assert len(store.private["keys"]) == 2
    assert json.dumps(store.private).count("PRIVATE KEY") == 2, "the beginning and the end of one"


def test_a_retired_key_goes_when_its_tokens_are_over() -> None:
    store = Store(new_key(NOW))
    first = store.private["current"]
    second = store.rotate()
    third = store.rotate(NOW + OVERLAP + dt.timedelta(seconds=1))
    assert first not in store.published()
    assert set(store.published()) == {second, third}


def test_verifiers_leave_out_what_is_over() -> None:
    store = Store(new_key(NOW))
    store.rotate(NOW - OVERLAP - dt.timedelta(seconds=1))
    assert len(store.public["keys"]) == 2
    assert set(read_public(json.dumps(store.public))) == {store.private["current"]}


def test_a_run_that_breaks_off_leaves_the_old_key_in_use() -> None:
    store = Store(new_key(NOW))
    store.ensure()

    def break_off() -> None:
        raise TimeoutError

    broken = Keys(store.at_rest.write_private, store.at_rest.write_public, break_off)
    with pytest.raises(TimeoutError):
        rotate_keys(store.private, broken, NOW)
    assert store.verifies(store.sign())


def test_switching_to_post_quantum_signatures_makes_another_key_and_keeps_old_tokens_valid() -> None:
    store = Store(new_key(NOW))
    store.ensure()
    before = store.sign()
    store.at_rest = Keys(store.at_rest.write_private, store.at_rest.write_public, lambda: None, post_quantum=True)
    store.ensure()
    after = store.sign()
    assert jwt.get_unverified_header(after)["alg"] == "ML-DSA-65"
    assert store.verifies(before)
    assert store.verifies(after)
    assert store.ensure() == store.private["current"], "once"


def test_two_post_quantum_keys_fit_into_a_parameter() -> None:
    store = Store(new_key(NOW, post_quantum=True), post_quantum=True)
    store.rotate()
    assert 4096 < len(json.dumps(store.public)) < 8192
